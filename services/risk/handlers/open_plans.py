"""Open plans: for critical and major findings of audits, and for founded complaints."""

from collections.abc import Iterable, Sequence
from datetime import UTC

from services.risk import store, translate
from services.risk.domain.audit import Audit
from services.risk.domain.complaint import Complaint
from services.risk.domain.deadline_steps import due_steps
from services.risk.domain.plan import ActionPlan, PlanKey
from services.risk.domain.plan_occasion import occasions_of_audit, occasions_of_complaint
from services.risk.domain.plan_opening import (
    Occasion,
    is_earlier,
    needs_plan,
    open_plan,
    put_back,
)
from services.risk.domain.plan_rules import PlanRules
from services.risk.handlers.keep_plans import PlanChange, keep_changes, lock_plans, saved_plan
from shared.store import due
from shared.store.cause import Cause, Caused
from shared.store.due import DueRow
from shared.store.transaction import Transaction


async def open_plans_of_audits(
    rules: PlanRules, tx: Transaction, work: Sequence[Caused[Audit]]
) -> None:
    """Open a plan for each finding that needs one."""
    found = (
        (occasion, each.cause)
        for each in work
        for occasion in occasions_of_audit(each.command, each.cause.now.astimezone(UTC).date())
    )
    await _open(rules, tx, found)


async def open_plans_of_complaints(
    rules: PlanRules, tx: Transaction, work: Sequence[Caused[Complaint]]
) -> None:
    """Open a plan for each supplier that a founded complaint is attributed to."""
    found = (
        (occasion, each.cause)
        for each in work
        for occasion in occasions_of_complaint(each.command, each.cause.now.astimezone(UTC).date())
    )
    await _open(rules, tx, found)


async def _open(rules: PlanRules, tx: Transaction, found: Iterable[tuple[Occasion, Cause]]) -> None:
    """Open what is not open yet; an earlier ground puts back a plan that rests on a later one."""
    plans = _first(rules, found)
    if not plans:
        return
    given = [translate.written_plan(plan) for plan, _ in plans.values()]
    opened = await store.insert_plans(tx, [saved_plan(each) for each in given])
    standing = await lock_plans(tx, plans.keys() - opened)
    changed = [
        *(_opened(*plans[key]) for key in plans if key in opened),
        *(_put_back(rules, plan, *plans[key]) for key, plan in standing.items()),
    ]
    changed = [each for each in changed if each.after != each.before]
    await keep_changes(tx, changed)
    await due.schedule(tx, [row for each in changed for row in _due_rows(rules, each)])


def _due_rows(rules: PlanRules, change: PlanChange) -> Iterable[DueRow]:
    plan = change.after
    steps = due_steps(plan.opened_on, plan.due_on, rules.due_steps)
    return translate.due_rows(plan, steps, change.cause)


def _first(
    rules: PlanRules, found: Iterable[tuple[Occasion, Cause]]
) -> dict[PlanKey, tuple[ActionPlan, Cause]]:
    """Return one plan per key: that of the earliest ground in the batch, with its cause."""
    plans: dict[PlanKey, tuple[ActionPlan, Cause]] = {}
    for occasion, cause in found:
        if not needs_plan(occasion, rules):
            continue
        plan = open_plan(occasion, rules)
        known = plans.get(plan.key)
        if known is None or is_earlier(plan, known[0]):
            plans[plan.key] = plan, cause
    return plans


def _opened(plan: ActionPlan, cause: Cause) -> PlanChange:
    reasons = (plan.deadline.code,)
    return PlanChange(before=None, after=plan, step="opened", reasons=reasons, cause=cause)


def _put_back(
    rules: PlanRules, standing: ActionPlan, earlier: ActionPlan, cause: Cause
) -> PlanChange:
    return PlanChange(
        before=standing,
        after=put_back(standing, earlier, rules),
        step="put-back",
        reasons=("earlier-founded-state", earlier.deadline.code),
        cause=cause,
    )
