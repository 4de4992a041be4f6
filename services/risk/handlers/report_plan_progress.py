"""Report plan progress: a person says what is done, reached or met, or who answers from now on."""

from dataclasses import dataclass

from sorgfalt_contracts.terms import PlanId

from services.risk.domain.plan import ActionPlan, Refusal
from services.risk.domain.plan_progress import Progress, record
from services.risk.domain.plan_rules import PlanRules
from services.risk.handlers.keep_plans import PlanChange, keep_changes, lock_plans
from shared.store.cause import Caused
from shared.store.transaction import Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportPlanProgress:
    """The command: what is reported of one plan."""

    plan_id: PlanId
    progress: Progress


async def report_plan_progress(
    rules: PlanRules, tx: Transaction, work: Caused[ReportPlanProgress]
) -> ActionPlan | Refusal:
    """Return the plan as it stands afterwards, or why nothing was taken."""
    key = work.cause.company_id, work.command.plan_id
    before = (await lock_plans(tx, {key})).get(key)
    if before is None:
        return Refusal.UNKNOWN_PLAN
    after = record(before, work.command.progress, rules.roles)
    if isinstance(after, Refusal) or after == before:
        return after
    change = PlanChange(before=before, after=after, step="progress", reasons=(), cause=work.cause)
    (kept,) = await keep_changes(tx, [change])
    return kept
