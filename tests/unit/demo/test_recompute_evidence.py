"""Audits, cases, contradictions, origins and plans, recomputed on cases worked out by hand."""

from dataclasses import replace
from typing import Any

import pytest

from tests.system.recompute import Record, Texts, figures
from tests.unit.demo.second_computation import (
    HISTORY,
    METHOD,
    TEXTS,
    TODAY,
    a_case,
    a_report,
    a_site,
    about,
    an_audit,
)

ADMITTED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("acknowledgement", {}),
    ("admissibility", {"admitted": True, "reason": "in-scope"}),
)
FOUNDED = ("substantiation", {"substantiated": True, "reason": "x"})
SITE = a_report("1", sites=[a_site("S", "NO")])


def counted(figure: str, feed: list[Record], *cases: Any, texts: Texts = TEXTS) -> dict[str, int]:
    return figures(feed, texts, cases, TODAY).get(figure, {})


def high(feed: list[Record], *cases: Any, texts: Texts = TEXTS) -> set[str]:
    cells = counted("high_priority_by_right", feed, *cases, texts=texts)
    return {cell for cell in cells if ".high-" in cell}


def test_a_finding_makes_a_right_known_and_its_grade_the_likelihood() -> None:
    feed = [a_report("1", country="NO"), an_audit("1", findings=[("major", "HR05")])]
    assert high(feed) == {"HR05.high-known"}
    assert counted("suppliers_assessed", feed) == {"known": 1}
    minor = [feed[0], an_audit("1", findings=[("minor", "HR05")])]
    assert high(minor) == set()


def test_a_minor_finding_lowers_nothing_that_places_say() -> None:
    feed = [a_report("1", country="CD"), an_audit("1", findings=[("minor", "HR06")])]
    assert "HR06.high-known" in high(feed)


def test_a_supplier_that_only_an_audit_names_is_counted() -> None:
    assert counted("suppliers_by_relation", [an_audit("1")]) == {"unknown": 1}


def test_a_later_audit_of_the_scheme_takes_over_and_an_award_or_a_failure_does_not() -> None:
    first = an_audit("1", findings=[("critical", "HR05")])
    for change, is_mended in (
        ({}, True),
        ({"kind": "award"}, False),
        ({"result": "Failed"}, False),
        ({"result": None}, False),
        ({"held_on": None}, False),
        ({"held_on": "2026"}, False),
        ({"scheme": "other"}, False),
        ({"site_number": "S"}, False),
    ):
        later = an_audit("1", "A2", **{"held_on": "2026-02-01", **change})
        assert (high([SITE, first, later]) == set()) is is_mended, change


def test_findings_and_kinds_are_counted_once() -> None:
    feed = [
        an_audit("1", findings=[("minor", "HR05"), ("major",)]),
        an_audit("1", findings=[("minor", "HR05")]),
        an_audit("1", "A2", kind="award", result=None),
    ]
    assert counted("audits_by_kind", feed) == {"audit.known": 1, "award.missing": 1}
    assert counted("findings_by_grade", feed) == {"major": 1, "minor": 1}


def test_a_complaint_nobody_disproved_makes_its_rights_known() -> None:
    assert high([SITE], a_case("C1", about("1"))) == set()  # wages are no severe matter here
    assessed = ("assessment", {"rights": ["HR05"], "severity": 2})
    assert high([SITE], a_case("C1", about("1"), assessed)) == {"HR05.high-known"}
    refused = ("admissibility", {"admitted": False, "reason": "x"})
    assert high([SITE], a_case("C1", about("1"), assessed, refused)) == set()


def test_a_complaint_graver_than_typical_counts_as_it_was_assessed() -> None:
    assessed = ("assessment", {"rights": ["HR08"], "severity": 5})
    assert high([SITE], a_case("C1", about("1"), assessed)) == {"HR08.high-known"}


@pytest.mark.parametrize(
    ("change", "count"),
    [
        ({}, 1),
        ({"site_number": "S"}, 1),
        ({"site_number": "other"}, 0),
        ({"findings": [("minor", "HR05")]}, 1),
        ({"findings": [("major", "HR05")]}, 0),
        ({"kind": "award"}, 0),
        ({"result": None}, 0),
        ({"result": "failed"}, 0),
        ({"held_on": None}, 1),
        ({"held_on": "2023-02-28"}, 0),
        ({"held_on": "2023-03-01"}, 1),
        ({"held_on": "2024", "scheme": "short"}, 0),
        ({"held_on": "2025", "scheme": "short"}, 1),
    ],
)
def test_a_clean_audit_beside_a_complaint_is_a_contradiction(
    change: dict[str, Any], count: int
) -> None:
    case = a_case("C1", about("1", site="S"))
    found = counted("contradictions_open", [SITE, an_audit("1", **change)], case)
    assert found == ({"open": count} if count else {})


def test_a_complaint_closed_before_the_audit_contradicts_nothing() -> None:
    closed = a_case("C1", about("1"), ("outcome", {"outcome": "settled", "reason": "x"}))
    after = an_audit("1", held_on="2026-03-02")
    assert counted("contradictions_open", [SITE, after], closed) == {}
    assert counted("contradictions_open", [SITE, an_audit("1")], closed) == {"open": 1}


def test_an_open_contradiction_keeps_what_a_later_audit_would_mend() -> None:
    feed = [
        SITE,
        an_audit("1", findings=[("critical", "HR05")]),
        an_audit("1", "A2", held_on="2026-02-01"),
    ]
    assert high(feed, a_case("C1", about("1"))) == {"HR05.high-known"}


def test_untraced_material_adds_its_top_producers_and_a_mine_takes_their_place() -> None:
    untraced = a_report("1", country="NO", materials=["copper", "tin"])
    assert counted("origins_by_material", [untraced]) == {"copper.assumed": 1, "tin.none": 1}
    assert "HR01.high-assumed" in high([untraced])  # the largest mines are Congo's, not Norway's
    mine = a_report("1", "2026-01-02T00:00:00Z", sites=[a_site("M", "NO", "copper", stage="mine")])
    assert counted("origins_by_material", [untraced, mine])["copper.confirmed"] == 1
    assert high([untraced, mine]) == set()


def test_a_smelter_confirms_no_origin() -> None:
    smelter = a_report("1", sites=[a_site("M", "NO", "copper", stage="smelter")])
    assert counted("origins_by_material", [smelter]) == {"copper.assumed": 1}


def test_plans_follow_findings_and_founded_complaints() -> None:
    feed = [SITE, an_audit("1", findings=[("critical",), ("major",), ("minor",)])]
    assert counted("plans_by_state", feed) == {"overdue": 2}
    founded = a_case("C1", *ADMITTED, about("1"), FOUNDED)
    assert counted("plans_by_state", feed, founded) == {"open": 1, "overdue": 2}
    assert counted("plans_by_state", feed, a_case("C1", about("1"))) == {"overdue": 2}


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"held_on": "2026-02-15"}, "open"),
        ({"held_on": "2026-02-14"}, "overdue"),
        ({"held_on": "2026-02"}, "open"),
        ({"held_on": None}, "open"),
        ({"held_on": "2026-04-01"}, "open"),
        ({"scheme": "slow"}, "open"),
        ({"scheme": "slow", "held_on": "2025-02-28"}, "overdue"),
    ],
)
def test_a_plan_is_overdue_the_day_after_its_date(change: dict[str, Any], state: str) -> None:
    feed = [SITE, an_audit("1", findings=[("major",)], **change)]
    assert counted("plans_by_state", feed) == {state: 1}


def test_a_complaint_goes_through_its_stages() -> None:
    steps = (
        *ADMITTED,
        FOUNDED,
        ("remedy", {"state": "proposed", "by": "handler"}),
        ("remedy", {"state": "agreed", "by": "handler"}),
        ("remedy", {"state": "delivered", "by": "handler"}),
        ("by-the-person", {"confirmed": False}),
        ("outcome", {"outcome": "unresolved", "reason": "x"}),
    )
    stages = ["received", "acknowledged", "admitted", "investigated", "investigated"]
    stages += ["remedy-agreed"] * 3 + ["closed"]
    states = ["none"] * 4 + ["proposed", "agreed", "delivered", "not-confirmed", "not-confirmed"]
    for taken, (stage, state) in enumerate(zip(stages, states, strict=True)):
        found = figures([], TEXTS, [a_case("C1", *steps[:taken])], TODAY)
        assert found["complaints_by_stage"] == {stage: 1}
        assert found["remedies_by_state"] == {state: 1}
        assert found["acknowledged_in_time"] == {"in-time" if taken else "awaited": 1}
        assert found["complaints_by_topic"] == {"HR08": 1}


def test_a_historical_case_stands_where_its_file_says() -> None:
    cases: list[Any] = [
        {"case": number, "on": TODAY, "topics": [], "said": []} for number in ("H1", "H2", "H3")
    ]
    found = figures([], TEXTS, cases, TODAY)
    assert found["complaints_by_stage"] == {"closed": 1, "investigated": 1, "refused": 1}
    assert found["remedies_by_state"] == {"delivered": 1, "none": 2}
    assert found["acknowledged_in_time"] == {"not-timed": 3}
    assert found["complaints_by_topic"] == {"HR06": 3}


def test_a_historical_case_that_was_found_true_is_founded_once_it_is_attributed() -> None:
    case = {"case": "H1", "on": TODAY, "topics": [], "said": [list(about("1"))]}
    assert counted("plans_by_state", [SITE], case) == {"open": 1}
    other = replace(TEXTS, history=HISTORY.replace("denial of rights", "no denial"))
    assert counted("plans_by_state", [SITE], case, texts=other) == {}


def test_rules_are_read_from_the_method_and_not_known_by_heart() -> None:
    feed = [SITE, an_audit("1", findings=[("major", "HR05")])]
    milder = replace(TEXTS, method=METHOD.replace("major = 3", "major = 2"))
    assert high(feed, texts=milder) == set()
