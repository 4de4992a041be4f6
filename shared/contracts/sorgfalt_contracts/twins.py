"""Generated from the models of facts by `python -m infra.contracts render`.

The model of the same name says what each field means; edit that.
"""

from datetime import date, datetime
from uuid import UUID

import msgspec


class Site(msgspec.Struct, frozen=True, kw_only=True):
    site_id: UUID
    name: str
    country: str
    latitude: float | None = None
    longitude: float | None = None
    stage: str | None = None
    materials: list[str] = []
    confidence: str | None = None


class Block(msgspec.Struct, frozen=True, kw_only=True):
    state: str
    reason: str


class RecordKey(msgspec.Struct, frozen=True, kw_only=True):
    system: str
    client: str
    number: str


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    source: str
    record: RecordKey
    said_at: datetime


class SupplierUpdated(msgspec.Struct, frozen=True, kw_only=True):
    company_id: UUID
    supplier_id: UUID
    version: int
    superseded_by: UUID | None = None
    name: str | None = None
    country: str | None = None
    relation: str | None = None
    lei: str | None = None
    bpn: str | None = None
    materials: list[str] = []
    sites: list[Site] = []
    block: Block | None = None
    records: list[RecordKey]
    statements: dict[str, Statement] = {}


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    number: str
    grade: str
    rights: list[str] = []


class AuditCompleted(msgspec.Struct, frozen=True, kw_only=True):
    company_id: UUID
    supplier_id: UUID
    site_id: UUID | None = None
    audit_id: UUID
    kind: str
    scheme: str
    scheme_version: str | None = None
    held_on: str | None = None
    date_means: str | None = None
    result: str | None = None
    findings: list[Finding] = []


class GrievanceFiled(msgspec.Struct, frozen=True, kw_only=True):
    company_id: UUID
    case_id: UUID
    version: int
    filed_on: str | None = None
    closed_on: str | None = None
    stage: str
    rights: list[str] = []
    severity: int | None = None
    substantiated: bool | None = None
    outcome: str | None = None
    supplier_ids: list[UUID] = []
    site_ids: list[UUID] = []
    acknowledgement: str
    feedback: str
    remedy: str = "none"
    padding: str = ""


class GrievanceUpdated(msgspec.Struct, frozen=True, kw_only=True):
    company_id: UUID
    case_id: UUID
    version: int
    filed_on: str | None = None
    closed_on: str | None = None
    stage: str
    rights: list[str] = []
    severity: int | None = None
    substantiated: bool | None = None
    outcome: str | None = None
    supplier_ids: list[UUID] = []
    site_ids: list[UUID] = []
    acknowledgement: str
    feedback: str
    remedy: str = "none"
    padding: str = ""


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    inputs: dict[str, str] = {}
    source: str
    edition: str


class RightAssessment(msgspec.Struct, frozen=True, kw_only=True):
    right: str
    knowledge: str
    severity: int | None = None
    likelihood: int | None = None
    involvement: str = "unknown"
    priority: str | None = None
    reasons: list[Reason] = []


class Contradiction(msgspec.Struct, frozen=True, kw_only=True):
    site_id: UUID | None = None
    audit_id: UUID
    case_id: UUID
    rights: list[str] = []


class OriginShare(msgspec.Struct, frozen=True, kw_only=True):
    country: str
    percent: float | None = None


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    material: str
    basis: str
    stage: str | None = None
    shares: list[OriginShare] = []
    unknown_percent: float
    confidence: str
    source: str
    edition: str
    review_on: date | None = None


class RiskAssessed(msgspec.Struct, frozen=True, kw_only=True):
    company_id: UUID
    supplier_id: UUID
    version: int
    supplier_version: int
    method: str
    rights: list[RightAssessment]
    contradictions: list[Contradiction] = []
    origins: list[Origin] = []


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    source: str
    edition: str


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    is_remedial: bool
    is_done: bool = False


class Milestone(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    due_on: date
    is_reached: bool = False


class Indicator(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    is_outcome: bool
    is_met: bool = False


class ActionPlanChanged(msgspec.Struct, frozen=True, kw_only=True):
    company_id: UUID
    plan_id: UUID
    version: int
    supplier_id: UUID
    site_id: UUID | None = None
    audit_id: UUID | None = None
    finding: str | None = None
    grade: str | None = None
    case_id: UUID | None = None
    severity: int | None = None
    rights: list[str] = []
    state: str
    owner: str
    opened_on: date
    period: str
    deadline: Rule
    due_on: date
    closed_on: date | None = None
    measures: list[Measure] = []
    milestones: list[Milestone] = []
    indicators: list[Indicator] = []
    leverage: dict[str, str] = {}


class ActionPlanDue(msgspec.Struct, frozen=True, kw_only=True):
    company_id: UUID
    plan_id: UUID
    supplier_id: UUID
    step: str
    due_on: date
    scheduled_at: datetime
    escalation: int = 0


class ExitAssessed(msgspec.Struct, frozen=True, kw_only=True):
    company_id: UUID
    supplier_id: UUID
    version: int
    state: str
    trigger: str
    answers: dict[str, str] = {}


class DisclosurePublished(msgspec.Struct, frozen=True, kw_only=True):
    company_id: UUID
    edition_id: UUID
    number: int
    rule_pack: str
    rule_pack_edition: str
    sha256: str
    href: str


class DeadLetterNoticed(msgspec.Struct, frozen=True, kw_only=True):
    topic: str
    partition: int
    offset: int
    reason: str
    where: str = ""
    size_bytes: int
    sha256: str
