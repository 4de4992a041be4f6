from services.reporting.store import Q
from shared.store.pool import Store


async def test_every_named_query_prepares_on_the_real_schema(reporting_store: Store) -> None:
    async with reporting_store.pool.acquire() as driver:
        prepared = [await driver.prepare(statement) for _, statement in Q]
    assert len(prepared) == len(dict(Q))


async def test_every_table_and_view_that_people_read_is_guarded_by_row_level_security(
    reporting_store: Store,
) -> None:
    guarded = await reporting_store.pool.fetch(
        """select relname, relrowsecurity and relforcerowsecurity as is_guarded from pg_class
        where relname = any ($1) order by relname""",
        ["risk_states", "supplier_states"],
    )
    views = await reporting_store.pool.fetch(
        """select relname, 'security_invoker=true' = any (reloptions) as is_guarded from pg_class
        where relkind = 'v' and relnamespace = 'public'::regnamespace order by relname"""
    )

    assert [tuple(row) for row in guarded] == [("risk_states", True), ("supplier_states", True)]
    assert [tuple(row) for row in views] == [("current_suppliers", True)]
