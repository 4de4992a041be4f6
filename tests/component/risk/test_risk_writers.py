"""Two writers of one supplier, on a real database: the second waits, then reads the first's."""

import asyncio

from services.risk.handlers.assess_suppliers import assess_suppliers
from services.risk.store import load_profiles
from shared.store.pool import Store
from tests.component.risk.test_risk_assess_suppliers import caused, judge, kept, versions
from tests.unit.risk.builders import COMPANY, a_supplier, the_method


async def test_two_writers_of_one_new_supplier_wait_for_each_other(risk_store: Store) -> None:
    judged = asyncio.Event()

    async def judge_and_linger() -> None:
        async with risk_store.transaction([COMPANY]) as tx:
            await assess_suppliers(the_method(), tx, [caused(a_supplier(country="NA"))])
            judged.set()
            await tx.execute("select pg_sleep(0.2)")

    async def judge_meanwhile() -> None:
        await judged.wait()
        await judge(risk_store, a_supplier(country="CD", version=2))

    await asyncio.gather(judge_and_linger(), judge_meanwhile())
    assert await versions(risk_store) == [(1, 1), (2, 2)]
    assert await kept(risk_store) == [(a_supplier().supplier_id, 2, 2)]


async def test_a_profile_is_held_from_loading_to_the_end(risk_store: Store) -> None:
    await judge(risk_store, a_supplier(country="NO"))
    loaded = asyncio.Event()

    async def load_and_linger() -> None:
        supplier = a_supplier(country="NA", version=2)
        async with risk_store.transaction([COMPANY]) as tx:
            await load_profiles(tx, [supplier.key])
            loaded.set()
            await tx.execute("select pg_sleep(0.2)")
            await assess_suppliers(the_method(), tx, [caused(supplier)])

    async def judge_meanwhile() -> None:
        await loaded.wait()
        await judge(risk_store, a_supplier(country="CD", version=3))

    await asyncio.gather(load_and_linger(), judge_meanwhile())
    assert await versions(risk_store) == [(1, 1), (2, 2), (3, 3)]
    assert await kept(risk_store) == [(a_supplier().supplier_id, 3, 3)]
