"""Deadlines: how long a finding or a founded complaint may wait, and which rule says so.

The rules are data (pack deadlines_v1), each with its source: a scheme's own for a grade of finding
where it has one, else our default. Periods are ISO 8601 durations (CSDDD Articles 10 and 11 ask
for clearly defined timelines; LkSG section 7(1) for remedy without undue delay).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sorgfalt_contracts.terms import FindingGrade

from services.risk.domain.verdict import Grade, Source


@dataclass(frozen=True, kw_only=True, slots=True)
class FindingRule:
    """A period for findings of one grade; `schemes` empty: of any scheme without its own rule.

    No grade: the rule for findings whose grade is newer than we are.
    """

    code: str
    schemes: tuple[str, ...]
    grade: FindingGrade | None
    period: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ComplaintRule:
    """A period for founded complaints of one severity; None is the one nobody has assessed."""

    code: str
    severity: Grade | None
    period: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadline:
    """A period and the rule that gave it."""

    code: str
    period: str
    source: Source


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """What a rule rests on, for a person: where it is from and how its source puts it.

    `status` says whether it is a scheme's, a law's or our own; `period_in_source` is empty for
    our own.
    """

    trigger: str
    period_in_source: str
    status: str
    valid_from: date
    source: str
    note: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Deadlines:
    """All rules of a pack. Not slotted, so that its look-ups are made once and kept."""

    findings: Sequence[FindingRule]
    complaints: Sequence[ComplaintRule]
    grounds: Mapping[str, Ground]
    source: Source

    def for_finding(self, scheme: str, grade: FindingGrade | None) -> Deadline | None:
        """Return the scheme's own deadline, else the default; None for a grade that needs none."""
        return self._by_grade.get((scheme, grade)) or self._by_grade.get(("", grade))

    def for_complaint(self, severity: Grade | None) -> Deadline:
        """Return the deadline; KeyError for a severity outside 1 to 5, which no reader lets in."""
        return self._by_severity[severity]

    @cached_property
    def _by_grade(self) -> Mapping[tuple[str, FindingGrade | None], Deadline]:
        return {
            (scheme, rule.grade): self._deadline(rule)
            for rule in self.findings
            for scheme in rule.schemes or ("",)
        }

    @cached_property
    def _by_severity(self) -> Mapping[Grade | None, Deadline]:
        return {rule.severity: self._deadline(rule) for rule in self.complaints}

    def _deadline(self, rule: FindingRule | ComplaintRule) -> Deadline:
        return Deadline(code=rule.code, period=rule.period, source=self.source)
