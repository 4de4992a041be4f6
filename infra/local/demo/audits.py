"""The demo's audits: published ones moved to invented sites, and synthetic ones with findings.

Published audits keep scheme, level, date and what the date means; they get no finding, since none
was published, and no synthetic audit at their sites. A synthetic number begins with SYN.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from sorgfalt_contracts.events import AuditReported
from sorgfalt_contracts.terms import AuditKind, FindingGrade

from infra.local.demo.findings import FAILED_SHARE, MARK, draw_findings
from infra.local.demo.masters import (
    LATER,
    PUBLISHED_AUDITS,
    SYNTHETIC_AUDITS,
    Body,
    Masters,
    Report,
)
from infra.local.demo.mining_register import mining_reports
from infra.local.demo.places import Place, PlaceKind, Places

SYNTHETIC: Final = 875
_SHARES: Final = {PlaceKind.MINING: 50, PlaceKind.DIRECT: 34, PlaceKind.PLANT: 16}
"""Where auditors go; invented."""

FIRST_HELD: Final = date(2022, 6, 1)
LAST_HELD: Final = date(2026, 4, 30)
_WITHIN_DAYS: Final = 25
_AWARD_SHARE: Final = 0.05
_NO_RESULT_SHARE: Final = 0.08
_UNDATED: Final = {"day": 82, "month": 5, "year": 3, "none": 10}
_NOT_OUT: Final = "level pending"
_CODE_LENGTH: Final = {"day": 10, "month": 7, "year": 4, "none": 0}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Scheme:
    """A scheme as its auditors report it: results of audits that were passed and that failed."""

    code: str
    version: str
    passed: tuple[str, ...]
    failed: tuple[str, ...]


_IRMA: Final = _Scheme(
    code="irma", version="1.0", passed=("IRMA 50", "IRMA 75"), failed=("IRMA Transparency",)
)
_COPPER_MARK: Final = _Scheme(
    code="copper-mark", version="3.0", passed=("fully met",), failed=("not met",)
)
_RBA: Final = _Scheme(
    code="rba-vap", version="8.0", passed=("Silver", "Gold", "Bronze"), failed=("no recognition",)
)
_SMETA: Final = _Scheme(code="smeta", version="6.1", passed=("passed",), failed=("failed",))


def audit_reports(masters: Masters, places: Places, seed: int) -> Iterator[Report]:
    """Report every audit and award."""
    yield from published_audits(masters)
    yield from synthetic_audits(places, seed)


def published_audits(masters: Masters) -> Iterator[Report]:
    """Report the published audits at the sites they were moved to."""
    groups = _groups_by_site(masters)
    for row in masters.audits:
        record, site = groups[row["operator"].lower(), row["site"]]
        said = {
            "held_on": row["event_date"],
            "date_means": _code(row["date_meaning"]),
            "result": "" if row["result"] == _NOT_OUT else row["result"],
        }
        is_award = row["event_type"] == AuditKind.AWARD
        body: Body = {
            "record": record,
            "site_number": site,
            "audit_number": row["event_id"],
            "kind": (AuditKind.AWARD if is_award else AuditKind.AUDIT).value,
            "scheme": _code(row["scheme"]),
        }
        body |= {name: text for name, text in said.items() if text}
        yield _report(PUBLISHED_AUDITS, body, LATER)


def synthetic_audits(places: Places, seed: int) -> Iterator[Report]:
    """Report invented audits at invented places."""
    by_kind = {
        PlaceKind.MINING: places.mining,
        PlaceKind.DIRECT: places.direct,
        PlaceKind.PLANT: places.plants,
    }
    for number in range(1, SYNTHETIC + 1):
        draw = Random(f"{seed} audit {number}")
        kind = draw.choices(list(_SHARES), weights=list(_SHARES.values()))[0]
        place = draw.choice(by_kind[kind])
        body: Body = {"record": place.record}
        if place.site is not None:
            body["site_number"] = place.site
        body |= {"audit_number": f"{MARK}-{number:04d}", **_drawn(draw, place)}
        yield _report(SYNTHETIC_AUDITS, body, LATER + timedelta(days=draw.randrange(_WITHIN_DAYS)))


def is_clean(body: Body) -> bool:
    """Say whether it is an audit with a result and no finding that is major or critical."""
    grave = {FindingGrade.MAJOR, FindingGrade.CRITICAL}
    return (
        body["kind"] == AuditKind.AUDIT
        and "result" in body
        and not any(finding["grade"] in grave for finding in body.get("findings", ()))
    )


def _drawn(draw: Random, place: Place) -> dict[str, Any]:
    scheme = _scheme_of(draw, place)
    said = {"scheme": scheme.code, "scheme_version": scheme.version, **_held(draw)}
    if draw.random() < _AWARD_SHARE:
        return {"kind": AuditKind.AWARD.value, **said, "result": "awarded"}
    is_failed = draw.random() < FAILED_SHARE
    findings = draw_findings(draw, is_failed=is_failed)
    if draw.random() >= _NO_RESULT_SHARE:
        said["result"] = draw.choice(scheme.failed if is_failed else scheme.passed)
    return {"kind": AuditKind.AUDIT.value, **said, "findings": findings}


def _scheme_of(draw: Random, place: Place) -> _Scheme:
    if place.kind is not PlaceKind.MINING:
        return draw.choice((_RBA, _RBA, _SMETA))
    return draw.choice((_COPPER_MARK, _IRMA)) if "copper" in place.materials else _IRMA


def _held(draw: Random) -> dict[str, str]:
    """Return when an audit was held, as far as it is known: late years are likelier."""
    days = (LAST_HELD - FIRST_HELD).days
    held = FIRST_HELD + timedelta(days=int(days * draw.random() ** 0.6))
    known = draw.choices(list(_UNDATED), weights=list(_UNDATED.values()))[0]
    if known == "none":
        return {}
    return {"held_on": held.isoformat()[: _CODE_LENGTH[known]], "date_means": "held-on"}


def _groups_by_site(masters: Masters) -> dict[tuple[str, str], tuple[dict[str, str], str]]:
    return {
        (report.body["name"].lower(), site["name"]): (report.body["record"], site["number"])
        for report in mining_reports(masters)
        for site in report.body["sites"]
    }


def _report(source: str, body: Body, after: timedelta) -> Report:
    return Report(
        source=source,
        body=body,
        type=AuditReported.TYPE,
        after=after,
        label=f" {body['audit_number']}",
    )


def _code(words: str) -> str:
    return "-".join(words.lower().split())
