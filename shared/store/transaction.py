"""What code inside a door may do with the database.

A projection gets a `Connection`: it reads and writes rows and has no way to emit. A handler gets
a `Transaction`: facts appended to it are written last, just before COMMIT, by the door.
"""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason
from sorgfalt_contracts.topics import MAX_EVENT_BYTES

from shared.store import outbox
from shared.store.outbox import Driver, Fact


class Connection:
    """A connection inside somebody else's transaction."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def fetch(self, statement: str, *arguments: object) -> list[asyncpg.Record]:
        """Return all rows."""
        return await self._driver.fetch(statement, *arguments)

    async def fetchrow(self, statement: str, *arguments: object) -> asyncpg.Record | None:
        """Return the first row or None."""
        return await self._driver.fetchrow(statement, *arguments)

    async def fetchval(self, statement: str, *arguments: object) -> Any:
        """Return the first column of the first row or None."""
        return await self._driver.fetchval(statement, *arguments)

    async def execute(self, statement: str, *arguments: object) -> str:
        """Run a statement and return its command tag."""
        return await self._driver.execute(statement, *arguments)


class Transaction(Connection):
    """A transaction opened by a door, with the facts that leave with it."""

    def __init__(self, driver: Driver) -> None:
        super().__init__(driver)
        self._facts: list[Fact] = []

    def append(self, facts: Iterable[Fact]) -> None:
        """Let facts leave with this transaction, in this order per topic and partition.

        A fact that no reader would take is the fault of the event behind it: BadEventError.
        """
        for fact in facts:
            if len(fact.data) > MAX_EVENT_BYTES:
                raise BadEventError(DeadLetterReason.TOO_LARGE, fact.topic)
            self._facts.append(fact)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """Run a part that may fail alone: its rows and its facts are taken back together."""
        before = len(self._facts)
        try:
            async with self._driver.transaction():
                yield
        except BaseException:
            del self._facts[before:]
            raise

    async def flush(self) -> None:
        """Write the facts to the outbox; called once, by the door, just before COMMIT."""
        await outbox.write(self._driver, self._facts)
        self._facts = []
