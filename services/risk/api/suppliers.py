"""Why a supplier is judged as it is, over HTTP."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sorgfalt_contracts.terms import SupplierId

from services.risk.api.door import Door
from services.risk.domain.method import Method
from services.risk.handlers.explain_supplier import SupplierExplained, explain_supplier
from shared.web.problem import problem

NOT_ASSESSED: Final = "No risk assessment of this supplier is held here."


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplierRisk:
    """What each obliged company the caller may see holds of one supplier."""

    supplier_id: UUID
    assessments: list[SupplierExplained]


def router(door: Door, method: Method) -> APIRouter:
    """Return the routes to suppliers' risks."""
    routes = APIRouter()

    @routes.get(
        "/suppliers/{supplier_id}/risk",
        response_model=SupplierRisk,
        responses={404: {"description": "Nobody has assessed this supplier."}},
    )
    async def explain_risk(supplier_id: UUID) -> SupplierRisk | JSONResponse:
        """Say per right what is known, assumed or unknown of a supplier, and why."""
        async with door.reading([door.company_id]) as connection:
            found = await explain_supplier(connection, method, SupplierId(supplier_id))
        if not found:
            return problem(404, "not-assessed", NOT_ASSESSED)
        return SupplierRisk(supplier_id=supplier_id, assessments=found)

    return routes
