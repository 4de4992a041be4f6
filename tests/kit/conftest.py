"""A migrated database with the kit's own table, and a store on it."""

import uuid
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sorgfalt_contracts.topics import Topic

from infra.kafka.apply import apply_topics
from infra.local.stack import Stack
from shared.store.migrate import migrate
from shared.store.pool import Store
from tests.kit.counting import MIGRATIONS, a_topic


@pytest_asyncio.fixture
async def store(new_database: tuple[str, str]) -> AsyncIterator[Store]:
    owner, dsn = new_database
    migrate(owner, MIGRATIONS)
    opened = await Store.open(dsn)
    yield opened
    await opened.close()


@pytest.fixture
def topic(broker: Stack) -> Topic:
    made = a_topic(f"kit-{uuid.uuid4().hex}")
    apply_topics(broker.bootstrap, [made])
    return made
