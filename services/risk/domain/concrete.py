"""Concrete risk: findings and complaints speak of this supplier, so the right is known.

The concrete step of a risk analysis (BAFA handout of 2022, step 2). It stands beside the abstract
evidence and lowers nothing. What names no right, or has a grade we cannot read, makes none
concrete, yet it could mean any: so it stands, counted, among the reasons of all of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sorgfalt_contracts.terms import FindingGrade, Right

from services.risk.domain.audit import Audit, Finding
from services.risk.domain.complaint import Complaint
from services.risk.domain.contradiction import Contradiction
from services.risk.domain.evidence_rules import EvidenceRules
from services.risk.domain.standing import Standing
from services.risk.domain.verdict import Evidence, Reason, because

UNDATED = "undated"
"""What a reason shows where nobody stated a day."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """A reason that decides nothing and has to be seen; no right means every right."""

    right: Right | None
    reason: Reason


@dataclass(frozen=True, kw_only=True, slots=True)
class Concrete:
    """What speaks of the supplier itself, in a settled order."""

    evidence: tuple[Evidence, ...] = ()
    notices: tuple[Notice, ...] = ()


NOTHING = Concrete()
"""Nobody has said anything about this supplier."""


def concrete(standing: Standing, rules: EvidenceRules) -> Concrete:
    """Return what the testimony that holds says of each right."""
    found = Concrete(
        evidence=tuple(_evidence(standing, rules)),
        notices=tuple(_notices(standing, rules)),
    )
    return found if found.evidence or found.notices else NOTHING


def _evidence(standing: Standing, rules: EvidenceRules) -> Iterator[Evidence]:
    for audit in standing.audits:
        code = "audit-finding-kept" if audit.audit_id in standing.kept else "audit-finding"
        for finding in audit.findings:
            if finding.grade is not None:
                yield from _found(code, audit, finding, finding.grade, rules)
    for complaint in standing.complaints:
        yield from _complained(complaint, rules)


def _found(
    code: str, audit: Audit, finding: Finding, grade: FindingGrade, rules: EvidenceRules
) -> Iterator[Evidence]:
    likelihood = rules.findings[grade]
    reason = because(
        code,
        rules.source,
        audit=str(audit.audit_id),
        finding=finding.number,
        grade=grade.value,
        held_on=audit.held_on or UNDATED,
        likelihood=str(likelihood),
        scheme=audit.scheme,
    )
    for right in sorted(set(finding.rights)):
        yield Evidence(right=right, likelihood=likelihood, reason=reason, is_concrete=True)


def _complained(complaint: Complaint, rules: EvidenceRules) -> Iterator[Evidence]:
    likelihood = rules.likelihood(complaint)
    reason = because(
        "complaint-founded" if complaint.is_founded else "complaint-undecided",
        rules.source,
        case=str(complaint.case_id),
        filed_on=complaint.filed_on or UNDATED,
        likelihood=str(likelihood),
    )
    for right in sorted(set(complaint.rights)):
        yield Evidence(
            right=right,
            likelihood=likelihood,
            reason=reason,
            is_concrete=True,
            severity=complaint.severity,
        )


def _notices(standing: Standing, rules: EvidenceRules) -> Iterator[Notice]:
    for contradiction in standing.contradictions:
        reason = _contradicted(contradiction, rules)
        for right in contradiction.rights or (None,):
            yield Notice(right=right, reason=reason)
    nameless = [
        finding.grade
        for audit in standing.audits
        for finding in audit.findings
        if not finding.rights or finding.grade is None
    ]
    if nameless:
        counts = {grade.value: str(nameless.count(grade)) for grade in FindingGrade}
        counts["other"] = str(nameless.count(None))
        reason = because("findings-without-right", rules.source, **counts)
        yield Notice(right=None, reason=reason)
    if silent := sum(not each.rights for each in standing.complaints):
        reason = because("complaints-without-right", rules.source, count=str(silent))
        yield Notice(right=None, reason=reason)


def _contradicted(contradiction: Contradiction, rules: EvidenceRules) -> Reason:
    named = {"audit": str(contradiction.audit_id), "case": str(contradiction.case_id)}
    decision = contradiction.decision
    if decision is None:
        return because("contradiction-open", rules.source, **named)
    return because(
        f"ruled-{decision.ruling}",
        rules.source,
        decided_by=decision.decided_by,
        grounds=", ".join(sorted(set(decision.reasons))),
        **named,
    )
