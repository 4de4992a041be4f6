"""A migrated intake database of each test's own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from shared.store.migrate import migrate
from shared.store.pool import Store

MIGRATIONS = Path(__file__).parents[3] / "services/intake/migrations"


MakeStore = Callable[[], Awaitable[Store]]


@pytest.fixture
async def make_store(
    make_database: Callable[[], tuple[str, str]],
) -> AsyncIterator[MakeStore]:
    """Makes stores of intake, each with a database of its own, as its runtime role sees it."""
    opened: list[Store] = []

    async def make() -> Store:
        owner_dsn, dsn = make_database()
        migrate(owner_dsn, MIGRATIONS)
        opened.append(await Store.open(dsn))
        return opened[-1]

    yield make
    for store in opened:
        await store.close()


@pytest.fixture
async def store(make_store: MakeStore) -> Store:
    """Return one store of intake."""
    return await make_store()
