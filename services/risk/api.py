"""Door 2, machines over HTTP: why a supplier is judged as it is, and by which method."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sorgfalt_contracts.terms import CompanyId, SupplierId

from services.risk.handlers.explain_supplier import Reading, SupplierExplained, explain_supplier
from services.risk.store import PublishedMethod
from shared.store.packs import PackHeader
from shared.web.problem import problem

NOT_ASSESSED: Final = "No risk assessment of this supplier is held here."


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplierRisk:
    """What each obliged company the caller may see holds of one supplier."""

    supplier_id: UUID
    assessments: list[SupplierExplained]


@dataclass(frozen=True, kw_only=True, slots=True)
class MethodPublished:
    """The method in words and the packs it rests on, with editions, licences and credits."""

    method: str
    edition: str
    text: str
    packs: list[PackHeader]


def router(
    reading: Reading, published: PublishedMethod, companies: Sequence[CompanyId]
) -> APIRouter:
    """Return the routes of risk for callers who may see `companies`."""
    routes = APIRouter(tags=["risk"])

    @routes.get(
        "/suppliers/{supplier_id}/risk",
        response_model=SupplierRisk,
        responses={404: {"description": "Nobody has assessed this supplier."}},
    )
    async def explain_risk(supplier_id: UUID) -> SupplierRisk | JSONResponse:
        """Say per right what is known, assumed or unknown of a supplier, and why."""
        async with reading(companies) as connection:
            found = await explain_supplier(connection, published.method, SupplierId(supplier_id))
        if not found:
            return problem(404, "not-assessed", NOT_ASSESSED)
        return SupplierRisk(supplier_id=supplier_id, assessments=found)

    @routes.get("/method")
    async def read_method() -> MethodPublished:
        """Return the published method and its sources."""
        return MethodPublished(
            method=published.method.source.pack,
            edition=published.method.source.edition,
            text=published.text,
            packs=list(published.packs),
        )

    return routes
