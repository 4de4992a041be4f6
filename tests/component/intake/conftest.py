"""Intake's own store: one migrated database for all tests, emptied before each of them."""

import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from infra.local.stack import Stack
from shared.store.migrate import migrate
from shared.store.pool import Store

MIGRATIONS = Path(__file__).parents[3] / "services/intake/migrations"
MakeStore = Callable[[], Awaitable[Store]]


@pytest.fixture(scope="session")
def intake_database(database: Stack) -> Iterator[tuple[str, str]]:
    """Addresses of intake's database, as its owner and as its runtime role."""
    name = f"intake_{uuid.uuid4().hex}"
    database.database.create(name)
    migrate(database.owner_dsn(name), MIGRATIONS)
    yield database.owner_dsn(name), database.dsn(name)
    database.database.drop(name)


@pytest.fixture
async def store(intake_database: tuple[str, str]) -> AsyncIterator[Store]:
    """Return an empty store, as the runtime role sees it."""
    owner_dsn, dsn = intake_database
    owner = await asyncpg.connect(owner_dsn)
    await owner.execute(
        "truncate outbox, outbox_counters, identities, numbers, source_records, suppliers,"
        " received_events, audits, audit_statements"
    )
    await owner.close()
    opened = await Store.open(dsn)
    yield opened
    await opened.close()


@pytest.fixture
async def make_store(
    make_database: Callable[[], tuple[str, str]],
) -> AsyncIterator[MakeStore]:
    """Makes stores, each with a database of its own, for tests that compare two."""
    opened: list[Store] = []

    async def make() -> Store:
        owner_dsn, dsn = make_database()
        migrate(owner_dsn, MIGRATIONS)
        opened.append(await Store.open(dsn))
        return opened[-1]

    yield make
    for each in opened:
        await each.close()
