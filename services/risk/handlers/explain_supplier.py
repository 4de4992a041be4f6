"""Explain a supplier: what each company the caller may see holds of it, and why."""

from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from sorgfalt_contracts.terms import CompanyId, SupplierId

from services.risk import store, translate
from services.risk.domain.explanation import RightExplained, explain
from services.risk.domain.exposure import Exposure
from services.risk.domain.method import Method
from shared.store.transaction import Connection

Reading: TypeAlias = Callable[[Iterable[CompanyId]], AbstractAsyncContextManager[Connection]]
"""Opens one read-only snapshot of the rows of some companies."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplierExplained:
    """One company's verdict on a supplier. `supplier_version` is the state judged last.

    `exposure` holds the places that counted; `rights` the verdict as published, with reasons.
    """

    company_id: UUID
    supplier_id: UUID
    version: int
    supplier_version: int
    exposure: Exposure
    rights: list[RightExplained]


async def explain_supplier(
    connection: Connection, method: Method, supplier: SupplierId
) -> list[SupplierExplained]:
    """Return a verdict per company, in order of company; none if nobody has judged it."""
    return [
        SupplierExplained(
            company_id=saved.key[0],
            supplier_id=saved.key[1],
            version=saved.profile.version,
            supplier_version=saved.profile.supplier_version,
            exposure=translate.exposure_of(saved.exposure),
            rights=[explain(each, method) for each in translate.rights_of(saved.verdict)],
        )
        for saved in await store.read_profiles(connection, supplier)
    ]
