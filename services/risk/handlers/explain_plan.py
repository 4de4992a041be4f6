"""Explain a plan: what it answers, by which rule it has its date, and what became of it."""

from dataclasses import dataclass

from sorgfalt_contracts.terms import PlanId

from services.risk import store, translate
from services.risk.domain.deadline import Ground
from services.risk.domain.deadline_steps import DueOn, due_steps
from services.risk.domain.plan import ActionPlan
from services.risk.domain.plan_rules import PlanRules
from shared.store.transaction import Connection


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanExplained:
    """A plan with its reasons.

    `ground` is what its deadline rests on; None if the edition installed has no such rule any
    more. `texts` says what its steps mean. `schedule` holds the days on which the clock speaks
    while it is open.
    """

    plan: ActionPlan
    is_activity_only: bool
    ground: Ground | None
    texts: dict[str, str]
    schedule: tuple[DueOn, ...]
    history: list[store.HistoryEntry]


async def explain_plan(
    connection: Connection, rules: PlanRules, plan_id: PlanId
) -> PlanExplained | None:
    """Return a plan of the companies the caller may see, or None."""
    document = await store.read_plan(connection, plan_id)
    if document is None:
        return None
    plan = translate.plan_of(document)
    return PlanExplained(
        plan=plan,
        is_activity_only=plan.is_activity_only,
        ground=rules.deadlines.grounds.get(plan.deadline.code),
        texts={code: rules.texts[code] for code in plan.step_codes if code in rules.texts},
        schedule=due_steps(plan.opened_on, plan.due_on, rules.due_steps),
        history=await store.read_history(connection, plan.key),
    )
