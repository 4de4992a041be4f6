import re
from pathlib import Path

from services.reporting.store import Q
from shared.store.migrate import migrate
from shared.store.pool import Store
from tests.component.reporting.conftest import MIGRATIONS
from tests.component.reporting.projecting import TABLES, rows
from tests.unit.reporting.builders import COMPANY

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


async def test_views_that_gain_columns_are_emptied_and_read_again_from_the_start(
    new_database: tuple[str, str], tmp_path: Path
) -> None:
    owner_dsn, dsn = new_database
    (first, *_) = sorted(MIGRATIONS.glob("*.sql"))
    (tmp_path / first.name).write_text(first.read_text())
    migrate(owner_dsn, tmp_path)
    store = await Store.open(dsn)
    try:
        await store.pool.execute(
            """insert into progress (topic, partition, topic_id, next_offset, last_sequence)
            select topic, 0, gen_random_uuid(), 5, 7
            from unnest('{supplier-updated, risk-assessed, elsewhere}'::text[]) as t (topic)"""
        )
        async with store.transaction([COMPANY]) as tx:
            await tx.execute(
                """insert into supplier_states (
                    company_id, supplier_id, version, site_countries,
                    event_id, topic, partition, sequence, recorded_at
                ) values ($1, $1, 1, '{}', 'e', 't', 0, 1, now())""",
                COMPANY,
            )

        migrate(owner_dsn, MIGRATIONS)

        marks = await store.pool.fetch(
            "select topic, next_offset, last_sequence from progress order by topic"
        )
        assert [tuple(mark) for mark in marks] == [
            ("elsewhere", 5, 7),
            ("risk-assessed", 0, None),
            ("supplier-updated", 0, None),
        ]
        assert (await rows(store))["supplier_states"] == []
    finally:
        await store.close()
