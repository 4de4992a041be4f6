"""Closing: delivered, or on paper. Paper is not delivery.

A plan is delivered only if every measure is done, at least one outcome indicator is met and, where
it answers a complaint, the person or their representative confirmed the remedy. Whoever closes
another one closes it on paper, and the reasons say what was lacking. While a clean audit
contradicts a complaint at the supplier, nothing is closed: somebody has to decide that first.
"""

from dataclasses import replace
from datetime import date

from sorgfalt_contracts.terms import PlanState, RemedyState

from services.risk.domain.plan import ActionPlan, FoundedComplaint, Refusal


def close(
    plan: ActionPlan,
    reasons: frozenset[str],
    *,
    remedy: RemedyState,
    is_contradicted: bool,
    today: date,
) -> ActionPlan | Refusal:
    """Return the closed plan, or why it stays as it is.

    Closing again for the same reasons changes nothing; for others, it was already decided.
    """
    given = tuple(sorted(reasons))
    if not plan.is_open:
        return plan if plan.closing_reasons == given else Refusal.ALREADY_DECIDED
    if is_contradicted:
        return Refusal.CONTRADICTION_OPEN
    on_paper = bool(lacking(plan, remedy))
    return replace(
        plan,
        state=PlanState.CLOSED_ON_PAPER if on_paper else PlanState.CLOSED_DELIVERED,
        closed_on=max(today, plan.opened_on),
        closing_reasons=given,
    )


def lacking(plan: ActionPlan, remedy: RemedyState) -> tuple[str, ...]:
    """Return the codes of what keeps a plan from being delivered; none for a delivered one."""
    is_there = {
        "measures-open": bool(plan.measures) and all(each.is_done for each in plan.measures),
        "activity-only": not plan.is_activity_only,
        "no-outcome-met": plan.is_activity_only
        or any(each.is_outcome and each.is_met for each in plan.indicators),
        "remedy-not-confirmed": not isinstance(plan.answers, FoundedComplaint)
        or remedy is RemedyState.CONFIRMED,
    }
    return tuple(code for code, holds in is_there.items() if not holds)
