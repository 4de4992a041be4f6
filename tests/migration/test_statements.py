"""Every named statement runs on the real schema, as the role that will run it."""

from pathlib import Path
from typing import Any

import asyncpg
import pytest

from infra.local.settings import PROJECT, SERVICES
from shared.store.named_sql import load_queries

KITS = [PROJECT / "shared" / kit / "queries.sql" for kit in ("store", "messaging", "repair")]
FILES = {service: [PROJECT / "services" / service / "queries.sql", *KITS] for service in SERVICES}
STATEMENTS = [
    pytest.param(service, path, name, id=f"{service}-{path.parent.name}-{name}")
    for service, paths in FILES.items()
    for path in paths
    if "-- name:" in path.read_text(encoding="utf-8")
    for name, _ in load_queries(path)
]


@pytest.mark.parametrize(("service", "path", "name"), STATEMENTS)
async def test_a_statement_prepares_and_its_role_may_run_it(
    runtime: "asyncpg.Connection[Any]", path: Path, name: str
) -> None:
    statement = getattr(load_queries(path), name)
    await runtime.execute("set sorgfalt.companies = '{}'")
    if statement.startswith("lock table"):  # which Postgres runs, but neither prepares nor plans
        async with runtime.transaction():
            assert await runtime.execute(statement) == "LOCK TABLE"
        return
    # preparing looks at names and types; starting a plan looks at rights
    prepared = await runtime.prepare(statement)
    tag = await runtime.execute(f"explain (generic_plan) {statement}")
    assert (prepared.get_query(), tag) == (statement, "EXPLAIN")


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("select no_such_column from outbox", asyncpg.UndefinedColumnError),
        ("select 1 from no_such_table", asyncpg.UndefinedTableError),
        ("drop table outbox", asyncpg.InsufficientPrivilegeError),
        ("create table mine (a integer)", asyncpg.InsufficientPrivilegeError),
        ("alter table due_rows disable row level security", asyncpg.InsufficientPrivilegeError),
        ("truncate outbox", asyncpg.InsufficientPrivilegeError),
        ("explain (generic_plan) table pg_authid", asyncpg.InsufficientPrivilegeError),
    ],
)
async def test_what_the_run_time_role_may_not_do_is_refused(
    runtime: "asyncpg.Connection[Any]", statement: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await runtime.execute(statement)
