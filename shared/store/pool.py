"""The pool of a service, and the transactions that doors open on it."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any, Final, Literal, Self

import asyncpg
from sorgfalt_contracts.terms import CompanyId

from shared.store.outbox import Q
from shared.store.transaction import Connection, Transaction
from shared.telemetry import metrics

_SERVER_SETTINGS: Final = {
    "jit": "off",  # a lateral join over an unanalysed cursor table once woke it: 51 ms a query
    "timezone": "UTC",
    "synchronous_commit": "on",
    "lock_timeout": "20s",
    "idle_in_transaction_session_timeout": "8s",  # below Kafka's session: a frozen owner lets go
}
LOST: Final = (OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError)
"""Errors after which the fate of a transaction is not known."""

UNAVAILABLE: Final = (
    *LOST,
    TimeoutError,
    asyncpg.TransactionRollbackError,  # class 40: a deadlock or a serialisation failure
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.LockNotAvailableError,
)
"""Errors after which the same request may well succeed."""


class Store:
    """The database of one service."""

    def __init__(self, pool: "asyncpg.Pool[Any]") -> None:
        self.pool = pool

    @classmethod
    async def open(cls, dsn: str, *, size: int = 8) -> Self:
        """Connect; raise OSError or asyncpg.PostgresError when the database does not answer."""
        pool = await asyncpg.create_pool(
            dsn,
            min_size=2,
            max_size=size,
            timeout=10,
            command_timeout=60,
            server_settings=_SERVER_SETTINGS,
            init=_binary_jsonb,
        )
        metrics.POOL.labels("size").set_function(pool.get_size)
        metrics.POOL.labels("idle").set_function(pool.get_idle_size)
        return cls(pool)

    async def close(self) -> None:
        """Close the pool, waiting for what is under way."""
        await self.pool.close()

    @asynccontextmanager
    async def transaction(
        self, companies: Iterable[CompanyId], *, turn: str | None = None
    ) -> AsyncIterator[Transaction]:
        """Open a transaction that sees and writes rows of `companies` only; commit at the end.

        The facts appended to it are written last, just before COMMIT. `turn` is a statement that
        locks a table: all that follows reads from one snapshot, taken once the lock is held, so
        that it holds all that was committed by those whose turn came before.
        """
        isolation: Literal["repeatable_read"] | None = "repeatable_read" if turn else None
        async with self.pool.acquire() as driver, driver.transaction(isolation=isolation):
            if turn:  # LOCK TABLE alone takes no snapshot: any other first statement would
                await driver.execute(turn)
            await driver.fetchval(Q.set_companies, _as_array(companies))
            transaction = Transaction(driver)
            yield transaction
            await transaction.flush()

    @asynccontextmanager
    async def reading(self, companies: Iterable[CompanyId]) -> AsyncIterator[Connection]:
        """Open one read-only snapshot of the rows of `companies`."""
        async with (
            self.pool.acquire() as driver,
            driver.transaction(isolation="repeatable_read", readonly=True),
        ):
            await driver.fetchval(Q.set_companies, _as_array(companies))
            yield Connection(driver)

    async def fault(self) -> str | None:
        """Return what keeps the database from answering, or None: a readiness check."""
        try:
            await self.pool.fetchval(Q.answer, timeout=2)
        except (*LOST, asyncpg.PostgresError, TimeoutError) as error:
            return f"the database does not answer ({type(error).__name__})"
        return None


def _as_array(companies: Iterable[CompanyId]) -> str:
    return "{" + ",".join(str(company) for company in companies) + "}"


async def _binary_jsonb(driver: "asyncpg.Connection[Any]") -> None:
    """Let jsonb travel as bytes: we encode and decode documents ourselves."""
    await driver.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        format="binary",
        encoder=lambda document: b"\x01" + document,  # version byte of the jsonb wire format
        decoder=lambda document: document[1:],
    )
