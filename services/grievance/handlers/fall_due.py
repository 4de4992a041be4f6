"""Fall due: what a person still waits for after its last day becomes overdue."""

from collections.abc import Sequence
from uuid import UUID

from sorgfalt_contracts.terms import CaseId

from services.grievance.domain.handling import is_ended
from services.grievance.domain.transitions import fall_overdue
from services.grievance.handlers.desk import Desk
from services.grievance.handlers.keep_case import keep_case
from services.grievance.handlers.release_facts import cause_of_due
from services.grievance.store import cases
from shared.store.due import DueRow
from shared.store.transaction import Transaction


async def fall_due(desk: Desk, tx: Transaction, rows: Sequence[DueRow]) -> None:
    """Note in each case what is overdue at the latest instant of its rows.

    A row stands for the end of a last day. A date that moved since has a row of its own, and a
    case that ended keeps nobody waiting.
    """
    latest = {CaseId(UUID(row.aggregate)): row for row in sorted(rows, key=lambda r: r.due_at)}
    for stored in await cases.lock_cases(tx, desk.company_id, latest):
        row = latest[stored.case.case_id]
        decision = fall_overdue(stored.case, desk.day(row.due_at))
        if decision.case is not stored.case and not is_ended(stored.case):
            await keep_case(tx, desk, stored, decision.case, cause_of_due(row))
