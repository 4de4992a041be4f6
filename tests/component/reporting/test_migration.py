import re

from services.reporting.store import Q
from shared.store.pool import Store
from tests.component.reporting.conftest import MIGRATIONS
from tests.component.reporting.projecting import TABLES

LOCKS = {"edition_turns"}
"""Tables that never hold a row: only a lock on them is taken."""
OWN = {
    name
    for path in MIGRATIONS.glob("*.sql")
    for name in re.findall(r"(?m)^create table (\w+)", path.read_text())
} - LOCKS


async def test_every_named_query_prepares_on_the_real_schema(reporting_store: Store) -> None:
    async with reporting_store.pool.acquire() as driver:
        prepared = [await driver.prepare(statement) for _, statement in Q]
    assert len(prepared) == len(dict(Q))


async def test_every_table_and_view_that_people_read_is_guarded_by_row_level_security(
    reporting_store: Store,
) -> None:
    guarded = await reporting_store.pool.fetch(
        """select relname, relrowsecurity and relforcerowsecurity as is_guarded from pg_class
        where relname = any ($1)""",
        [*OWN],
    )
    views = await reporting_store.pool.fetch(
        """select relname, 'security_invoker=true' = any (reloptions) as is_guarded from pg_class
        where relkind = 'v' and relnamespace = 'public'::regnamespace"""
    )

    assert {*TABLES} <= OWN
    assert {tuple(row) for row in guarded} == {(name, True) for name in OWN}
    assert [row["relname"] for row in views if not row["is_guarded"]] == []
    assert "current_suppliers" in {row["relname"] for row in views}


async def test_every_own_table_is_led_by_the_company(reporting_store: Store) -> None:
    first = await reporting_store.pool.fetch(
        """select i.indrelid::regclass::text as name, a.attname as leads
        from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
        where i.indisprimary and i.indrelid::regclass::text = any ($1)""",
        [*OWN],
    )

    assert {tuple(row) for row in first} == {(name, "company_id") for name in OWN}
