"""Announce due plans: what has come due of an open plan leaves, once, at its scheduled instant."""

from collections.abc import Sequence

from services.risk import store, translate
from services.risk.domain.deadline_steps import DueOn, step_on
from services.risk.domain.plan import ActionPlan
from services.risk.domain.plan_rules import PlanRules
from services.risk.handlers.keep_plans import lock_plans
from shared.store.cause import Cause
from shared.store.due import DueRow
from shared.store.transaction import Transaction


async def announce_due_plans(rules: PlanRules, tx: Transaction, rows: Sequence[DueRow]) -> None:
    """Say it of each plan that is open and still has that step on that day.

    A closed plan says nothing; nor does a day that belonged to a date since put back.
    """
    claimed = sorted((translate.due_plan(row) for row in rows), key=lambda each: each.cause.now)
    plans = await lock_plans(tx, {each.key for each in claimed})
    said = [
        (plan, step, each.cause)
        for each in claimed
        if (plan := plans.get(each.key)) and (step := _step(rules, plan, each))
    ]
    await store.add_history(tx, [(each[0].key, _entry(*each)) for each in said])
    tx.append(translate.plan_due(*each) for each in said)


def _step(rules: PlanRules, plan: ActionPlan, claimed: translate.DuePlan) -> DueOn | None:
    if not plan.is_open:
        return None
    return step_on(
        claimed.step,
        claimed.on,
        opened_on=plan.opened_on,
        due_on=plan.due_on,
        steps=rules.due_steps,
    )


def _entry(plan: ActionPlan, due: DueOn, cause: Cause) -> store.HistoryEntry:
    return store.HistoryEntry(
        version=plan.version,
        step=due.step.value,
        escalation=due.escalation,
        happened_at=cause.now,
        cause_id=cause.event_id,
        cause_source=cause.source,
    )
