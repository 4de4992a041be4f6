"""Occasions: which findings of an audit, and which complaints, call for a plan."""

from collections.abc import Iterable
from datetime import date

from sorgfalt_contracts.terms import FindingGrade, SiteId, SupplierId

from services.risk.domain.audit import Audit, Finding
from services.risk.domain.complaint import Complaint
from services.risk.domain.plan import AuditFinding, FoundedComplaint
from services.risk.domain.plan_opening import Occasion, runs_from

_GRAVITY = (FindingGrade.MINOR, FindingGrade.MAJOR, None, FindingGrade.CRITICAL)
"""The gravest last; a grade we do not know stands before the one that is known to be it."""


def occasions_of_audit(audit: Audit, recorded_on: date) -> tuple[Occasion, ...]:
    """Return an occasion per finding; one that grade or scheme give no period opens no plan.

    An award's findings count like an audit's: what was found does not depend on what it was for.
    """
    opened_on = runs_from(audit.held_on, recorded_on)
    return tuple(_found(audit, finding, opened_on) for finding in _one_each(audit.findings))


def _found(audit: Audit, finding: Finding, opened_on: date) -> Occasion:
    return Occasion(
        company_id=audit.company_id,
        supplier_id=audit.supplier_id,
        site_id=audit.site_id,
        rights=finding.rights,
        answers=AuditFinding(audit_id=audit.audit_id, number=finding.number, grade=finding.grade),
        opened_on=opened_on,
        scheme=audit.scheme,
    )


def _one_each(findings: Iterable[Finding]) -> Iterable[Finding]:
    """Return one finding per number; of two with one number the graver, as its plan is one."""
    found: dict[str, Finding] = {}
    for finding in findings:
        known = found.setdefault(finding.number, finding)
        if _GRAVITY.index(finding.grade) > _GRAVITY.index(known.grade):
            found[finding.number] = finding
    return found.values()


def occasions_of_complaint(complaint: Complaint, recorded_on: date) -> tuple[Occasion, ...]:
    """Return an occasion per supplier a founded complaint is attributed to; else none.

    Founded is what was found to be true, however the case ended: a referred one needs a plan too.
    With several sites or suppliers nobody has said which site is whose, so none is named.
    """
    if complaint.substantiated is not True:
        return ()
    suppliers, sites = set(complaint.supplier_ids), set(complaint.site_ids)
    site_id = next(iter(sites)) if len(sites) == len(suppliers) == 1 else None
    return tuple(_founded(complaint, each, site_id, recorded_on) for each in sorted(suppliers))


def _founded(
    complaint: Complaint, supplier_id: SupplierId, site_id: SiteId | None, recorded_on: date
) -> Occasion:
    return Occasion(
        company_id=complaint.company_id,
        supplier_id=supplier_id,
        site_id=site_id,
        rights=complaint.rights,
        answers=FoundedComplaint(
            case_id=complaint.case_id, case_version=complaint.version, severity=complaint.severity
        ),
        opened_on=recorded_on,
    )
