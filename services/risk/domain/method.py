"""The method: everything a verdict follows from, laid out for reading. Made once, at start."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sorgfalt_contracts.terms import Knowledge, Right

from services.risk.domain import evidence_rules
from services.risk.domain.country_risk import CountryIndex
from services.risk.domain.evidence_rules import EvidenceRules
from services.risk.domain.exposure import PlaceKind
from services.risk.domain.goods import GoodsList
from services.risk.domain.origin import Ledger
from services.risk.domain.priority import PriorityRule, priority_of
from services.risk.domain.severity import Severity
from services.risk.domain.verdict import Grade, Reason, RightAssessment, Source, because

GRADES: range = range(1, 6)
CODES: frozenset[str] = frozenset(
    {
        "severity-of-right",
        "wgi-percentile-below",
        "wgi-percentile-at-least",
        "no-index-value",
        "dol-listed",
        "dol-derived-input",
        "dol-not-listed",
        "dol-material-unmapped",
        "material-unknown",
        "seat-for-sites",
        "no-country",
        "no-rule",
        "more-reasons",
        "superseded",
        "audit-finding",
        "audit-finding-kept",
        "complaint-undecided",
        "complaint-founded",
        "severity-of-complaint",
        "findings-without-right",
        "complaints-without-right",
        "contradiction-open",
        "ruled-complaint-stands",
        "ruled-audit-stands",
        "ruled-both-stand",
        "origin-assumed",
        "origin-unknown",
        "place-assumed-origin",
        "mine-confirmed",
        "mine-gone",
        "mines-changed",
        "figures-changed",
        "material-gone",
        "material-new",
    }
)
"""Every reason code a verdict or a change may carry; the method has a sentence for each."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Method:
    """A published method with its data. Compared by identity: there is one in a process.

    Not slotted, so that what is the same for every supplier is made once and kept.
    """

    source: Source
    index: CountryIndex
    goods: GoodsList
    evidence: EvidenceRules
    ledger: Ledger
    severities: Mapping[Right, Severity]
    priorities: tuple[PriorityRule, ...]
    place_order: tuple[PlaceKind, ...]
    most_reasons: int
    sentences: Mapping[str, str]

    @cached_property
    def ruled_rights(self) -> frozenset[Right]:
        """Return the rights for which the method has a source."""
        return self.index.rights.union(self.goods.rights)

    @cached_property
    def unruled(self) -> Mapping[Right, RightAssessment]:
        """Return the verdict on each right for which the method has no source: unknown."""
        reason = self.because("no-rule")
        return {
            right: self.unknown(right, reason) for right in Right if right not in self.ruled_rights
        }

    def unknown(self, right: Right, *reasons: Reason) -> RightAssessment:
        """Return a right on which nothing speaks: it has the severity of its kind, no more."""
        severity, why = self._graded[right]
        return RightAssessment(
            right=right,
            knowledge=Knowledge.UNKNOWN,
            severity=severity,
            likelihood=None,
            priority=None,
            reasons=(why, *reasons),
        )

    def assumed(self, right: Right, likelihood: Grade, *reasons: Reason) -> RightAssessment:
        """Return a right on which an index speaks; indices alone never make it known."""
        severity, why = self._graded[right]
        return RightAssessment(
            right=right,
            knowledge=Knowledge.ASSUMED,
            severity=severity,
            likelihood=likelihood,
            priority=priority_of(severity, likelihood, self.priorities),
            reasons=(why, *reasons),
        )

    def known(
        self, right: Right, likelihood: Grade, severity_of_case: Grade | None, *reasons: Reason
    ) -> RightAssessment:
        """Return a right on which somebody spoke of this supplier itself.

        Severity is at least that of the right; a case may be graver than is typical.
        """
        severity, why = self._graded[right]
        grounds = [why]
        if severity_of_case is not None and severity_of_case > severity:
            severity = severity_of_case
            grounds.append(self.because("severity-of-complaint", severity=str(severity)))
        return RightAssessment(
            right=right,
            knowledge=Knowledge.KNOWN,
            severity=severity,
            likelihood=likelihood,
            priority=priority_of(severity, likelihood, self.priorities),
            reasons=(*grounds, *reasons),
        )

    def because(self, code: str, **inputs: str) -> Reason:
        """Return a reason of the method's own."""
        return because(code, self.source, **inputs)

    @cached_property
    def _graded(self) -> Mapping[Right, tuple[Grade, Reason]]:
        return {right: (each.grade, each.reason) for right, each in self.severities.items()}


def faults(method: Method) -> list[str]:
    """Return what keeps a method from being used, one sentence each; none for a sound one."""
    found = [f"{right} has no severity" for right in Right if right not in method.severities]
    found += [
        f"{severity.right} is graded outside 1 to 5"
        for severity in method.severities.values()
        if severity.scale not in GRADES or severity.irremediability not in GRADES
    ]
    found += [f"the index has no {each}" for each in method.index.indicators_without_value]
    found += evidence_rules.faults(method.evidence, GRADES)
    found += [f"{code} has no sentence" for code in sorted(CODES - set(method.sentences))]
    if priority_of(GRADES[0], GRADES[0], method.priorities) is None:
        found.append("the priority rules leave severity 1 with likelihood 1 without a priority")
    return found
