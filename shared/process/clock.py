"""The clock door: handles what has come due, in the transaction that finishes the due row.

A handler's `now` is the scheduled instant, so a clock that was down for a week does what it would
have done, with the same instants.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

import asyncpg
import structlog
from sorgfalt_contracts.terms import CompanyId

from shared.store import due
from shared.store.due import DueRow
from shared.store.pool import LOST, Store
from shared.store.transaction import Transaction
from shared.telemetry import metrics

log: Final = structlog.get_logger()
POLL_SECONDS: Final = 1.0
DueHandler = Callable[[Transaction, Sequence[DueRow]], Awaitable[None]]


class Clock:
    """Claims due rows of the kinds it has handlers for; several clocks may run at once."""

    def __init__(
        self, store: Store, handlers: Mapping[str, DueHandler], companies: Sequence[CompanyId]
    ) -> None:
        self._store = store
        self._handlers = handlers
        self._companies = companies

    async def run(self) -> None:
        """Look every second until cancelled; a failed round is tried again."""
        while True:
            try:
                handled = await self.tick(datetime.now(UTC))  # noqa: TID251 - this is the clock
            except (*LOST, asyncpg.PostgresError, TimeoutError) as error:
                log.error("clock round failed", error=type(error).__name__)
                handled = 0
            if not handled:
                await asyncio.sleep(POLL_SECONDS)

    async def tick(self, now: datetime) -> int:
        """Handle one claim of what is due by `now`; return how many rows that were."""
        async with self._store.transaction(self._companies) as tx:
            rows = await due.claim(tx, list(self._handlers), self._companies, now)
            for kind, handle in self._handlers.items():
                if mine := [row for row in rows if row.kind == kind]:
                    await handle(tx, mine)
                    metrics.CLAIMED.labels(kind).inc(len(mine))
            await due.finish(tx, rows, now)
        if rows:
            log.info("due rows handled", claimed=len(rows))
        return len(rows)
