"""The database of each service as its migrations leave it, made once."""

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from typing import Any

import asyncpg
import pytest

from infra.local.settings import SERVICES
from infra.local.stack import Stack
from infra.postgres.dump import migrated


@pytest.fixture(scope="session")
def schemas(database: Stack) -> Iterator[dict[str, str]]:
    """The name of a migrated database for each service."""
    with ExitStack() as made:
        yield {
            service: made.enter_context(migrated(database.database, service))
            for service in SERVICES
        }


@pytest.fixture
async def runtime(
    database: Stack, schemas: dict[str, str], service: str
) -> "AsyncIterator[asyncpg.Connection[Any]]":
    """A connection to the database of `service` as its run-time role."""
    connection = await asyncpg.connect(database.database.dsn(schemas[service]))
    try:
        yield connection
    finally:
        await connection.close()
