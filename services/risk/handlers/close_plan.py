"""Close a plan: a person ends it with reasons; whether that is delivery or paper follows."""

from dataclasses import dataclass
from datetime import UTC

from sorgfalt_contracts.terms import PlanId, RemedyState

from services.risk import store, translate
from services.risk.domain.plan import ActionPlan, FoundedComplaint, Refusal
from services.risk.domain.plan_closing import close, lacking
from services.risk.handlers.keep_plans import PlanChange, keep_changes, lock_plans
from shared.store.cause import Caused
from shared.store.transaction import Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class ClosePlan:
    """The command: end one plan, for these reasons (codes)."""

    plan_id: PlanId
    reasons: frozenset[str]


async def close_plan(tx: Transaction, work: Caused[ClosePlan]) -> ActionPlan | Refusal:
    """Return the plan as it stands afterwards, or why it stays open."""
    key = work.cause.company_id, work.command.plan_id
    before = (await lock_plans(tx, {key})).get(key)
    if before is None:
        return Refusal.UNKNOWN_PLAN
    supplier = before.company_id, before.supplier_id
    remedy = await _remedy(tx, before)
    after = close(
        before,
        work.command.reasons,
        remedy=remedy,
        is_contradicted=bool(await store.open_contradictions(tx, [supplier])),
        today=work.cause.now.astimezone(UTC).date(),
    )
    if isinstance(after, Refusal) or after == before:
        return after
    reasons = (*after.closing_reasons, *(f"lacking/{code}" for code in lacking(before, remedy)))
    change = PlanChange(
        before=before, after=after, step="closed", reasons=reasons, cause=work.cause
    )
    (kept,) = await keep_changes(tx, [change])
    return kept


async def _remedy(tx: Transaction, plan: ActionPlan) -> RemedyState:
    """Return what the affected person has received, as far as anybody has said."""
    if not isinstance(plan.answers, FoundedComplaint):
        return RemedyState.NONE
    document = await store.read_case(tx, plan.company_id, plan.answers.case_id)
    return RemedyState.NONE if document is None else translate.complaint_of(document).remedy
