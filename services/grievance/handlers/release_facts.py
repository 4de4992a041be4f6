"""Release facts: what was held leaves when its hour has come, or at once in danger."""

from collections.abc import Sequence

from sorgfalt_contracts.terms import derived_id

from services.grievance.handlers.desk import Desk
from services.grievance.handlers.keep_case import publish
from services.grievance.store import cases, held
from services.grievance.store.cases import StoredCase
from shared.store.cause import Cause
from shared.store.due import DueRow
from shared.store.transaction import Transaction


async def release_due(desk: Desk, tx: Transaction, rows: Sequence[DueRow]) -> None:
    """Let go all news whose hour has come: the latest state of each case, once.

    However many changes a case saw meanwhile, one fact leaves.
    """
    latest = max(rows, key=lambda row: row.due_at)
    waiting = await held.due_for_release(tx, desk.company_id, latest.due_at)
    locked = await cases.lock_cases(tx, desk.company_id, waiting)
    await held.let_go(tx, desk.company_id, [each.case.case_id for each in locked])
    await publish(tx, locked, cause_of_due(latest))
    await held.forget(tx, rows)


async def release_case(tx: Transaction, desk: Desk, stored: StoredCase, cause: Cause) -> None:
    """Let the news of a locked case leave at once: somebody is in danger."""
    await held.let_go(tx, desk.company_id, [stored.case.case_id])
    await publish(tx, [stored], cause)


def cause_of_due(row: DueRow) -> Cause:
    """Return the cause of what a clock does: the due row, at its instant."""
    due_id = str(derived_id("due", row.kind, row.aggregate, row.due_at.isoformat()))
    return Cause(
        event_id=due_id,
        correlation_id=due_id,
        depth=0,
        source="/sorgfalt/grievance/clock",
        company_id=row.company_id,
        occurred_at=row.due_at,
        now=row.due_at,
        traceparent=None,
        topic="clock",
        partition=-1,
        offset=-1,
        sequence=0,
    )
