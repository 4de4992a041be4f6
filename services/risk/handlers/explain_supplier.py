"""Explain a supplier: what each company the caller may see holds of it, and why."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from sorgfalt_contracts.terms import CompanyId, SupplierId

from services.risk import store, translate
from services.risk.domain.explanation import RightExplained, explain
from services.risk.domain.exposure import Exposure
from services.risk.domain.method import Method
from services.risk.domain.origin_explanation import (
    OriginChanged,
    OriginExplained,
    OriginHeld,
    explain_history,
    explain_origin,
)
from services.risk.domain.standing import standing
from services.risk.domain.testimony import Testimony
from services.risk.domain.testimony_explanation import TestimonyExplained, explain_testimony
from services.risk.handlers.judging import testimonies
from services.risk.store import OriginChange, SavedProfile
from shared.store.transaction import Connection

Reading: TypeAlias = Callable[[Iterable[CompanyId]], AbstractAsyncContextManager[Connection]]
"""Opens one read-only snapshot of the rows of some companies."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ContradictionTold:
    """An open contradiction as the verdict tells it."""

    site_id: UUID | None
    audit_id: UUID
    case_id: UUID
    rights: list[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplierExplained:
    """One company's verdict on a supplier. `supplier_version` is the state judged last.

    `exposure` holds the places that counted, `rights`, `contradictions` and `origins` the verdict
    as published; `evidence` is what was said of the supplier, and what became of it.
    """

    company_id: UUID
    supplier_id: UUID
    version: int
    supplier_version: int
    exposure: Exposure
    rights: list[RightExplained]
    contradictions: list[ContradictionTold]
    evidence: TestimonyExplained
    origins: list[OriginExplained]
    origin_history: list[OriginHeld]


async def explain_supplier(
    connection: Connection, method: Method, supplier: SupplierId
) -> list[SupplierExplained]:
    """Return a verdict per company, in order of company; none if nobody has judged it."""
    saved = await store.read_profiles(connection, supplier)
    suppliers = [
        translate.supplier_of(each.supplier) for each in saved if each.profile.supplier_version
    ]
    said = await testimonies(connection, suppliers)
    changes = await store.read_origin_changes(connection, supplier)
    return [
        _explained(
            each,
            said.get(each.key, Testimony()),
            [change for change in changes if change.key == each.key],
            method,
        )
        for each in saved
    ]


def _explained(
    saved: SavedProfile, said: Testimony, changes: Sequence[OriginChange], method: Method
) -> SupplierExplained:
    verdict = saved.verdict
    return SupplierExplained(
        company_id=saved.key[0],
        supplier_id=saved.key[1],
        version=saved.profile.version,
        supplier_version=saved.profile.supplier_version,
        exposure=translate.exposure_of(saved.exposure),
        rights=[explain(each, method) for each in translate.rights_of(verdict)],
        contradictions=[
            ContradictionTold(
                site_id=each.site_id,
                audit_id=each.audit_id,
                case_id=each.case_id,
                rights=each.rights,
            )
            for each in translate.contradictions_of(verdict)
        ],
        evidence=explain_testimony(said, standing(said, method.evidence)),
        origins=[explain_origin(each) for each in translate.origins_told(verdict)],
        origin_history=explain_history([_changed(each) for each in changes], method),
    )


def _changed(change: OriginChange) -> OriginChanged:
    return OriginChanged(
        material=change.material,
        version=change.version,
        changed_at=change.changed_at,
        reason=change.reason,
        before=None if change.before is None else translate.origin_of(change.before),
        after=None if change.after is None else translate.origin_of(change.after),
    )
