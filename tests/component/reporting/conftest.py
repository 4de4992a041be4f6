"""A database of reporting, migrated, behind its runtime role."""

from collections.abc import AsyncIterator

import pytest

from services.reporting.store import PACKS
from shared.store.migrate import migrate
from shared.store.pool import Store

MIGRATIONS = PACKS.with_name("migrations")


@pytest.fixture
async def reporting_store(new_database: tuple[str, str]) -> AsyncIterator[Store]:
    owner_dsn, dsn = new_database
    migrate(owner_dsn, MIGRATIONS)
    store = await Store.open(dsn)
    yield store
    await store.close()
