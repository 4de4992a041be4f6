"""An audit or award as a sender reports it, and what becomes of it: the first report stands.

An audit is immutable. The same number again with the same content is no news; with other content
it is refused, since nobody downstream could tell which of the two was judged. Mending one is a type
of event of its own.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from sorgfalt_contracts.terms import (
    AuditId,
    AuditKind,
    CompanyId,
    FindingGrade,
    Right,
    SiteId,
    derived_id,
)

from services.intake.domain.record import RecordKey
from services.intake.domain.supplier import site_id

AuditKey: TypeAlias = tuple[CompanyId, AuditId]
"""The aggregate: an audit as one obliged company was told of it."""


class Standing(StrEnum):
    """What a report of an audit turned out to be."""

    COMPLETED = "completed"  # the first of its number: it leaves as a fact
    REPEATED = "repeated"  # the same again: no news
    CONTRADICTED = "contradicted"  # the number stands for something else: refused


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One finding, by the auditor's number."""

    number: str
    grade: FindingGrade
    rights: tuple[Right, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportAudit:
    """A command: take one audit or award of the supplier that a record stands for.

    None is what the sender did not say; a date is as partial as it was given.
    """

    company_id: CompanyId
    key: RecordKey
    audit_number: str
    kind: AuditKind
    scheme: str
    site_number: str | None = None
    scheme_version: str | None = None
    held_on: str | None = None
    date_means: str | None = None
    result: str | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def audit_id(self) -> AuditId:
        """Return our id: the uuid5 of the sender's system, client and audit number."""
        return AuditId(derived_id("audit", self.key.system, self.key.client, self.audit_number))

    @property
    def audit_key(self) -> AuditKey:
        """Return the aggregate the report speaks of."""
        return self.company_id, self.audit_id

    @property
    def site_id(self) -> SiteId | None:
        """Return our id of the site, derived as that of a reported site is."""
        return None if self.site_number is None else site_id(self.key, self.site_number)

    @property
    def digest(self) -> bytes:
        """Return the sha256 of all that was said; equal for the same audit said again."""
        findings = [f"{f.number}\x1f{f.grade}\x1f{','.join(f.rights)}" for f in self.findings]
        said = (
            self.key.text, self.site_number, self.audit_number, self.kind, self.scheme,
            self.scheme_version, self.held_on, self.date_means, self.result, *findings,
        )  # fmt: skip
        parts = ("-" if part is None else f"+{part}" for part in said)
        return hashlib.sha256("\x1e".join(parts).encode()).digest()


def first_of_each(reports: Sequence[ReportAudit]) -> dict[AuditKey, ReportAudit]:
    """Return the report of each audit that came first."""
    return {report.audit_key: report for report in reversed(reports)}


def standings(
    reports: Sequence[ReportAudit], stood: Mapping[AuditKey, bytes]
) -> tuple[Standing, ...]:
    """Say of each report what it is, in order; `stood` holds the digests that stood before."""
    standing = dict(stood)
    found = []
    for report in reports:
        digest = standing.get(report.audit_key)
        standing.setdefault(report.audit_key, report.digest)
        if digest is None:
            found.append(Standing.COMPLETED)
        else:
            is_same = digest == report.digest
            found.append(Standing.REPEATED if is_same else Standing.CONTRADICTED)
    return tuple(found)
