"""The concrete step: audits and complaints about a supplier, and where the two contradict."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .casework import Case
from .days import after, first_day, is_before, last_day
from .linking import Key, Supplier, key_of
from .reading import AUDIT_REPORTED


@dataclass(frozen=True, kw_only=True)
class Audit:
    """One audit or award; `record` is whom it is about, `site` where, if it says so."""

    number: Key
    record: Key
    site: Key | None
    kind: str
    scheme: str
    held_on: str | None
    result: str | None
    findings: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class Testimony:
    """What was said of one supplier."""

    supplier: Supplier
    audits: Sequence[Audit]
    cases: Sequence[Case]


def audits_of(events: Iterable[Mapping[str, Any]]) -> list[Audit]:
    """Return every audit once; the first report of a number stands."""
    found: dict[Key, Audit] = {}
    for event in events:
        if event["type"] == AUDIT_REPORTED:
            audit = _audit(event["data"])
            found.setdefault(audit.number, audit)
    return list(found.values())


def _audit(data: Mapping[str, Any]) -> Audit:
    record = key_of(data["record"])
    site = data.get("site_number")
    return Audit(
        number=(*record[:2], data["audit_number"]),
        record=record,
        site=None if site is None else (*record[:2], site),
        kind=data["kind"],
        scheme=data["scheme"],
        held_on=data.get("held_on"),
        result=data.get("result"),
        findings=tuple(data.get("findings", ())),
    )


class Weighing:
    """The method's rules for evidence: absence lowers nothing, contradictions are not averaged."""

    def __init__(self, method: str) -> None:
        rules = tomllib.loads(method)["evidence"]
        self._findings: Mapping[str, int] = rules["findings"]
        self._complaints: Mapping[str, int] = rules["complaints"]
        self._clean: Mapping[str, Sequence[str]] = rules["clean"]
        self._validity: Mapping[str, Any] = rules["validity"]

    def contradictions(self, said: Testimony) -> set[tuple[Key, str]]:
        """Return the pairs of a clean audit and a complaint that counts, at one place and time."""
        return {
            (audit.number, case.number)
            for audit in said.audits
            if self._is_clean(audit)
            for case in said.cases
            if case.counts and _is_one_place(audit, case, said) and self._is_one_time(audit, case)
        }

    def known(self, said: Testimony) -> dict[str, tuple[int, int]]:
        """Return the highest likelihood and severity of each right that somebody spoke of."""
        found: dict[str, tuple[int, int]] = {}
        for right, likelihood, severity in self._spoken(said):
            before = found.get(right, (0, 0))
            found[right] = (max(before[0], likelihood), max(before[1], severity))
        return found

    def _spoken(self, said: Testimony) -> Iterator[tuple[str, int, int]]:
        is_frozen = bool(self.contradictions(said))
        for audit in said.audits:
            if is_frozen or not any(self._takes_over(later, audit) for later in said.audits):
                for finding in audit.findings:
                    for right in finding["rights"]:
                        yield right, self._findings[finding["grade"]], 0
        for case in said.cases:
            if case.counts:
                likelihood = self._complaints["founded" if case.is_founded else "undecided"]
                yield from ((right, likelihood, case.severity) for right in case.rights)

    def _takes_over(self, later: Audit, earlier: Audit) -> bool:
        """A later audit of one scheme at one place: what it does not find again is mended."""
        if not self._has_passed(later) or later.held_on is None or earlier.held_on is None:
            return False
        is_same = (later.scheme, later.site) == (earlier.scheme, earlier.site)
        return is_same and is_before(earlier.held_on, later.held_on)

    def _has_passed(self, audit: Audit) -> bool:
        if audit.kind not in self._clean["kinds"] or audit.result is None:
            return False
        return audit.result.lower() not in self._clean["failing_results"]

    def _is_clean(self, audit: Audit) -> bool:
        grave = self._clean["grave_grades"]
        return self._has_passed(audit) and all(f["grade"] not in grave for f in audit.findings)

    def _is_one_time(self, audit: Audit, case: Case) -> bool:
        if audit.held_on is None:
            return True
        if case.closed_on is not None and is_before(case.closed_on, audit.held_on):
            return False
        period = self._validity["schemes"].get(audit.scheme, self._validity["otherwise"])
        until = after(last_day(audit.held_on), period)
        return case.filed_on is None or first_day(case.filed_on) <= until


def _is_one_place(audit: Audit, case: Case, said: Testimony) -> bool:
    """One site, or one of the two names none of this supplier."""
    own = {site["id"] for site in said.supplier["sites"]}
    return audit.site is None or audit.site in case.sites or not case.sites & own
