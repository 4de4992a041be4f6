"""Explanation of evidence: each audit and complaint about a supplier, and what became of it."""

from dataclasses import dataclass

from services.risk.domain.audit import Audit
from services.risk.domain.complaint import Complaint
from services.risk.domain.contradiction import Contradiction
from services.risk.domain.standing import Standing
from services.risk.domain.testimony import Testimony


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditExplained:
    """An audit, and whether its findings `counts`, are `kept` by a contradiction or `replaced`."""

    state: str
    audit: Audit


@dataclass(frozen=True, kw_only=True, slots=True)
class ComplaintExplained:
    """A complaint, and whether it `counts`, was `set-aside` by a ruling or is `no-evidence`."""

    state: str
    complaint: Complaint


@dataclass(frozen=True, kw_only=True, slots=True)
class TestimonyExplained:
    """All that was said of a supplier, in order of ids; decided contradictions are among them."""

    is_frozen: bool
    audits: list[AuditExplained]
    complaints: list[ComplaintExplained]
    contradictions: list[Contradiction]


def explain_testimony(testimony: Testimony, held: Standing) -> TestimonyExplained:
    """Return each thing said with its state."""
    return TestimonyExplained(
        is_frozen=held.is_frozen,
        audits=[
            AuditExplained(state=_state_of_audit(each, held), audit=each)
            for each in sorted(testimony.audits, key=lambda each: each.audit_id)
        ],
        complaints=[
            ComplaintExplained(state=_state_of_complaint(each, held), complaint=each)
            for each in sorted(testimony.complaints, key=lambda each: each.case_id)
        ],
        contradictions=list(held.contradictions),
    )


def _state_of_audit(audit: Audit, held: Standing) -> str:
    if audit.audit_id in held.kept:
        return "kept"
    return "replaced" if audit in held.replaced else "counts"


def _state_of_complaint(complaint: Complaint, held: Standing) -> str:
    if complaint in held.complaints:
        return "counts"
    return "set-aside" if complaint in held.set_aside else "no-evidence"
