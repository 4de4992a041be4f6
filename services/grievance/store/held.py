"""Cases whose news may not leave yet, and the due rows that wake the clock for them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import uuid4

from sorgfalt_contracts.terms import CaseId, CompanyId

from services.grievance.store.statements import Q
from shared.store.due import DueRow, schedule
from shared.store.transaction import Connection

RELEASE: Final = "release"
"""Kind of the due row. It names no case: which ones leave is asked when its instant comes."""


async def hold(
    connection: Connection, company_id: CompanyId, case_ids: Sequence[CaseId], until: datetime
) -> None:
    """Hold the news of locked cases until an instant; those that are held already stay so.

    Each holding has a due row of its own: one that was handled a moment ago cannot be the only
    one that would have let this news go.
    """
    held = await connection.fetch(Q.hold_cases, company_id, list(case_ids), until)
    rows = [
        DueRow(kind=RELEASE, aggregate=str(uuid4()), due_at=until, company_id=company_id)
        for _ in held
    ]
    if rows:
        await schedule(connection, rows)


async def due_for_release(
    connection: Connection, company_id: CompanyId, now: datetime
) -> list[CaseId]:
    """Return the cases whose news may leave by now."""
    rows = await connection.fetch(Q.read_held_cases, company_id, now)
    return [CaseId(row["case_id"]) for row in rows]


async def let_go(
    connection: Connection, company_id: CompanyId, case_ids: Sequence[CaseId]
) -> set[CaseId]:
    """End the holding of locked cases; return those that were held."""
    rows = await connection.fetch(Q.let_go_cases, company_id, list(case_ids))
    return {CaseId(row["case_id"]) for row in rows}


async def forget(connection: Connection, rows: Sequence[DueRow]) -> None:
    """Remove due rows that have done their work: no hour in which somebody wrote is kept."""
    await connection.execute(Q.forget_wakings, RELEASE, [row.aggregate for row in rows])
