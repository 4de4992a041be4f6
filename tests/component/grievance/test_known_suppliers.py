"""The copy of suppliers by which cases are attributed."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from uuid import UUID

import pytest
from sorgfalt_contracts import events
from sorgfalt_contracts.terms import CompanyId, SiteId, SupplierId

from services.grievance.consumers import routes
from services.grievance.domain.supplier import KnownSupplier
from services.grievance.handlers.record_suppliers import record_suppliers
from services.grievance.store import suppliers
from shared.store.cause import Caused
from shared.store.pool import Store
from tests.unit.grievance.builders import COMPANY
from tests.unit.grievance.test_case_facts import CAUSE

ONE, TWO = SupplierId(UUID(int=1)), SupplierId(UUID(int=2))
SITE, OTHER_SITE = SiteId(UUID(int=11)), SiteId(UUID(int=12))
FIRST = KnownSupplier(
    company_id=COMPANY, supplier_id=ONE, version=1, name="Fundición Ñandú", country="MX"
)
STATES = (
    FIRST,
    replace(FIRST, version=2, site_ids=(SITE, OTHER_SITE)),
    replace(FIRST, version=5, name="Fundición Nueva", site_ids=(SITE,)),
)


async def record(store: Store, states: Sequence[KnownSupplier]) -> None:
    async with store.transaction([COMPANY]) as tx:
        await record_suppliers(tx, [Caused(command=each, cause=CAUSE) for each in states])


@pytest.mark.parametrize("order", list(permutations(STATES)))
async def test_the_newest_state_stands_in_whatever_order_and_batch_they_come(
    grievance_store: Store, order: tuple[KnownSupplier, ...]
) -> None:
    await record(grievance_store, order[:2])
    await record(grievance_store, order[2:])
    await record(grievance_store, order[:1])
    async with grievance_store.reading([COMPANY]) as connection:
        found = await suppliers.read_suppliers(connection, COMPANY, [ONE, TWO])
    assert found == {ONE: STATES[2]}


async def test_suppliers_are_found_by_a_part_of_their_name_unless_superseded(
    grievance_store: Store,
) -> None:
    merged = replace(FIRST, supplier_id=TWO, superseded_by=ONE)
    await record(grievance_store, [FIRST, merged])
    async with grievance_store.reading([COMPANY]) as connection:
        found = [
            await suppliers.find_suppliers(connection, COMPANY, text)
            for text in ("ñandú", "FUNDICIÓN", "%", "_", "x")
        ]
    assert found == [[FIRST], [FIRST], [], [], []]


async def test_a_site_that_no_supplier_has_is_unknown(grievance_store: Store) -> None:
    await record(grievance_store, [STATES[2]])
    async with grievance_store.reading([COMPANY]) as connection:
        unknown = await suppliers.unknown_sites(connection, COMPANY, [SITE, OTHER_SITE])
    assert unknown == {OTHER_SITE}


async def test_another_company_sees_none_of_them(grievance_store: Store) -> None:
    await record(grievance_store, [FIRST])
    async with grievance_store.reading([CompanyId(UUID(int=9))]) as connection:
        assert await suppliers.read_suppliers(connection, COMPANY, [ONE]) == {}


def test_grievance_reads_suppliers_and_nothing_else() -> None:
    assert [(each.topic.name, each.type) for each in routes()] == [
        ("supplier-updated", events.SupplierUpdated.TYPE)
    ]
