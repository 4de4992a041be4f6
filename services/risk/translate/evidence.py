"""Audits, complaints and decisions: facts in, and documents as they are kept.

A code that is newer than this reader reads as nothing known, which is never the better for it: an
audit of an unknown kind is not clean, a case of an unknown stage counts.
"""

from typing import Final, TypeAlias

import msgspec
from sorgfalt_contracts import structs
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason
from sorgfalt_contracts.structs import known_or_unknown
from sorgfalt_contracts.terms import (
    AuditId,
    AuditKind,
    CaseId,
    CaseOutcome,
    CaseStage,
    CompanyId,
    FindingGrade,
    RemedyState,
    Right,
    SiteId,
    SupplierId,
)

from services.risk.domain.audit import Audit, Finding
from services.risk.domain.complaint import Complaint
from services.risk.domain.decision import Decision
from services.risk.domain.partial_dates import first_day
from services.risk.translate.checks import CODE, NUMBER, check
from shared.store.cause import Cause

Grievance: TypeAlias = structs.GrievanceFiled | structs.GrievanceUpdated

_read_audit: Final = msgspec.json.Decoder(Audit).decode
_read_complaint: Final = msgspec.json.Decoder(Complaint).decode
_read_decision: Final = msgspec.json.Decoder(Decision).decode


def audit_from(event: structs.AuditCompleted, cause: Cause) -> Audit:
    """Return the audit of an event; raise BadEventError for one we could not speak of."""
    _of_company(event.company_id == cause.company_id)
    check(CODE, (event.scheme,), "scheme")
    check(NUMBER, (finding.number for finding in event.findings), "findings.number")
    return Audit(
        company_id=CompanyId(event.company_id),
        supplier_id=SupplierId(event.supplier_id),
        audit_id=AuditId(event.audit_id),
        kind=known_or_unknown(AuditKind, event.kind),
        scheme=event.scheme,
        site_id=None if event.site_id is None else SiteId(event.site_id),
        scheme_version=event.scheme_version,
        held_on=_day(event.held_on, "held_on"),
        result=event.result,
        findings=tuple(_finding(each) for each in event.findings),
    )


def _finding(finding: structs.Finding) -> Finding:
    return Finding(
        number=finding.number,
        grade=known_or_unknown(FindingGrade, finding.grade),
        rights=_rights(finding.rights),
    )


def complaint_from(event: Grievance, cause: Cause) -> Complaint:
    """Return the state of a case; raise BadEventError for one we could not speak of."""
    _of_company(event.company_id == cause.company_id)
    if event.version < 1:
        raise BadEventError(DeadLetterReason.INVALID, "version")
    if event.severity is not None and not 1 <= event.severity <= 5:  # noqa: PLR2004 - grades
        raise BadEventError(DeadLetterReason.INVALID, "severity")
    return Complaint(
        company_id=CompanyId(event.company_id),
        case_id=CaseId(event.case_id),
        version=event.version,
        stage=known_or_unknown(CaseStage, event.stage),
        filed_on=_day(event.filed_on, "filed_on"),
        closed_on=_day(event.closed_on, "closed_on"),
        rights=_rights(event.rights),
        severity=event.severity,
        substantiated=event.substantiated,
        outcome=known_or_unknown(CaseOutcome, event.outcome),
        supplier_ids=tuple(SupplierId(each) for each in sorted(set(event.supplier_ids))),
        site_ids=tuple(SiteId(each) for each in sorted(set(event.site_ids))),
        remedy=known_or_unknown(RemedyState, event.remedy) or RemedyState.NONE,
    )


def _of_company(is_its: bool) -> None:  # noqa: FBT001 - a check, not a choice
    if not is_its:
        raise BadEventError(DeadLetterReason.INVALID, "company_id")


def _rights(codes: list[str]) -> tuple[Right, ...]:
    known = {right for code in codes if (right := known_or_unknown(Right, code)) is not None}
    return tuple(sorted(known))


def _day(text: str | None, where: str) -> str | None:
    if text is not None:
        try:
            first_day(text)
        except ValueError:
            raise BadEventError(DeadLetterReason.INVALID, where) from None
    return text


def document(kept: Audit | Complaint | Decision) -> bytes:
    """Return evidence as it is kept."""
    return structs.encode(kept)


def audit_of(kept: bytes) -> Audit:
    """Return a kept audit; raise msgspec.DecodeError if it is none of ours."""
    return _read_audit(kept)


def complaint_of(kept: bytes) -> Complaint:
    """Return a kept complaint; raise msgspec.DecodeError if it is none of ours."""
    return _read_complaint(kept)


def decision_of(kept: bytes) -> Decision:
    """Return a kept decision; raise msgspec.DecodeError if it is none of ours."""
    return _read_decision(kept)
