"""The method: everything a verdict follows from, laid out for reading. Made once, at start."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sorgfalt_contracts.terms import Knowledge, Right

from services.risk.domain.country_risk import CountryIndex
from services.risk.domain.exposure import PlaceKind
from services.risk.domain.goods import GoodsList
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
    }
)
"""Every reason code a verdict may carry; the method has a sentence for each."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Method:
    """A published method with its data. Compared by identity: there is one in a process.

    Not slotted, so that what is the same for every supplier is made once and kept.
    """

    source: Source
    index: CountryIndex
    goods: GoodsList
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
    found += [f"{code} has no sentence" for code in sorted(CODES - set(method.sentences))]
    if priority_of(GRADES[0], GRADES[0], method.priorities) is None:
        found.append("the priority rules leave severity 1 with likelihood 1 without a priority")
    return found
