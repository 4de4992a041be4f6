"""A database of grievance, migrated, behind its runtime role, and the doors of who files."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest

from services.grievance.settings import PACKS
from shared.store.migrate import migrate
from shared.store.pool import Store
from tests.component.grievance.counter import Counter, a_desk
from tests.component.grievance.handler import Handler, a_new_case


@pytest.fixture
async def grievance_store(new_database: tuple[str, str]) -> AsyncIterator[Store]:
    owner_dsn, dsn = new_database
    migrate(owner_dsn, PACKS.with_name("migrations"))
    store = await Store.open(dsn)
    yield store
    await store.close()


@pytest.fixture
async def counter(grievance_store: Store) -> AsyncIterator[Counter]:
    """The doors of who files, at 14:07 on a Monday; news leaves at once."""
    counter = Counter(
        store=grievance_store, desk=a_desk(), now=datetime(2026, 11, 23, 14, 7, tzinfo=UTC)
    )
    transport = httpx.ASGITransport(counter.application())
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        counter.client = client
        yield counter


@pytest.fixture
async def handler(counter: Counter) -> Handler:
    """Who handles one case that somebody filed."""
    return await a_new_case(counter)
