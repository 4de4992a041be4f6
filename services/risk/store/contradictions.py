"""Rows of contradictions: what the last judgement of each supplier found, kept for reading."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sorgfalt_contracts.terms import AuditId, CaseId, CompanyId, SiteId, SupplierId

from services.risk.domain.contradiction import Contradiction
from services.risk.domain.decision import Decision
from services.risk.domain.supplier import SupplierKey
from services.risk.store.profiles import heirs
from services.risk.store.statements import Q
from shared.store.bulk import columns
from shared.store.transaction import Connection

OPEN: Final = "open"
DECIDED: Final = "decided"
LAPSED: Final = "lapsed"
"""Found once and not any more, though nobody decided: one of the two no longer says it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenContradiction:
    """A contradiction nobody has decided."""

    audit_id: AuditId
    case_id: CaseId
    site_id: SiteId | None


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptContradiction:
    """A contradiction with its state and, if somebody decided, the decision's document."""

    audit_id: UUID
    case_id: UUID
    supplier_id: UUID
    site_id: UUID | None
    rights: Sequence[str]
    state: str
    decision: bytes | None


async def save_contradictions(
    connection: Connection, found: Mapping[SupplierKey, Sequence[Contradiction]]
) -> None:
    """Write what was just found at suppliers whose profiles are locked; the rest has lapsed."""
    rows = [
        (
            company_id,
            *each.pair,
            supplier_id,
            each.site_id,
            " ".join(each.rights),
            OPEN if each.is_open else DECIDED,
        )
        for (company_id, supplier_id), contradictions in found.items()
        for each in contradictions
    ]
    await connection.execute(Q.lapse_contradictions, *columns(sorted(found), 2))
    if rows:
        await connection.execute(Q.save_contradictions, *columns(rows, 7))


async def read_contradictions(
    connection: Connection, states: Collection[str]
) -> list[KeptContradiction]:
    """Return the contradictions in some states, in order of supplier, audit and case."""
    rows = await connection.fetch(Q.read_contradictions, sorted(states))
    return [KeptContradiction(**dict(row)) for row in rows]


async def find_contradiction(
    connection: Connection, decision: Decision
) -> tuple[SupplierKey, str] | None:
    """Return whose contradiction a decision is about and in which state it is, if it is one."""
    given = (decision.company_id, *decision.pair)
    row = await connection.fetchrow(Q.find_contradiction, *given)
    if row is None:
        return None
    return (decision.company_id, SupplierId(row["supplier_id"])), row["state"]


async def open_contradictions(
    connection: Connection, keys: Collection[SupplierKey]
) -> dict[SupplierKey, list[OpenContradiction]]:
    """Return what is open at suppliers, by the key that was asked for.

    A supplier that was merged into another has what is open at the one that stands. A key that is
    missing in the answer has nothing open.
    """
    standing = await heirs(connection, keys)
    found: dict[SupplierKey, list[OpenContradiction]] = {}
    wanted = columns(sorted(set(standing.values())), 2)
    for row in await connection.fetch(Q.find_open_contradictions, *wanted):
        key = CompanyId(row["company_id"]), SupplierId(row["supplier_id"])
        each = OpenContradiction(
            audit_id=row["audit_id"], case_id=row["case_id"], site_id=row["site_id"]
        )
        found.setdefault(key, []).append(each)
    return {key: found[heir] for key, heir in standing.items() if heir in found}
