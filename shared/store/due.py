"""Due rows: what must happen at an instant, once, whoever's clock sees it first.

A row is unique per kind, aggregate and instant. It is claimed with SKIP LOCKED and finished in
the transaction of its effect, so several clocks may run and a crash leaves it waiting.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sorgfalt_contracts.terms import CompanyId

from shared.store.bulk import columns
from shared.store.outbox import Q
from shared.store.transaction import Connection

CLAIM_ROWS: Final = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class DueRow:
    """One thing to do at `due_at` (UTC); `document` is the kind's own JSON."""

    kind: str
    aggregate: str
    due_at: datetime
    company_id: CompanyId
    document: bytes = b"{}"


async def schedule(connection: Connection, rows: Sequence[DueRow]) -> None:
    """Note what comes due; scheduling the same row twice is scheduling it once."""
    await connection.execute(
        Q.schedule_due_rows,
        *columns(
            [(r.kind, r.aggregate, r.due_at, r.company_id, r.document) for r in rows], width=5
        ),
    )


async def claim(
    connection: Connection, kinds: Sequence[str], companies: Sequence[CompanyId], now: datetime
) -> list[DueRow]:
    """Lock and return what has come due for `companies` and nobody else holds, oldest first."""
    rows = await connection.fetch(Q.claim_due_rows, now, list(kinds), CLAIM_ROWS, list(companies))
    return [DueRow(**dict(row)) for row in rows]


async def finish(connection: Connection, rows: Sequence[DueRow], now: datetime) -> None:
    """Mark claimed rows as handled, in the transaction of their effect."""
    given = columns([(row.kind, row.aggregate, row.due_at) for row in rows], width=3)
    await connection.execute(Q.finish_due_rows, *given, now)
