"""Reports of audits to commands, audits to facts."""

from sorgfalt_contracts import events, reports, structs
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason
from sorgfalt_contracts.terms import SupplierId
from sorgfalt_contracts.topics import AUDIT_COMPLETED

from services.intake.domain.audit import Finding, ReportAudit
from services.intake.domain.report import ReportSupplier
from services.intake.domain.statements import NOTHING_SAID
from services.intake.translate import causes
from shared.store.cause import Cause, Caused
from shared.store.outbox import Fact


def to_command(event: events.AuditReported, cause: Cause) -> ReportAudit:
    """Return the command a report stands for; raise BadEventError."""
    return ReportAudit(
        company_id=cause.company_id,
        key=causes.record_key(event.record, cause),
        audit_number=event.audit_number,
        kind=event.kind,
        scheme=event.scheme,
        site_number=event.site_number,
        scheme_version=event.scheme_version,
        held_on=event.held_on,
        date_means=event.date_means,
        result=event.result,
        findings=_findings(event.findings),
    )


def opening(work: Caused[ReportAudit]) -> Caused[ReportSupplier]:
    """Return the report that opens an audit's record: that it exists, and nothing else."""
    report = ReportSupplier(
        company_id=work.command.company_id, key=work.command.key, statements=NOTHING_SAID
    )
    return Caused(command=report, cause=work.cause)


def to_body(audit: ReportAudit, supplier_id: SupplierId) -> bytes:
    """Return the audit of a supplier as the body of a fact."""
    return structs.encode(
        structs.AuditCompleted(
            company_id=audit.company_id,
            supplier_id=supplier_id,
            site_id=audit.site_id,
            audit_id=audit.audit_id,
            kind=audit.kind,
            scheme=audit.scheme,
            scheme_version=audit.scheme_version,
            held_on=audit.held_on,
            date_means=audit.date_means,
            result=audit.result,
            findings=[
                structs.Finding(number=each.number, grade=each.grade, rights=list(each.rights))
                for each in audit.findings
            ],
        )
    )


def to_fact(supplier_id: SupplierId, body: bytes, cause: Cause) -> Fact:
    """Return the fact that tells an audit."""
    return Fact(
        topic=AUDIT_COMPLETED.name,
        key=str(supplier_id),
        type=events.AuditCompleted.TYPE,
        data=body,
        cause=cause,
    )


def _findings(given: list[reports.Finding]) -> tuple[Finding, ...]:
    """Return findings in order of their numbers, by which plans will know them."""
    if len({finding.number for finding in given}) < len(given):
        raise BadEventError(DeadLetterReason.INVALID, "findings.number")
    return tuple(
        Finding(number=each.number, grade=each.grade, rights=tuple(sorted(set(each.rights))))
        for each in sorted(given, key=lambda finding: finding.number)
    )
