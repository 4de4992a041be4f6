"""Every table of a service that names a company shows rows of the caller's companies only."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest

from infra.local.settings import SERVICES
from infra.local.stack import Stack

GUARDS = """
select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as is_forced,
    (select string_agg(p.polcmd::text, '') from pg_policy p where p.polrelid = c.oid
        and pg_get_expr(p.polqual, p.polrelid) like '%sorgfalt.companies%'
        and pg_get_expr(p.polwithcheck, p.polrelid) like '%sorgfalt.companies%') as guarded,
    (select a.attname from pg_index i join pg_attribute a
        on a.attrelid = c.oid and a.attnum = i.indkey[0]
        where i.indrelid = c.oid and i.indisprimary) as leads
from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'company_id'
where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not c.relispartition
"""
ENGINES = {"due_rows"}
"""Of the engine's tables: no person ever reads one over HTTP. The outbox is partitioned."""
RECORDS = {"editions"}
"""Tables whose rows nobody may change or remove."""
TABLE = "risk_profiles"
VALUES = {
    "uuid": "gen_random_uuid()",
    "timestamp with time zone": "now()",
    "date": "now()",
    "boolean": "false",
    **dict.fromkeys(("smallint", "integer", "bigint", "numeric"), "1"),
}
EMPTY = "'{}'"
"""An empty array, an empty JSON document, a text and some bytes at once."""


@pytest.mark.parametrize("service", SERVICES)
async def test_rows_of_a_company_are_guarded_and_its_id_leads_the_key(
    runtime: "asyncpg.Connection[Any]",
) -> None:
    tables = [dict(row) for row in await runtime.fetch(GUARDS) if row["name"] not in ENGINES]
    guarded = {"is_forced": True, "guarded": "*", "leads": "company_id"}
    assert tables == [{"name": table["name"], **guarded} for table in tables]


@pytest.mark.parametrize("service", ["risk"])
@pytest.mark.parametrize(
    ("statement", "missing"),
    [
        ("alter table risk_profiles no force row level security", "is_forced"),
        ("alter table risk_profiles disable row level security", "is_forced"),
        ("drop policy risk_profiles_of_company on risk_profiles", "guarded"),
        ("alter table risk_profiles drop constraint risk_profiles_pkey", "leads"),
    ],
)
async def test_a_table_that_loses_its_guard_is_found(
    administrator: "asyncpg.Connection[Any]", statement: str, missing: str
) -> None:
    async with _rolled_back(administrator):
        await administrator.execute(statement)
        (table,) = [row for row in await administrator.fetch(GUARDS) if row["name"] == TABLE]
    assert {"is_forced": True, "guarded": "*", "leads": "company_id"}[missing] != table[missing]


@pytest.mark.parametrize("service", SERVICES)
async def test_views_ask_with_the_rights_of_the_caller(
    runtime: "asyncpg.Connection[Any]",
) -> None:
    loose = await runtime.fetch(
        "select relname from pg_class where relkind in ('v', 'm')"
        " and relnamespace = 'public'::regnamespace"
        " and not coalesce(reloptions::text like '%security_invoker=true%', false)"
    )
    assert loose == []


@pytest.mark.parametrize("service", SERVICES)
async def test_a_caller_sees_and_writes_rows_of_its_companies_only(
    administrator: "asyncpg.Connection[Any]", schemas: dict[str, str], service: str
) -> None:
    mine, others = uuid.uuid4(), uuid.uuid4()
    for name in await _guarded(administrator):
        insert = await _insert(administrator, name)
        async with _rolled_back(administrator):
            await administrator.execute(insert, others)
            await administrator.execute(insert, mine)
            await administrator.execute(f'set local role "{schemas[service]}"')
            await administrator.execute(f"set local sorgfalt.companies = '{{{mine}}}'")
            seen = await administrator.fetch(f"select company_id from {name}")
            assert (name, [row["company_id"] for row in seen]) == (name, [mine])
            await _check_delete(administrator, name)
            with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
                await administrator.execute(insert, others)


@pytest.mark.parametrize("service", SERVICES)
async def test_a_caller_without_companies_is_refused(
    administrator: "asyncpg.Connection[Any]", schemas: dict[str, str], service: str
) -> None:
    for name in await _guarded(administrator):
        insert = await _insert(administrator, name)
        async with _rolled_back(administrator):
            await administrator.execute(f'set local role "{schemas[service]}"')
            with pytest.raises(asyncpg.UndefinedObjectError, match=r"sorgfalt\.companies"):
                await administrator.execute(insert, uuid.uuid4())


@pytest.fixture
async def administrator(
    database: Stack, schemas: dict[str, str], service: str
) -> "AsyncIterator[asyncpg.Connection[Any]]":
    """A superuser's connection, which row-level security lets write anything."""
    dsn = database.admin_dsn.removesuffix("postgres") + schemas[service]
    connection = await asyncpg.connect(dsn)
    try:
        yield connection
    finally:
        await connection.close()


@asynccontextmanager
async def _rolled_back(connection: "asyncpg.Connection[Any]") -> AsyncIterator[None]:
    transaction = connection.transaction()
    await transaction.start()
    try:
        yield
    finally:
        await transaction.rollback()


async def _check_delete(connection: "asyncpg.Connection[Any]", table: str) -> None:
    if table in RECORDS:
        with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError):
            async with connection.transaction():
                await connection.execute(f"delete from {table}")
        return
    assert await connection.execute(f"delete from {table}") == "DELETE 1"


async def _guarded(connection: "asyncpg.Connection[Any]") -> list[str]:
    rows = await connection.fetch(GUARDS)
    return [row["name"] for row in rows if row["name"] not in ENGINES]


async def _insert(connection: "asyncpg.Connection[Any]", table: str) -> str:
    """Return a statement that inserts a row of the company $1, with any value that fits."""
    columns = await connection.fetch(
        "select attname, format_type(atttypid, null) as type,"
        " (select substring(pg_get_constraintdef(c.oid) from $$ANY .ARRAY.'([^']+)'$$)"
        "  from pg_constraint c where c.conrelid = attrelid and c.contype = 'c'"
        "  and c.conkey = array[attnum] limit 1) as one_of"
        " from pg_attribute"
        " where attrelid = $1::regclass and attnum > 0 and attnotnull and not atthasdef",
        table,
    )
    names = [row["attname"] for row in columns]
    values = [
        "$1" if row["attname"] == "company_id" else _value(row["type"], row["one_of"])
        for row in columns
    ]
    return f"insert into {table} ({', '.join(names)}) values ({', '.join(values)})"


def _value(kind: str, one_of: str | None) -> str:
    return VALUES.get(kind, EMPTY) if one_of is None else f"'{one_of}'"
