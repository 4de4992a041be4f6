"""What risk says: verdicts per right, origins of materials, action plans, exit dossiers."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field

from sorgfalt_contracts import terms
from sorgfalt_contracts.fields import (
    Code,
    Country,
    Event,
    Grade,
    Model,
    Number,
    Percent,
    Period,
    Text,
    Version,
)


class Reason(Model):
    """Why a verdict is what it is: rule, its inputs, and the edition of the data it read."""

    code: Code
    inputs: dict[Code, Text] = {}
    source: Code
    edition: Number


class RightAssessment(Model):
    """The verdict on one right. Unknown has neither severity times likelihood nor priority."""

    right: terms.Right
    knowledge: terms.Knowledge
    severity: Grade | None = None
    likelihood: Grade | None = None
    involvement: terms.Involvement = terms.Involvement.UNKNOWN
    priority: terms.Priority | None = None
    reasons: list[Reason] = []


class Contradiction(Model):
    """A clean audit beside a complaint nobody refuted; freezes cuts until someone decides."""

    site_id: terms.SiteId | None = None
    audit_id: terms.AuditId
    case_id: terms.CaseId
    rights: list[terms.Right] = []


class OriginShare(Model):
    """One country's part of a material's origin, in percent; None where nobody knows how much."""

    country: Country
    percent: Percent | None = None


class Origin(Model):
    """Where a material probably or surely comes from; `unknown_percent` is the rest."""

    material: Code
    basis: terms.OriginBasis
    stage: terms.Stage | None = None
    shares: list[OriginShare] = []
    unknown_percent: Percent
    confidence: terms.Confidence
    source: Code
    edition: Number
    review_on: date | None = None


class RiskAssessed(Event):
    """Risk per right for one supplier: known, assumed or unknown."""

    TYPE: ClassVar[str] = "sorgfalt.risk-assessed.v1"
    company_id: terms.CompanyId
    supplier_id: terms.SupplierId
    version: Version
    supplier_version: Version
    method: Code
    rights: list[RightAssessment]
    contradictions: list[Contradiction] = []
    origins: list[Origin] = []


class Rule(Model):
    """A rule and the edition of the data that holds it."""

    code: Code
    source: Code
    edition: Number


class Measure(Model):
    """One thing that will be done."""

    code: Code
    is_remedial: bool
    is_done: bool = False


class Indicator(Model):
    """How success shows; without an outcome indicator a plan is activity only."""

    code: Code
    is_outcome: bool
    is_met: bool = False


class Milestone(Model):
    """A step on the way to a plan's date."""

    code: Code
    due_on: date
    is_reached: bool = False


class ActionPlanChanged(Event):
    """An action plan and how far it is.

    It answers either a finding (`audit_id`, `finding`, `grade`) or a founded complaint (`case_id`,
    `severity`). `owner` is a role. `period` is the ISO 8601 duration that `deadline` gave it.
    """

    TYPE: ClassVar[str] = "sorgfalt.action-plan-changed.v1"
    company_id: terms.CompanyId
    plan_id: terms.PlanId
    version: Version
    supplier_id: terms.SupplierId
    site_id: terms.SiteId | None = None
    audit_id: terms.AuditId | None = None
    finding: Number | None = None
    grade: terms.FindingGrade | None = None
    case_id: terms.CaseId | None = None
    severity: Grade | None = None
    rights: list[terms.Right] = []
    state: terms.PlanState
    owner: Code
    opened_on: date
    period: Period
    deadline: Rule
    due_on: date
    closed_on: date | None = None
    measures: list[Measure] = []
    milestones: list[Milestone] = []
    indicators: list[Indicator] = []
    leverage: dict[Code, Code] = {}


class ActionPlanDue(Event):
    """A plan is due soon, due or overdue."""

    TYPE: ClassVar[str] = "sorgfalt.action-plan-due.v1"
    company_id: terms.CompanyId
    plan_id: terms.PlanId
    supplier_id: terms.SupplierId
    step: terms.DueStep
    due_on: date
    scheduled_at: AwareDatetime
    escalation: Annotated[int, Field(ge=0, le=9)] = 0


class ExitAssessed(Event):
    """A relation is ending, suspended or kept: the dossier's answers by question."""

    TYPE: ClassVar[str] = "sorgfalt.exit-assessed.v1"
    company_id: terms.CompanyId
    supplier_id: terms.SupplierId
    version: Version
    state: terms.ExitState
    trigger: Code
    answers: dict[Code, Code] = {}
