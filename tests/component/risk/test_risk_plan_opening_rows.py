"""Findings and founded complaints in, plans, due rows and facts out, on a real database."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations
from uuid import UUID

import asyncpg
import pytest
from sorgfalt_contracts.terms import CompanyId, FindingGrade, Right, SupplierId

from services.risk import translate
from services.risk.domain.complaint import Complaint
from services.risk.domain.plan_occasion import occasions_of_complaint
from services.risk.domain.plan_opening import open_plan
from services.risk.handlers.open_plans import open_plans_of_audits, open_plans_of_complaints
from shared.store.cause import Caused
from shared.store.pool import Store
from tests.component.risk.plan_rows import audited, changed, complained, held, history, waiting
from tests.unit.risk.builders import COMPANY
from tests.unit.risk.plan_builders import (
    AUDIT,
    CASE,
    NOON,
    SITE,
    a_cause,
    a_complaint,
    a_finding,
    an_audit,
    the_rules,
)

OTHER = CompanyId(UUID(int=99))
LATER = datetime(2026, 4, 1, 9, tzinfo=UTC)


async def test_each_critical_and_major_finding_opens_a_plan_that_leaves(risk_store: Store) -> None:
    await audited(
        risk_store,
        an_audit(
            a_finding("1", FindingGrade.CRITICAL),
            a_finding("2", FindingGrade.MAJOR),
            a_finding("3", FindingGrade.MINOR),
        ),
    )
    plans = {each.finding: each for each in await changed(risk_store)}
    assert {key: (each.period, each.due_on) for key, each in plans.items()} == {
        "1": ("P7D", date(2026, 2, 27)),
        "2": ("P14D", date(2026, 3, 6)),
    }
    assert (plans["1"].audit_id, plans["1"].site_id, plans["1"].version) == (AUDIT, SITE, 1)
    assert (await waiting(risk_store), len(await held(risk_store))) == (12, 2)


async def test_a_founded_complaint_opens_a_plan_per_supplier_from_the_day_it_was_recorded(
    risk_store: Store,
) -> None:
    suppliers = (SupplierId(UUID(int=1)), SupplierId(UUID(int=2)))
    await complained(risk_store, a_complaint(supplier_ids=suppliers, severity=5))
    plans = await changed(risk_store)
    assert {each.supplier_id for each in plans} == set(suppliers)
    assert {(each.case_id, each.severity, each.opened_on, each.due_on) for each in plans} == {
        (CASE, 5, NOON.date(), date(2026, 3, 9))
    }


async def test_repeats_open_nothing_twice_and_what_is_no_longer_founded_closes_nothing(
    risk_store: Store,
) -> None:
    for _ in range(2):
        await audited(risk_store, an_audit(a_finding()), an_audit(a_finding()))
        await complained(risk_store, a_complaint(5), a_complaint(5))
        await complained(risk_store, a_complaint(6, substantiated=False), now=LATER)
        await complained(risk_store, a_complaint(7, severity=1), now=LATER)
    plans = await changed(risk_store)
    assert [(each.version, each.state) for each in plans] == [(1, "open"), (1, "open")]
    assert [row[:3] for row in await history(risk_store)] == [(1, "opened", 0)] * 2
    assert await waiting(risk_store) == 12


STATES = (
    (a_complaint(5, severity=2, rights=(Right.LAND,)), NOON),
    (a_complaint(6, substantiated=False), NOON),
    (a_complaint(7, severity=5, rights=(Right.WAGE,)), LATER),
)


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("is_one_batch", [True, False])
async def test_whatever_order_founded_states_come_in_the_first_one_s_plan_stands(
    risk_store: Store, order: tuple[int, ...], *, is_one_batch: bool
) -> None:
    given = [STATES[each] for each in order]
    for batch in [given] if is_one_batch else [[each] for each in given]:
        await brought(risk_store, *batch)
    (document,) = await held(risk_store)
    (first,) = occasions_of_complaint(STATES[0][0], NOON.date())
    plan = translate.plan_of(document)
    assert replace(plan, version=1) == open_plan(first, the_rules())
    assert (await changed(risk_store))[-1].due_on == date(2026, 5, 2)


async def brought(store: Store, *states: tuple[Complaint, datetime]) -> None:
    work = [
        Caused(command=complaint, cause=a_cause(f"case-{complaint.version}", now))
        for complaint, now in states
    ]
    async with store.transaction([COMPANY]) as tx:
        await open_plans_of_complaints(the_rules(), tx, work)


async def test_an_earlier_state_puts_a_plan_back_and_the_history_says_so(
    risk_store: Store,
) -> None:
    await complained(risk_store, a_complaint(7, severity=4), now=LATER)
    await complained(risk_store, a_complaint(5, severity=4), now=NOON)
    assert [(each.version, each.due_on) for each in await changed(risk_store)] == [
        (1, date(2026, 4, 15)),
        (2, date(2026, 3, 16)),
    ]
    assert await history(risk_store) == [
        (1, "opened", 0, "case-7", ["complaint-severity-4"], []),
        (
            2,
            "put-back",
            0,
            "case-5",
            ["earlier-founded-state", "complaint-severity-4"],
            [
                "opened/2026-03-02",
                "due/2026-03-16",
                "milestone/harm-stopped/2026-03-06/open",
                "milestone/remedy-agreed/2026-03-09/open",
                "milestone/arrears-paid/2026-03-09/open",
                "milestone/effect-checked/2026-03-16/open",
            ],
        ),
    ]


async def test_an_earlier_state_with_an_equal_plan_leaves_nothing_and_is_kept(
    risk_store: Store,
) -> None:
    await complained(risk_store, a_complaint(7))
    await complained(risk_store, a_complaint(5))
    await complained(risk_store, a_complaint(6), now=datetime(2026, 1, 1, tzinfo=UTC))
    (document,) = await held(risk_store)
    assert [each.version for each in await changed(risk_store)] == [1]
    assert translate.plan_of(document).opened_on == NOON.date()


async def test_two_writers_of_one_plan_wait_and_the_earlier_ground_stands(
    risk_store: Store,
) -> None:
    opened = asyncio.Event()

    async def open_and_linger() -> None:
        async with risk_store.transaction([COMPANY]) as tx:
            work = [Caused(command=a_complaint(7), cause=a_cause("case-7", LATER))]
            await open_plans_of_complaints(the_rules(), tx, work)
            opened.set()
            await tx.execute("select pg_sleep(0.2)")

    async def open_meanwhile() -> None:
        await opened.wait()
        await complained(risk_store, a_complaint(5))

    await asyncio.gather(open_and_linger(), open_meanwhile())
    (document,) = await held(risk_store)
    plan = translate.plan_of(document)
    assert (plan.version, plan.opened_on) == (2, NOON.date())


async def test_what_is_rolled_back_leaves_neither_plan_nor_due_row_nor_fact(
    risk_store: Store,
) -> None:
    async def fail() -> None:
        async with risk_store.transaction([COMPANY]) as tx:
            work = [Caused(command=an_audit(a_finding()), cause=a_cause())]
            await open_plans_of_audits(the_rules(), tx, work)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    left = (await held(risk_store), await waiting(risk_store), await changed(risk_store))
    assert left == ([], 0, [])


async def test_two_companies_have_plans_of_one_id_and_neither_sees_the_other_s(
    risk_store: Store,
) -> None:
    audit = an_audit(a_finding())
    await audited(risk_store, audit)
    await audited(risk_store, replace(audit, company_id=OTHER), company=OTHER)
    one, other = await held(risk_store), await held(risk_store, OTHER)
    assert [translate.plan_of(each).company_id for each in (*one, *other)] == [COMPANY, OTHER]
    assert len({translate.plan_of(each).plan_id for each in (*one, *other)}) == 1
    assert await waiting(risk_store) == 12
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await audited(risk_store, an_audit(a_finding("9")), company=OTHER)


async def test_many_plans_of_one_batch_are_opened_in_it(risk_store: Store) -> None:
    findings = [a_finding(str(number), FindingGrade.MAJOR) for number in range(400)]
    await audited(risk_store, an_audit(*findings))
    assert (len(await changed(risk_store)), await waiting(risk_store)) == (400, 2_400)
