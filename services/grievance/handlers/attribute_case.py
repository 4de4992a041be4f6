"""Attribute a case: which suppliers and sites it is about, among those that are known."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from sorgfalt_contracts.terms import CaseId, SupplierId

from services.grievance.domain.case import Case, Decision
from services.grievance.domain.handling import standing
from services.grievance.domain.supplier import KnownSupplier
from services.grievance.domain.transitions import Attribution, attribute
from services.grievance.handlers.decide_case import Decided, decide_case
from services.grievance.handlers.desk import Desk
from services.grievance.store import suppliers
from shared.store.cause import Cause
from shared.store.transaction import Connection, Transaction

MOST_MERGES: Final = 20
"""One after another; a longer chain is a fault of its sender."""


@dataclass(frozen=True, kw_only=True, slots=True)
class UnknownPlace:
    """Why an attribution was not made: unknown-supplier or unknown-site."""

    reason: str


async def attribute_case(
    tx: Transaction,
    desk: Desk,
    case_id: CaseId,
    asked: Attribution,
    cause: Cause,
    expected: int | None = None,
) -> Decided | UnknownPlace | None:
    """Attribute a case to suppliers as they stand today; None for a case nobody has."""
    supplier_ids = standing(asked.supplier_ids, await _known(tx, desk, asked.supplier_ids))
    if supplier_ids is None:
        return UnknownPlace(reason="unknown-supplier")
    if await suppliers.unknown_sites(tx, desk.company_id, asked.site_ids):
        return UnknownPlace(reason="unknown-site")
    command = Attribution(supplier_ids=supplier_ids, site_ids=asked.site_ids)

    def change(case: Case, day: date) -> Decision:
        return attribute(case, command, day)

    return await decide_case(tx, desk, case_id, change, cause, expected)


async def _known(
    connection: Connection, desk: Desk, asked: Collection[SupplierId]
) -> dict[SupplierId, KnownSupplier]:
    """Return the suppliers asked for, and those that stand for them, as far as they are known."""
    known: dict[SupplierId, KnownSupplier] = {}
    wanted = set(asked)
    for _ in range(MOST_MERGES):
        if not wanted:
            break
        found = await suppliers.read_suppliers(connection, desk.company_id, wanted)
        known |= found
        wanted = {each.superseded_by for each in found.values() if each.superseded_by} - set(known)
    return known
