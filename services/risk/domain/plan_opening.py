"""Opening: every critical and major finding and every founded complaint gets one plan.

A plan follows from its occasion alone, and its id from what it answers, so a repeat opens nothing
twice. A complaint's plan follows from the state of lowest version that was founded and named the
supplier: whichever order states come in, the same plan stands in the end. That a complaint is no
longer founded later closes nothing; a person does, with a reason.
"""

from dataclasses import dataclass, replace
from datetime import date

from sorgfalt_contracts.periods import add_period
from sorgfalt_contracts.terms import (
    CompanyId,
    PlanId,
    PlanState,
    Right,
    SiteId,
    SupplierId,
    derived_id,
)

from services.risk.domain.deadline import Deadline
from services.risk.domain.plan import (
    ActionPlan,
    AuditFinding,
    FoundedComplaint,
    PlanKey,
)
from services.risk.domain.plan_progress import progress_of, with_progress
from services.risk.domain.plan_rules import PlanRules
from services.risk.domain.plan_template import choose


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """What calls for a plan. `scheme` is the audit's, empty for a complaint.

    `opened_on` is the day from which the period runs.
    """

    company_id: CompanyId
    supplier_id: SupplierId
    site_id: SiteId | None
    rights: tuple[Right, ...]
    answers: AuditFinding | FoundedComplaint
    opened_on: date
    scheme: str = ""

    @property
    def key(self) -> PlanKey:
        """Return the identity of the plan: the same for every state of what it answers."""
        answers = self.answers
        if isinstance(answers, AuditFinding):
            plan_id = derived_id("plan", "finding", str(answers.audit_id), answers.number)
        else:
            case, supplier = str(answers.case_id), str(self.supplier_id)
            plan_id = derived_id("plan", "complaint", case, supplier)
        return self.company_id, PlanId(plan_id)

    @property
    def traits(self) -> frozenset[str]:
        """Return what templates may ask for beside rights."""
        if isinstance(self.answers, AuditFinding):
            return frozenset({"finding", f"grade-{self.answers.grade or 'unknown'}"})
        return frozenset({"complaint", f"severity-{self.answers.severity or 'unknown'}"})


def runs_from(held_on: str | None, recorded_on: date) -> date:
    """Return the day a finding's period begins: that of the audit, if it is known to the day.

    A partial date is not padded, and a date after the day we heard of it cannot be the audit's:
    then the period begins on the day we heard of it.
    """
    if held_on is None or len(held_on) < len("yyyy-mm-dd"):
        return recorded_on
    return min(date.fromisoformat(held_on), recorded_on)


def needs_plan(occasion: Occasion, rules: PlanRules) -> bool:
    """Say whether an occasion calls for a plan: a finding of a grade that has a period does."""
    return _deadline(occasion, rules) is not None


def open_plan(occasion: Occasion, rules: PlanRules) -> ActionPlan:
    """Return the plan in its first state; the occasion must need one."""
    deadline = _deadline(occasion, rules)
    assert deadline is not None, "whoever opens a plan has asked needs_plan"
    due_on = add_period(occasion.opened_on, deadline.period)
    chosen = choose(rules.templates, occasion.rights, occasion.traits)
    company_id, plan_id = occasion.key
    return ActionPlan(
        company_id=company_id,
        plan_id=plan_id,
        version=1,
        supplier_id=occasion.supplier_id,
        site_id=occasion.site_id,
        answers=occasion.answers,
        rights=occasion.rights,
        state=PlanState.OPEN,
        owner=chosen.owner,
        opened_on=occasion.opened_on,
        deadline=deadline,
        due_on=due_on,
        measures=chosen.measures,
        milestones=chosen.milestones(occasion.opened_on, due_on),
        indicators=chosen.indicators,
    )


def _deadline(occasion: Occasion, rules: PlanRules) -> Deadline | None:
    answers = occasion.answers
    if isinstance(answers, AuditFinding):
        return rules.deadlines.for_finding(occasion.scheme, answers.grade)
    return rules.deadlines.for_complaint(answers.severity)


def is_earlier(one: ActionPlan, other: ActionPlan) -> bool:
    """Say whether one plan rests on an earlier state of the same complaint than the other.

    An audit has one state, so of two plans for one finding neither is earlier.
    """
    return (
        isinstance(one.answers, FoundedComplaint)
        and isinstance(other.answers, FoundedComplaint)
        and one.answers.case_version < other.answers.case_version
    )


def put_back(plan: ActionPlan, earlier: ActionPlan, rules: PlanRules) -> ActionPlan:
    """Return an open plan on its earlier ground, with all that was reported of it meanwhile.

    A closed plan stays as it is: a person decided on what stood there. An owner whom nobody named
    follows from the ground, so it is the earlier one's.
    """
    if not plan.is_open or not is_earlier(earlier, plan):
        return plan
    named = plan.owner != choose(rules.templates, plan.rights, frozenset()).owner
    return replace(
        with_progress(earlier, progress_of(plan)),
        version=plan.version,
        owner=plan.owner if named else earlier.owner,
    )
