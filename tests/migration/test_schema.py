"""schema.sql of each service is what its migrations add up to, today and any other day."""

from typing import Any

import asyncpg
import pytest

from infra.local.settings import SERVICES
from infra.local.stack import Stack
from infra.postgres.dump import DumpError, committed, dump


@pytest.mark.parametrize("service", SERVICES)
def test_the_committed_schema_is_what_the_migrations_add_up_to(
    database: Stack, schemas: dict[str, str], service: str
) -> None:
    made = dump(database.database.bin_dir, database.database.owner_dsn(schemas[service]))
    assert committed(service).read_text(encoding="utf-8") == made


async def test_a_schema_differs_when_a_column_does(
    database: Stack, new_database: tuple[str, str]
) -> None:
    owner_dsn, _ = new_database
    await _execute(owner_dsn, "create table things (name text)")
    before = dump(database.database.bin_dir, owner_dsn)
    await _execute(owner_dsn, "alter table things alter column name set not null")
    after = dump(database.database.bin_dir, owner_dsn)
    assert before.replace("name text", "name text NOT NULL") == after


async def test_a_schema_names_no_role_version_month_or_grant(
    database: Stack, new_database: tuple[str, str]
) -> None:
    owner_dsn, dsn = new_database
    role = dsn.removeprefix("postgresql://").partition(":")[0]
    await _execute(
        owner_dsn,
        "create table schema_migrations (version text);"
        "create table outbox (month date) partition by range (month);"
        "create table outbox_2026_11 partition of outbox"
        " for values from ('2026-11-01') to ('2026-12-01');"
        f'grant select on outbox to "{role}"',
    )
    assert dump(database.database.bin_dir, owner_dsn) == (
        "-- Made by `python -m infra.postgres render` from the migrations; do not edit.\n\n"
        "CREATE TABLE public.outbox (\n    month date\n)\nPARTITION BY RANGE (month);\n"
    )


def test_a_database_that_is_not_there_is_said_in_one_line(database: Stack) -> None:
    dsn = database.admin_dsn.removesuffix("postgres") + "nowhere"
    with pytest.raises(DumpError, match='database "nowhere" does not exist'):
        dump(database.database.bin_dir, dsn)


async def _execute(dsn: str, statements: str) -> None:
    connection: asyncpg.Connection[Any] = await asyncpg.connect(dsn)
    try:
        await connection.execute(statements)
    finally:
        await connection.close()
