"""Lists of cases for handlers: codes and days, in the order of random ids, which tell no moment."""

from dataclasses import dataclass
from datetime import date

from sorgfalt_contracts.terms import CaseId, CaseStage, CompanyId, SupplierId, Timeliness

from services.grievance.store.cases import StoredCase, stored_of
from services.grievance.store.statements import Q
from shared.store.transaction import Connection


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What a list shall hold; None asks for nothing. `due_before` includes its day.

    `state` is that of the acknowledgement or of the feedback.
    """

    stage: CaseStage | None = None
    state: Timeliness | None = None
    due_before: date | None = None
    supplier_id: SupplierId | None = None
    after: CaseId | None = None


async def find_cases(
    connection: Connection, company_id: CompanyId, wanted: Wanted, limit: int
) -> list[StoredCase]:
    """Return cases that fit all that is wanted, from after an id on."""
    rows = await connection.fetch(
        Q.find_cases,
        company_id,
        wanted.stage,
        wanted.state,
        wanted.due_before and wanted.due_before.isoformat(),
        wanted.supplier_id and str(wanted.supplier_id),
        wanted.after,
        limit,
    )
    return [stored_of(row) for row in rows]


async def read_imported(
    connection: Connection, company_id: CompanyId, after: CaseId | None, limit: int
) -> list[StoredCase]:
    """Return cases that came from files, from after an id on."""
    rows = await connection.fetch(Q.read_imported_cases, company_id, after, limit)
    return [stored_of(row) for row in rows]
