"""What leaves: facts as their writers may send them.

Facts are full-state snapshots with a `version`, except audits and `action-plan-due`, which are
immutable one-shots. No field of any fact can hold a person's name, contact or exact hour.
"""

from typing import Annotated, ClassVar

from pydantic import (
    AwareDatetime,
    StringConstraints,
)

from sorgfalt_contracts import terms
from sorgfalt_contracts.fields import (
    MAX_WHERE,
    Bpn,
    Code,
    Count,
    Country,
    Event,
    Grade,
    Href,
    Latitude,
    Lei,
    Longitude,
    Model,
    Number,
    PartialDate,
    Result,
    Sha256,
    Source,
    Text,
    Version,
)
from sorgfalt_contracts.reports import Block, Finding, RecordKey


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
    result: Result | None = None
    findings: list[Finding] = []


class GrievanceState(Model):
    """What other services may know of a case: codes, days, no text; padded to a fixed length.

    `rights` are its topics. `substantiated` is None until somebody has decided it.
    """

    company_id: terms.CompanyId
    case_id: terms.CaseId
    version: Version
    filed_on: PartialDate | None = None
    closed_on: PartialDate | None = None
    stage: terms.CaseStage
    rights: list[terms.Right] = []
    severity: Grade | None = None
    substantiated: bool | None = None
    outcome: terms.CaseOutcome | None = None
    supplier_ids: list[terms.SupplierId] = []
    site_ids: list[terms.SiteId] = []
    acknowledgement: terms.Timeliness
    feedback: terms.Timeliness
    remedy: terms.RemedyState = terms.RemedyState.NONE
    padding: Annotated[str, StringConstraints(pattern=r"^ *$", max_length=4096)] = ""


class GrievanceFiled(GrievanceState, Event):
    """A case exists."""

    TYPE: ClassVar[str] = "sorgfalt.grievance-filed.v1"


class GrievanceUpdated(GrievanceState, Event):
    """A case's state."""

    TYPE: ClassVar[str] = "sorgfalt.grievance-updated.v1"


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
