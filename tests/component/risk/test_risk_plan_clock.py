"""The clock of risk: each due step of an open plan leaves once, at its scheduled instant."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from sorgfalt_contracts.terms import FindingGrade, PlanId

from services.risk.clock import due_handlers
from services.risk.domain.plan import ActionPlan
from services.risk.handlers.close_plan import ClosePlan, close_plan
from shared.process.clock import Clock
from shared.store import due
from shared.store.cause import Caused
from shared.store.due import DueRow
from shared.store.pool import Store
from shared.store.transaction import Transaction
from tests.component.risk.plan_rows import (
    Said,
    a_clock,
    announced,
    audited,
    changed,
    complained,
    history,
    midnight,
    waiting,
)
from tests.unit.risk.builders import COMPANY
from tests.unit.risk.plan_builders import (
    NOON,
    a_cause,
    a_complaint,
    a_finding,
    an_audit,
    the_rules,
)

YEAR = date(2026, 1, 1)
STEPS = [
    Said("due-soon", date(2026, 2, 25), 0),
    Said("due", date(2026, 2, 27), 0),
    Said("overdue", date(2026, 2, 28), 1),
    Said("overdue", date(2026, 3, 6), 2),
    Said("overdue", date(2026, 3, 27), 3),
    Said("overdue", date(2026, 5, 27), 4),
]


async def closed(store: Store, now: datetime) -> None:
    (plan, *_) = await changed(store)
    command = ClosePlan(plan_id=PlanId(plan.plan_id), reasons=frozenset({"done"}))
    async with store.transaction([COMPANY]) as tx:
        after = await close_plan(tx, Caused(command=command, cause=a_cause("close", now)))
    assert isinstance(after, ActionPlan)


async def test_over_a_year_each_step_leaves_on_its_day_and_never_before(
    risk_store: Store,
) -> None:
    await audited(risk_store, an_audit(a_finding()))
    clock, seen = a_clock(risk_store), []
    for day in (YEAR + timedelta(days=number) for number in range(365)):
        if await clock.tick(midnight(day)):
            seen.append((day, len(await announced(risk_store))))
        assert await clock.tick(midnight(day) + timedelta(hours=23)) == 0
    assert await announced(risk_store) == STEPS
    assert seen == [(step.on, number) for number, step in enumerate(STEPS, start=1)]


async def test_a_clock_that_was_down_says_each_step_once_with_its_own_instant(
    risk_store: Store,
) -> None:
    await audited(risk_store, an_audit(a_finding()))
    assert await a_clock(risk_store).tick(datetime(2027, 1, 1, 8, 30, tzinfo=UTC)) == 6
    assert await a_clock(risk_store).tick(datetime(2027, 1, 1, 8, 31, tzinfo=UTC)) == 0
    assert await announced(risk_store) == STEPS
    rows = await risk_store.pool.fetch(
        "select recorded_at, occurred_at, correlation_id, event_id from outbox"
        " where topic = 'action-plan-due' order by sequence"
    )
    instants = [midnight(step.on) for step in STEPS]
    assert [(row["recorded_at"], row["occurred_at"]) for row in rows] == list(
        zip(instants, instants, strict=True)
    )
    assert {row["correlation_id"] for row in rows} == {"chain"}
    assert len({row["event_id"] for row in rows}) == 6


async def test_two_clocks_at_once_say_everything_once(risk_store: Store) -> None:
    findings = [a_finding(str(number), FindingGrade.MAJOR) for number in range(300)]
    await audited(risk_store, an_audit(*findings))
    now = midnight(date(2027, 1, 1))
    handled = 1
    while handled:
        counts = await asyncio.gather(*(a_clock(risk_store).tick(now) for _ in range(2)))
        handled = sum(counts)
    said = await risk_store.pool.fetch(
        "select key, count(*) as steps, count(distinct data) as different from outbox"
        " where topic = 'action-plan-due' group by key"
    )
    assert {(row["steps"], row["different"]) for row in said} == {(6, 6)}
    assert (len(said), await waiting(risk_store)) == (300, 0)


async def test_a_clock_that_dies_between_claim_and_commit_leaves_it_to_the_next(
    risk_store: Store,
) -> None:
    await audited(risk_store, an_audit(a_finding()))
    handlers = due_handlers(the_rules())

    async def handle_and_die(tx: Transaction, rows: Sequence[DueRow]) -> None:
        await handlers["plan-due-soon"](tx, rows)
        raise ConnectionResetError

    dying = Clock(risk_store, {**handlers, "plan-due-soon": handle_and_die}, [COMPANY])
    now = midnight(STEPS[0].on)
    with pytest.raises(ConnectionResetError):
        await dying.tick(now)
    assert (await announced(risk_store), await waiting(risk_store)) == ([], 6)
    assert await a_clock(risk_store).tick(now) == 1
    assert await announced(risk_store) == STEPS[:1]


async def test_the_same_row_gives_the_same_event_whichever_clock_claims_it(
    risk_store: Store,
) -> None:
    await audited(risk_store, an_audit(a_finding()))
    ids = []
    for _ in range(2):
        async with risk_store.transaction([COMPANY]) as tx:
            rows = await due.claim(tx, ["plan-due"], [COMPANY], midnight(date(2027, 1, 1)))
            await due_handlers(the_rules())["plan-due"](tx, rows)
        ids.append(await risk_store.pool.fetchval("select max(event_id::text) from outbox"))
    assert ids[0] == ids[1]


async def test_a_closed_plan_says_nothing_more(risk_store: Store) -> None:
    await audited(risk_store, an_audit(a_finding()))
    await a_clock(risk_store).tick(midnight(date(2026, 2, 26)))
    await closed(risk_store, datetime(2026, 2, 26, 15, tzinfo=UTC))
    assert await a_clock(risk_store).tick(midnight(date(2027, 1, 1))) == 5
    assert await announced(risk_store) == STEPS[:1]
    assert await waiting(risk_store) == 0


async def test_a_plan_put_back_is_announced_by_its_own_dates_alone(risk_store: Store) -> None:
    await complained(risk_store, a_complaint(7, severity=5), now=datetime(2026, 6, 1, tzinfo=UTC))
    await complained(risk_store, a_complaint(5, severity=5), now=NOON)
    await a_clock(risk_store).tick(midnight(date(2027, 1, 1)))
    assert [each.on for each in await announced(risk_store)] == [
        date(2026, 3, 7), date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 16),
        date(2026, 4, 9), date(2026, 6, 9),
    ]  # fmt: skip
    said = [each for each in await announced(risk_store) if each.on == date(2026, 6, 9)]
    assert said == [Said("overdue", date(2026, 6, 9), 4)]


async def test_what_was_announced_stands_in_the_history_with_its_level(
    risk_store: Store,
) -> None:
    await audited(risk_store, an_audit(a_finding()))
    await a_clock(risk_store).tick(midnight(date(2026, 3, 6)))
    assert [row[:3] for row in await history(risk_store)] == [
        (1, "opened", 0),
        (1, "due-soon", 0),
        (1, "due", 0),
        (1, "overdue", 1),
        (1, "overdue", 2),
    ]
