"""A database of risk, migrated, behind its runtime role."""

from collections.abc import AsyncIterator

import pytest

from services.risk.store import PACKS
from shared.store.migrate import migrate
from shared.store.pool import Store


@pytest.fixture
async def risk_store(new_database: tuple[str, str]) -> AsyncIterator[Store]:
    owner_dsn, dsn = new_database
    migrate(owner_dsn, PACKS.with_name("migrations"))
    store = await Store.open(dsn)
    yield store
    await store.close()
