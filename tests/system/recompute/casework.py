"""Cases: what the files of old cases and what was said at the doors come to, case by case."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from .linking import Key
from .reading import Cases, Texts, read_rows

STAGES: Final = (
    *("received", "acknowledged", "admitted", "refused", "investigated", "remedy-agreed", "closed"),
)
_SHOWN: Final = (
    ("admitted", ("request_for_review_date",)),
    ("investigated", ("mexico_finding", "mexico_finding_date", "panel_requested_date")),
    ("remedy-agreed", ("remediation_agreed_date",)),
    ("closed", ("closed_date",)),
)
_DISPROVED: Final = frozenset({"unfounded", "refused", "referred"})


@dataclass(kw_only=True)
class Case:
    """A case as it stands; suppliers and sites by their senders' keys."""

    number: str
    stage: str = "received"
    rights: tuple[str, ...] = ()
    severity: int = 0
    substantiated: bool | None = None
    outcome: str | None = None
    filed_on: str | None = None
    closed_on: str | None = None
    acknowledgement: str = "not-timed"
    remedy: str = "none"
    suppliers: tuple[Key, ...] = ()
    sites: frozenset[Key] = field(default_factory=frozenset)

    @property
    def counts(self) -> bool:
        """Say whether it is evidence: whatever was not disproved is."""
        is_disproved = self.outcome in _DISPROVED or self.substantiated is False
        return self.stage != "refused" and not is_disproved

    @property
    def is_founded(self) -> bool:
        """Say whether it was found to be true."""
        return self.counts and self.substantiated is True


def cases_of(cases: Cases, texts: Texts) -> list[Case]:
    """Return every case that was imported or filed; what is no old case was filed `on` its day."""
    history = {row["case_id"]: row for row in read_rows(texts.history)}
    rights = _rights_of_topics(texts.procedure)
    found = []
    for each in cases:
        row = history.get(each["case"])
        case = _filed(each, rights) if row is None else _imported(row, texts)
        for door, body in each["said"]:
            _DOORS[door](case, body, each["on"])
        found.append(case)
    return found


def _filed(case: Mapping[str, Any], rights: Mapping[str, Sequence[str]]) -> Case:
    named = {right for topic in case["topics"] for right in rights.get(topic, (topic,))}
    return Case(
        number=case["case"],
        rights=tuple(sorted(named)),
        filed_on=case["on"],
        acknowledgement="awaited",
    )


def _rights_of_topics(procedure: str) -> dict[str, Sequence[str]]:
    return {topic["code"]: topic["rights"] for topic in tomllib.loads(procedure)["topics"]}


def _imported(row: Mapping[str, str], texts: Texts) -> Case:
    """Return what a row of the old cases says; no day is padded and nobody timed anything."""
    rule = _outcome(row["outcome"], texts.outcomes)
    is_end = rule.get("is_end") == "yes"
    stage = rule["stage"] if is_end else _furthest(row, rule)
    given = rule["remedy_if"].split(";") if rule.get("remedy_if") else []
    has_remedy = not given or any(row[column] for column in given)
    findings = _phrases(texts.phrases, "finding")
    rights = _phrases(texts.phrases, "right")
    named = [phrase.strip() for phrase in row["rights_alleged"].split(";")]
    return Case(
        number=row["case_id"],
        stage=stage,
        rights=tuple(sorted({rights[phrase] for phrase in named if phrase in rights})),
        substantiated={"yes": True, "no": False}.get(findings.get(row["mexico_finding"], "")),
        outcome=(rule["outcome"] or None) if is_end else None,
        filed_on=row["petition_date"] or None,
        closed_on=(row["closed_date"] or None) if stage in {"closed", "refused"} else None,
        remedy=(rule.get("remedy") or "none") if has_remedy else "none",
    )


def _outcome(text: str, outcomes: str) -> dict[str, str]:
    rows = (row for row in read_rows(outcomes) if row["format"] == "labour-mechanism")
    return next((row for row in rows if row["value"] == text), {"stage": "received"})


def _furthest(row: Mapping[str, str], rule: Mapping[str, str]) -> str:
    shown = [stage for stage, columns in _SHOWN if any(row[column] for column in columns)]
    return max(("received", rule["stage"], *shown), key=STAGES.index)


def _phrases(text: str, use: str) -> dict[str, str]:
    return {row["phrase"]: row["value"] for row in read_rows(text) if row["use"] == use}


def _acknowledge(case: Case, _: Mapping[str, Any], __: str) -> None:
    case.stage, case.acknowledgement = "acknowledged", "in-time"


def _admit(case: Case, body: Mapping[str, Any], day: str) -> None:
    case.stage = "admitted" if body["admitted"] else "refused"
    if not body["admitted"]:
        case.outcome, case.closed_on = "refused", day


def _attribute(case: Case, body: Mapping[str, Any], _: str) -> None:
    case.suppliers = tuple(_keys(body["suppliers"]))
    case.sites = frozenset(_keys(body["sites"]))


def _assess(case: Case, body: Mapping[str, Any], _: str) -> None:
    case.rights, case.severity = tuple(sorted(set(body["rights"]))), body["severity"]


def _substantiate(case: Case, body: Mapping[str, Any], _: str) -> None:
    case.stage, case.substantiated = "investigated", body["substantiated"]


def _remedy(case: Case, body: Mapping[str, Any], _: str) -> None:
    case.remedy = body["state"]
    if case.remedy == "agreed" and case.stage == "investigated":
        case.stage = "remedy-agreed"


def _answer(case: Case, body: Mapping[str, Any], _: str) -> None:
    case.remedy = "confirmed" if body["confirmed"] else "not-confirmed"


def _close(case: Case, body: Mapping[str, Any], day: str) -> None:
    case.stage, case.outcome, case.closed_on = "closed", body["outcome"], day


_DOORS: Final = {
    "acknowledgement": _acknowledge,
    "admissibility": _admit,
    "attribution": _attribute,
    "assessment": _assess,
    "substantiation": _substantiate,
    "remedy": _remedy,
    "by-the-person": _answer,
    "outcome": _close,
}


def _keys(listed: Iterable[Sequence[str]]) -> list[Key]:
    return [tuple(each) for each in listed]
