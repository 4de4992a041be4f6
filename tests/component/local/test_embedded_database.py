"""The embedded database gives each service what the cluster will: two roles, one door."""

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from infra.local.stack import Stack


async def test_runtime_role_works_in_what_the_owner_makes(new_database: tuple[str, str]) -> None:
    owner, runtime = [await asyncpg.connect(dsn) for dsn in new_database]
    await owner.execute("CREATE EXTENSION pg_trgm; CREATE TABLE plans (id serial, name text)")
    await runtime.execute("INSERT INTO plans (name) VALUES ('first')")
    await runtime.execute("CREATE TEMPORARY TABLE batch (LIKE plans)")
    assert await runtime.fetchval("SELECT similarity(name, 'first') FROM plans") == 1.0
    for refused in ("DROP TABLE plans", "TRUNCATE plans", "CREATE TABLE mine ()"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await runtime.execute(refused)
    for connection in (owner, runtime):
        await connection.close()


async def test_no_role_enters_another_services_database(
    make_database: Callable[[], tuple[str, str]],
) -> None:
    (first_owner, first), (second_owner, _) = make_database(), make_database()
    foreign = urlsplit(second_owner).path
    for dsn in (first_owner, first):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(urlunsplit(urlsplit(dsn)._replace(path=foreign)))


async def test_no_one_enters_without_a_password(new_database: tuple[str, str]) -> None:
    address = urlsplit(new_database[1])
    for user in ("postgres", address.username):
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(
                host="127.0.0.1",
                port=address.port,
                user=user,
                database="postgres",
                password="wrong",
            )


async def test_committed_rows_outlive_a_killed_server(
    database: Stack, new_database: tuple[str, str]
) -> None:
    owner = await asyncpg.connect(new_database[0])
    await owner.execute("CREATE TABLE plans AS SELECT 1 AS id")
    owner.terminate()
    database.database.kill()
    database.database.start()
    again = await asyncpg.connect(new_database[0])
    assert await again.fetchval("SELECT id FROM plans") == 1
    await again.close()
