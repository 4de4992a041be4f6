"""Every event, as its writer may send it (closed models; structs.py holds the tolerant readers).

Facts are full-state snapshots with a `version`, except audits and `action-plan-due`, which are
immutable one-shots. No field of any fact is for a person; which fields could still be filled with
one, because they hold a firm's own text, is listed with reasons in tests/contract.
"""

from datetime import date
from typing import Annotated, ClassVar, Final

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from sorgfalt_contracts import terms
from sorgfalt_contracts.lei import is_lei

MAX_TEXT: Final = 500
MAX_SITES: Final = 2_000
ERA: Final = 2**40
"""Versions and sequences are era * ERA + n; a restore from backup raises the era."""

MAX_WHERE: Final = 200
_MAX_INTEGER: Final = 2**63 - 1
"""What a column of the database and an integer of most readers can hold."""


def _lei(text: str) -> str:
    if not is_lei(text):
        raise PydanticCustomError("bad-lei", "check digits or shape of the LEI are wrong")
    return text


def _partial_date(text: str) -> str:
    try:
        date.fromisoformat(f"{text}-01-01"[: len("yyyy-mm-dd")])
    except ValueError:
        raise PydanticCustomError("bad-date", "there is no such day, month or year") from None
    return text


Text = Annotated[
    str, StringConstraints(min_length=1, max_length=MAX_TEXT, pattern=r"^[^\x00-\x1f\x7f]+$")
]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Number = Annotated[str, StringConstraints(pattern=r"^[!-.0-~]{1,64}$")]
Source = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,256}$")]
"""A sender, as the envelope's attribute `source` names it."""

Href = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,500}$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Lei = Annotated[
    str,
    AfterValidator(_lei),
    Field(json_schema_extra={"format": "lei", "pattern": "^[A-Z0-9]{18}[0-9]{2}$"}),
]
Bpn = Annotated[str, StringConstraints(pattern=r"^BPNL[A-Z0-9]{12}$")]
PartialDate = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"),
    AfterValidator(_partial_date),
    Field(json_schema_extra={"format": "partial-date"}),
]
Latitude = Annotated[float, Field(ge=-90, le=90, strict=True)]
Longitude = Annotated[float, Field(ge=-180, le=180, strict=True)]
Version = Annotated[int, Field(ge=1, le=_MAX_INTEGER)]
Count = Annotated[int, Field(ge=0, le=_MAX_INTEGER)]
Grade = Annotated[int, Field(ge=1, le=5)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Model(BaseModel):
    """A closed, frozen piece of an event."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Event(Model):
    """An event's body; `TYPE` is its CloudEvents type."""

    TYPE: ClassVar[str]


class RecordKey(Model):
    """The sender's own object: an ERP system, its client and the number in it."""

    system: Number
    client: Number
    number: Number


class Block(Model):
    """What the ERP lets purchasing do, with the ERP's reason code."""

    state: terms.BlockState
    reason: Code


class ReportedSite(Model):
    """A place where people work, by the sender's number; coordinates in degrees."""

    number: Number
    name: Text
    country: Country
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    stage: terms.Stage | None = None
    materials: Annotated[list[Code], Field(max_length=50)] = []
    confidence: terms.Confidence | None = None


class SupplierReported(Event):
    """Master data of one supplier as a sender knows it. A field left out says nothing."""

    TYPE: ClassVar[str] = "sorgfalt.supplier-reported.v1"
    record: RecordKey
    name: Text | None = None
    country: Country | None = None
    relation: terms.Relation | None = None
    lei: Lei | None = None
    bpn: Bpn | None = None
    materials: Annotated[list[Code], Field(max_length=50)] | None = None
    sites: Annotated[list[ReportedSite], Field(max_length=MAX_SITES)] | None = None
    block: Block | None = None


class Finding(Model):
    """One finding of an audit, by the auditor's number; codes only."""

    number: Number
    grade: terms.FindingGrade
    rights: Annotated[list[terms.Right], Field(max_length=20)] = []


class AuditReported(Event):
    """One audit or award as a sender knows it; a missing result and date stay missing."""

    TYPE: ClassVar[str] = "sorgfalt.audit-reported.v1"
    record: RecordKey
    site_number: Number | None = None
    audit_number: Number
    kind: terms.AuditKind
    scheme: Code
    scheme_version: Number | None = None
    held_on: PartialDate | None = None
    date_means: Code | None = None
    result: Text | None = None
    findings: Annotated[list[Finding], Field(max_length=500)] = []


class Statement(Model):
    """Who said a field's value, through which record, and when they first said it."""

    source: Source
    record: RecordKey
    said_at: AwareDatetime


class Site(Model):
    """A place where people work, under our own id."""

    site_id: terms.SiteId
    name: Text
    country: Country
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    stage: terms.Stage | None = None
    materials: list[Code] = []
    confidence: terms.Confidence | None = None


class SupplierUpdated(Event):
    """The supplier as this company now knows it."""

    TYPE: ClassVar[str] = "sorgfalt.supplier-updated.v1"
    company_id: terms.CompanyId
    supplier_id: terms.SupplierId
    version: Version
    superseded_by: terms.SupplierId | None = None
    name: Text | None = None
    country: Country | None = None
    relation: terms.Relation | None = None
    lei: Lei | None = None
    bpn: Bpn | None = None
    materials: list[Code] = []
    sites: list[Site] = []
    block: Block | None = None
    records: list[RecordKey]
    statements: dict[Code, Statement] = {}


class AuditCompleted(Event):
    """One audit of a supplier known to this company."""

    TYPE: ClassVar[str] = "sorgfalt.audit-completed.v1"
    company_id: terms.CompanyId
    supplier_id: terms.SupplierId
    site_id: terms.SiteId | None = None
    audit_id: terms.AuditId
    kind: terms.AuditKind
    scheme: Code
    scheme_version: Number | None = None
    held_on: PartialDate | None = None
    date_means: Code | None = None
    result: Text | None = None
    findings: list[Finding] = []


class GrievanceState(Model):
    """What other services may know of a case: codes, days, no text; padded to a fixed length."""

    company_id: terms.CompanyId
    case_id: terms.CaseId
    version: Version
    filed_on: date
    stage: terms.CaseStage
    rights: list[terms.Right] = []
    severity: Grade | None = None
    supplier_ids: list[terms.SupplierId] = []
    site_ids: list[terms.SiteId] = []
    remedy: terms.RemedyState = terms.RemedyState.NONE
    padding: Annotated[str, StringConstraints(pattern=r"^ *$", max_length=4096)] = ""


class GrievanceFiled(GrievanceState, Event):
    """A case exists."""

    TYPE: ClassVar[str] = "sorgfalt.grievance-filed.v1"


class GrievanceUpdated(GrievanceState, Event):
    """A case's state."""

    TYPE: ClassVar[str] = "sorgfalt.grievance-updated.v1"


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
    """A clean audit beside an open complaint; freezes score cuts until someone decides."""

    site_id: terms.SiteId | None = None
    audit_id: terms.AuditId
    case_id: terms.CaseId


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


class Measure(Model):
    """One thing that will be done."""

    code: Code
    is_remedial: bool
    is_done: bool = False


class Indicator(Model):
    """How success shows; without an outcome indicator a plan is activity only."""

    code: Code
    is_outcome: bool


class ActionPlanChanged(Event):
    """An action plan and how far it is."""

    TYPE: ClassVar[str] = "sorgfalt.action-plan-changed.v1"
    company_id: terms.CompanyId
    plan_id: terms.PlanId
    version: Version
    supplier_id: terms.SupplierId
    site_id: terms.SiteId | None = None
    audit_id: terms.AuditId | None = None
    case_id: terms.CaseId | None = None
    rights: list[terms.Right] = []
    state: terms.PlanState
    due_on: date
    closed_on: date | None = None
    measures: list[Measure] = []
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


class DisclosurePublished(Event):
    """A frozen edition: rule pack, hash, where to get it."""

    TYPE: ClassVar[str] = "sorgfalt.disclosure-published.v1"
    company_id: terms.CompanyId
    edition_id: terms.EditionId
    number: Version
    rule_pack: Code
    rule_pack_edition: Number
    sha256: Sha256
    href: Href


class DeadLetterNoticed(Event):
    """Notice of an event that could not be taken. The bytes stay in the service's database."""

    TYPE: ClassVar[str] = "sorgfalt.dead-letter-noticed.v1"
    topic: Code
    partition: Count
    offset: Count
    reason: Code
    where: Annotated[
        str, StringConstraints(max_length=MAX_WHERE, pattern=r"^[A-Za-z0-9 _.()\[\]$-]*$")
    ] = ""
    size_bytes: Count
    sha256: Sha256


EVENTS: Final[tuple[type[Event], ...]] = (
    SupplierReported,
    AuditReported,
    SupplierUpdated,
    AuditCompleted,
    GrievanceFiled,
    GrievanceUpdated,
    RiskAssessed,
    ActionPlanChanged,
    ActionPlanDue,
    ExitAssessed,
    DisclosurePublished,
    DeadLetterNoticed,
)
BY_TYPE: Final[dict[str, type[Event]]] = {event.TYPE: event for event in EVENTS}
