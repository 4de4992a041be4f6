"""Evidence rules: how the method weighs findings and complaints. All figures are data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sorgfalt_contracts.periods import add_period
from sorgfalt_contracts.terms import AuditKind, FindingGrade

from services.risk.domain.audit import Audit
from services.risk.domain.complaint import Complaint
from services.risk.domain.partial_dates import last_day
from services.risk.domain.verdict import Grade, Source


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceRules:
    """Likelihoods that evidence gives, and what an audit has to be to count as clean.

    `validity` is an ISO 8601 duration by scheme, `validity_otherwise` that of every other scheme;
    `failing_results` are an auditor's words for an audit that was not passed, in lower case.
    """

    findings: Mapping[FindingGrade, Grade]
    open_complaint: Grade
    founded_complaint: Grade
    clean_kinds: frozenset[AuditKind]
    grave_grades: frozenset[FindingGrade]
    failing_results: frozenset[str]
    validity: Mapping[str, str]
    validity_otherwise: str
    source: Source

    def is_result(self, audit: Audit) -> bool:
        """Say whether an audit came to a result that was not a failure.

        An award is none: it says that a scheme listed a site, not what somebody saw there. An
        audit without a result is unfinished, and missing is not good.
        """
        return (
            audit.kind in self.clean_kinds
            and audit.result is not None
            and audit.result.lower() not in self.failing_results
        )

    def is_clean(self, audit: Audit) -> bool:
        """Say whether an audit came to a result without a grave finding."""
        return self.is_result(audit) and not any(
            finding.grade is None or finding.grade in self.grave_grades
            for finding in audit.findings
        )

    def valid_until(self, audit: Audit) -> date | None:
        """Return the last day an audit speaks of; None for one whose day nobody stated."""
        if audit.held_on is None:
            return None
        try:
            return add_period(last_day(audit.held_on), self.period(audit.scheme))
        except OverflowError:
            return date.max

    def period(self, scheme: str) -> str:
        """Return how long audits of a scheme are valid."""
        return self.validity.get(scheme, self.validity_otherwise)

    def likelihood(self, complaint: Complaint) -> Grade:
        """Return what a complaint that counts gives."""
        return self.founded_complaint if complaint.is_founded else self.open_complaint


def faults(rules: EvidenceRules, grades: Iterable[int]) -> list[str]:
    """Return what keeps the rules from being used, one sentence each."""
    allowed = set(grades)
    given = {*rules.findings.values(), rules.open_complaint, rules.founded_complaint}
    found = [
        f"findings have no likelihood for {g}" for g in FindingGrade if g not in rules.findings
    ]
    found += [f"evidence gives likelihood {each}" for each in sorted(given - allowed)]
    for period in (*rules.validity.values(), rules.validity_otherwise):
        try:
            add_period(date.min, period)
        except ValueError:
            found.append(f"{period} is no period")
    return found
