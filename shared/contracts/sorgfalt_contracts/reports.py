"""What may come in: reports of senders, as they may send them. A field left out says nothing."""

from typing import Annotated, ClassVar

from pydantic import (
    Field,
)

from sorgfalt_contracts import terms
from sorgfalt_contracts.fields import (
    MAX_SITES,
    Bpn,
    Code,
    Country,
    Event,
    Latitude,
    Lei,
    Longitude,
    Model,
    Number,
    PartialDate,
    Result,
    Text,
)


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
    result: Result | None = None
    findings: Annotated[list[Finding], Field(max_length=500)] = []
