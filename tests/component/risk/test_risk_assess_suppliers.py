"""Suppliers in, verdicts and rows out, on a real database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from sorgfalt_contracts import events
from sorgfalt_contracts.terms import CompanyId, SupplierId

from services.risk.domain.supplier import Supplier
from services.risk.handlers.assess_suppliers import assess_suppliers
from shared.store.cause import Cause, Caused
from shared.store.pool import Store
from tests.unit.risk.builders import COMPANY, a_site, a_supplier, the_method

OTHER = CompanyId(UUID(int=99))
MARCH = datetime(2026, 3, 1, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Left:
    """One fact in the outbox."""

    key: str
    occurred_at: datetime
    body: events.RiskAssessed


def caused(supplier: Supplier, number: int = 1) -> Caused[Supplier]:
    cause = Cause(
        event_id=f"event-{number}", correlation_id="chain", depth=1, source="/intake",
        company_id=COMPANY, occurred_at=MARCH, now=APRIL, traceparent=None,
        topic="supplier-updated", partition=0, offset=number, sequence=number,
    )  # fmt: skip
    return Caused(command=supplier, cause=cause)


async def judge(store: Store, *suppliers: Supplier, company: CompanyId = COMPANY) -> None:
    async with store.transaction([company]) as tx:
        work = [caused(each, number) for number, each in enumerate(suppliers, start=1)]
        await assess_suppliers(the_method(), tx, work)


async def judge_and_fail(store: Store, supplier: Supplier) -> None:
    async with store.transaction([COMPANY]) as tx:
        await assess_suppliers(the_method(), tx, [caused(supplier)])
        raise ZeroDivisionError


async def left(store: Store) -> list[Left]:
    rows = await store.pool.fetch(
        "select key, occurred_at, data from outbox order by topic, part, sequence"
    )
    return [
        Left(
            key=row["key"].decode(),
            occurred_at=row["occurred_at"],
            body=events.RiskAssessed.model_validate_json(row["data"]),
        )
        for row in rows
    ]


async def kept(store: Store) -> Sequence[tuple[Any, ...]]:
    async with store.reading([COMPANY]) as connection:
        rows = await connection.fetch(
            "select supplier_id, supplier_version, version from risk_profiles order by 1"
        )
    return [tuple(row) for row in rows]


async def versions(store: Store) -> list[tuple[int, int]]:
    return [(each.body.version, each.body.supplier_version) for each in await left(store)]


async def test_a_new_supplier_is_judged_and_its_verdict_leaves_when_the_news_happened(
    risk_store: Store,
) -> None:
    supplier = a_supplier(a_site("CD", "cobalt"), version=3)
    await judge(risk_store, supplier)
    (fact,) = await left(risk_store)
    assert (fact.key, fact.occurred_at) == (str(supplier.supplier_id), MARCH)
    assert (fact.body.version, fact.body.supplier_version) == (1, 3)
    assert [each.likelihood for each in fact.body.rights[:3]] == [4, 4, None]
    assert await kept(risk_store) == [(supplier.supplier_id, 3, 1)]


async def test_a_repeat_and_late_news_change_nothing(risk_store: Store) -> None:
    await judge(risk_store, a_supplier(a_site("CD", "cobalt"), version=3))
    await judge(risk_store, a_supplier(a_site("NO", "cobalt"), version=3))
    await judge(risk_store, a_supplier(a_site("NO", "cobalt"), version=2))
    assert await versions(risk_store) == [(1, 3)]
    assert await kept(risk_store) == [(a_supplier().supplier_id, 3, 1)]


async def test_a_newer_state_with_an_equal_verdict_is_noted_and_not_published(
    risk_store: Store,
) -> None:
    await judge(risk_store, a_supplier(a_site("CD", "cobalt"), version=3))
    await judge(risk_store, a_supplier(a_site("CD", "cobalt"), country="CH", version=4))
    assert await versions(risk_store) == [(1, 3)]
    assert await kept(risk_store) == [(a_supplier().supplier_id, 4, 1)]


async def test_a_verdict_that_differs_leaves_with_the_next_version(risk_store: Store) -> None:
    await judge(risk_store, a_supplier(a_site("CD", "cobalt"), version=3))
    await judge(risk_store, a_supplier(a_site("NO", "cobalt"), version=9))
    assert await versions(risk_store) == [(1, 3), (2, 9)]


async def test_states_of_one_batch_leave_what_they_leave_one_by_one(risk_store: Store) -> None:
    states = (
        a_supplier(a_site("CD", "cobalt"), version=1),
        a_supplier(a_site("NO", "cobalt"), version=2),
        a_supplier(a_site("CD", "mica"), version=2),
        a_supplier(a_site("NO", "cobalt"), version=3),
        a_supplier(country="NA", version=4),
    )
    await judge(risk_store, *states)
    assert await versions(risk_store) == [(1, 1), (2, 2), (3, 4)]
    assert await kept(risk_store) == [(a_supplier().supplier_id, 4, 3)]


async def test_a_batch_of_many_suppliers_judges_each(risk_store: Store) -> None:
    ids = [SupplierId(UUID(int=number)) for number in range(300, 0, -1)]
    await judge(risk_store, *(a_supplier(country="NA", supplier_id=each) for each in ids))
    assert len(await left(risk_store)) == 300
    assert await kept(risk_store) == [(each, 1, 1) for each in sorted(ids)]


async def test_suppliers_with_one_verdict_share_its_row(risk_store: Store) -> None:
    ids = [SupplierId(UUID(int=number)) for number in range(1, 4)]
    await judge(risk_store, *(a_supplier(country="NA", supplier_id=each) for each in ids))
    async with risk_store.reading([COMPANY]) as connection:
        assert await connection.fetchval("select count(*) from risk_verdicts") == 1


async def test_a_supplier_that_was_merged_away_leaves_one_last_verdict(risk_store: Store) -> None:
    heir = SupplierId(UUID(int=7))
    await judge(risk_store, a_supplier(a_site("CD", "cobalt"), version=1))
    await judge(risk_store, a_supplier(a_site("CD", "cobalt"), version=2, superseded_by=heir))
    await judge(risk_store, a_supplier(a_site("NO", "mica"), version=3, superseded_by=heir))
    last = (await left(risk_store))[-1].body
    assert await versions(risk_store) == [(1, 1), (2, 2)]
    assert {each.knowledge.value for each in last.rights} == {"unknown"}
    assert {reason.code for each in last.rights for reason in each.reasons} == {"superseded"}


async def test_what_is_rolled_back_leaves_neither_row_nor_fact(risk_store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        await judge_and_fail(risk_store, a_supplier(country="NA"))
    assert (await left(risk_store), await kept(risk_store)) == ([], [])


async def test_no_company_sees_or_writes_the_verdicts_of_another(risk_store: Store) -> None:
    await judge(risk_store, a_supplier(country="NA"))
    async with risk_store.reading([OTHER]) as connection:
        assert await connection.fetch("select * from risk_profiles") == []
        assert await connection.fetch("select * from risk_verdicts") == []
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await judge(risk_store, a_supplier(country="CD"), company=OTHER)
