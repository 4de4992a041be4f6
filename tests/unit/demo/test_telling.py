"""The story in words, from figures and editions."""

import hashlib

from infra.local.demo.editions import Edition
from infra.local.demo.story import Story
from infra.local.demo.telling import tell

FIGURES = {
    "rights_by_knowledge": {"HR01.known": 1, "HR01.assumed": 2_000, "HR02.unknown": 30},
    "origins_by_material": {"copper.assumed": 9, "copper.confirmed": 2, "tin.none": 4},
    "audits_by_kind": {"audit.known": 5, "audit.missing": 1, "award.known": 2},
    "findings_by_grade": {"critical": 1, "minor": 7, "major": 0},
    "contradictions_open": {"open": 0},
    "plans_by_state": {"open": 3, "overdue": 1, "closed-on-paper": 0},
    "complaints_by_stage": {"received": 2},
    "remedies_by_state": {"confirmed": 1},
    "acknowledged_in_time": {"in-time": 2},
}
CELL = {"row_label": "Copper", "column_label": "Assumed", "before": 1_009, "after": 1_008}


def an_edition(number: int) -> Edition:
    sha256 = hashlib.sha256(b"{}").hexdigest()
    return Edition(number=number, sha256=sha256, href="/", content=b"{}")


def a_story() -> Story:
    difference = {
        "figures": [
            {"title": "Origins of materials", "cells": [CELL]},
            {"title": "Suppliers", "cells": [{"row_label": "Peru", "before": 0, "after": 1}]},
            {"title": "Unknown", "cells": [{"row_label": "All", "before": 3, "after": 3}]},
        ],
        "events": [{}, {}],
    }
    return Story(figures=FIGURES, editions=[an_edition(1)], difference=difference)


def test_story_says_what_is_known_assumed_unknown_and_what_follows() -> None:
    assert list(tell(a_story())) == [
        "What came of it",
        "  20 rights at each supplier: 1 known, 2,000 assumed, 30 unknown",
        "  Origins of materials: 9 assumed, 2 confirmed, 4 none; assumed above all: copper 9",
        "  6 audits and 2 awards, 1 without result; findings: 1 critical, 7 minor",
        "  Contradictions between audits and complaints: none",
        "  Action plans: 3 open, 1 overdue",
        "  Complaints by stage: 2 received",
        "  Remedies: 1 confirmed",
        "  Acknowledged: 2 in-time",
        f"  Edition 1  SHA-256 {an_edition(1).sha256}",
        "  One event later 2 numbers differ, explained by 2 events,",
        "  and 1 are the same on newer events:",
        "    Origins of materials: Copper, Assumed: 1,009 -> 1,008",
        "    Suppliers: Peru: 0 -> 1",
    ]


def test_edition_is_whole_only_with_the_bytes_of_its_hash() -> None:
    assert an_edition(1).is_whole
    assert an_edition(1).document == {}
    assert not Edition(number=1, sha256="0" * 64, href="/", content=b"{}").is_whole
