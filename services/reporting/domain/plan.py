"""What this service keeps of action plans, of their dates, and of ends of relations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sorgfalt_contracts.terms import CaseId, CompanyId, ExitState, PlanId, PlanState, SupplierId

from services.reporting.domain.projection import EventReference, Key


class Effect(StrEnum):
    """What shows whether a plan works: change for people, or only that something was done."""

    OUTCOME_MET = "outcome-met"
    OUTCOME_SET = "outcome-set"
    ACTIVITY_ONLY = "activity-only"


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanSeen:
    """An action plan as its newest fact tells it. No state: one that we do not know.

    It answers a complaint, or a finding of an audit when `case_id` is None.
    """

    company_id: CompanyId
    plan_id: PlanId
    version: int
    supplier_id: SupplierId
    case_id: CaseId | None
    state: PlanState | None
    due_on: date
    effect: Effect
    event: EventReference

    @property
    def key(self) -> Key:
        """Return the aggregate."""
        return self.company_id, self.plan_id


@dataclass(frozen=True, kw_only=True, slots=True)
class DueNotice:
    """A plan came to a step of its date: said once for each date, step and escalation.

    `step` is the code as it was told: a step that we do not know still is one.
    """

    company_id: CompanyId
    plan_id: PlanId
    due_on: date
    step: str
    escalation: int
    event: EventReference

    @property
    def key(self) -> Key:
        """Return what the fact is about."""
        return (
            self.company_id,
            self.plan_id,
            self.due_on.isoformat(),
            self.step,
            f"{self.escalation:03}",
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class ExitSeen:
    """How the question of ending a relation stands. No state: one that we do not know."""

    company_id: CompanyId
    supplier_id: SupplierId
    version: int
    state: ExitState | None
    event: EventReference

    @property
    def key(self) -> Key:
        """Return the aggregate."""
        return self.company_id, self.supplier_id


def effect_of(outcomes_met: Sequence[bool]) -> Effect:
    """Return what shows that a plan works: one `True` for each outcome indicator that is met.

    A plan without any outcome indicator is activity only, however many trainings it counts.
    """
    if not outcomes_met:
        return Effect.ACTIVITY_ONLY
    return Effect.OUTCOME_MET if any(outcomes_met) else Effect.OUTCOME_SET
