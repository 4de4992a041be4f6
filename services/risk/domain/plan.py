"""Action plans: what will be done about a finding or a founded complaint, by which role, by when.

LkSG section 7(2) asks for a concept with a concrete timetable, CSDDD Articles 10 and 11 for
timelines and indicators. A plan names roles, never a person.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from sorgfalt_contracts.terms import (
    AuditId,
    CaseId,
    CompanyId,
    FindingGrade,
    PlanId,
    PlanState,
    Right,
    SiteId,
    SupplierId,
)

from services.risk.domain.deadline import Deadline
from services.risk.domain.verdict import Grade

PlanKey: TypeAlias = tuple[CompanyId, PlanId]
"""The aggregate: one obliged company's plan."""


class Refusal(StrEnum):
    """Why a person's command does not take effect."""

    UNKNOWN_PLAN = "unknown-plan"
    UNKNOWN_CODE = "unknown-code"
    ALREADY_DECIDED = "already-decided"
    CONTRADICTION_OPEN = "contradiction-open"


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditFinding:
    """The finding that a plan answers, by the auditor's own number.

    No grade: the auditor's has a code that is newer than we are. It may be the gravest.
    """

    audit_id: AuditId
    number: str
    grade: FindingGrade | None


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundedComplaint:
    """The complaint that a plan answers, as it stood in the state that was founded first."""

    case_id: CaseId
    case_version: int
    severity: Grade | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """One thing that will be done; remedial if it makes good what people suffered."""

    code: str
    is_remedial: bool
    is_done: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Milestone:
    """A step on the way to the plan's date."""

    code: str
    due_on: date
    is_reached: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Indicator:
    """How success shows: an outcome is what people have of it, the rest is activity."""

    code: str
    is_outcome: bool
    is_met: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionPlan:
    """A plan in one state. `closing_reasons` are the codes given by who closed it."""

    company_id: CompanyId
    plan_id: PlanId
    version: int
    supplier_id: SupplierId
    site_id: SiteId | None
    answers: AuditFinding | FoundedComplaint
    rights: tuple[Right, ...]
    state: PlanState
    owner: str
    opened_on: date
    deadline: Deadline
    due_on: date
    measures: tuple[Measure, ...]
    milestones: tuple[Milestone, ...]
    indicators: tuple[Indicator, ...]
    closed_on: date | None = None
    closing_reasons: tuple[str, ...] = ()

    @property
    def key(self) -> PlanKey:
        """Return the aggregate's identity."""
        return self.company_id, self.plan_id

    @property
    def is_open(self) -> bool:
        """Say whether the plan is still to be delivered."""
        return self.state is PlanState.OPEN

    @property
    def is_activity_only(self) -> bool:
        """Say whether no indicator would show what people have of the plan."""
        return not any(each.is_outcome for each in self.indicators)

    @property
    def step_codes(self) -> tuple[str, ...]:
        """Return the codes of its measures, milestones and indicators."""
        return (
            *(each.code for each in self.measures),
            *(each.code for each in self.milestones),
            *(each.code for each in self.indicators),
        )
