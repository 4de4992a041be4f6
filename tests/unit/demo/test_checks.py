import hashlib
from typing import Any

from infra.local.demo import bad_events, checks
from infra.local.demo.editions import Edition

BAD = bad_events.bad()
PLACES = [(0, offset) for offset in range(len(BAD))]
LETTERS = {place: each.reason.value for place, each in zip(PLACES, BAD, strict=True)}


def holds(letters: dict[tuple[int, int], str]) -> bool:
    return checks.check_bad_events(PLACES, BAD, letters).holds


def test_bad_events_hold_only_when_each_has_its_own_reason() -> None:
    assert holds(LETTERS)
    assert not holds({**LETTERS, PLACES[0]: "invalid"})
    assert not holds(dict(list(LETTERS.items())[1:]))


def test_a_dead_letter_nobody_expected_fails_the_check() -> None:
    assert not holds({**LETTERS, (3, 7): "invalid"})


def test_any_dead_letter_of_the_master_fails_the_check() -> None:
    found = checks.check_nothing_refused({(0, 1): "invalid"}, 10)
    assert (found.holds, found.found) == (False, "1 dead letters {'invalid': 1}")
    assert checks.check_nothing_refused({}, 10).holds


def test_a_fact_more_or_a_new_topic_fails_the_check() -> None:
    assert checks.check_nothing_new({"a": 1}, {"a": 1}).holds
    assert not checks.check_nothing_new({"a": 1}, {"a": 2}).holds
    assert not checks.check_nothing_new({"a": 1}, {"a": 1, "b": 0}).holds


def test_a_supplier_counted_twice_in_one_figure_fails_the_check() -> None:
    whole = {
        "suppliers_by_relation": {"direct": 2, "indirect": 1},
        "suppliers_by_country": {"DE": 3},
        "suppliers_assessed": {"assumed": 2, "unknown": 1},
    }
    assert checks.check_suppliers(whole, 3).holds
    assert not checks.check_suppliers({**whole, "suppliers_by_country": {"DE": 4}}, 3).holds
    assert not checks.check_suppliers({}, 3).holds


def test_a_merger_too_many_or_too_few_fails_the_check() -> None:
    merged = [checks.check_merged({"loose_ends": {"merged": n}}, 3).holds for n in (2, 3, 4)]
    assert merged == [False, True, False]


def test_a_moved_cell_fails_the_check() -> None:
    assert checks.check_unchanged({"a": {"x": 1}}, {"a": {"x": 1}}).holds
    assert not checks.check_unchanged({"a": {"x": 1}}, {"a": {"x": 2}}).holds


def test_figures_of_a_disclosure_are_cells_by_code() -> None:
    document = {"figures": [{"code": "a", "cells": [{"cell": "x", "value": 1, "row": "x"}]}]}
    assert checks.figures_of(document) == {"a": {"x": 1}}


def test_one_event_more_or_less_than_ten_thousand_fails_the_check() -> None:
    events = {"a": 7, "b": 2, "again": 5}
    found = [checks.check_total(events, ("a", "b"), n).holds for n in (8, 9, 10)]
    assert found == [False, True, False]


def test_a_dead_letter_of_another_service_fails_the_check() -> None:
    letters = {"intake": 50, "risk": 0}
    assert checks.check_letters_of_all(letters, 50).holds
    assert not checks.check_letters_of_all({**letters, "risk": 1}, 50).holds
    assert not checks.check_letters_of_all({**letters, "intake": 51}, 50).holds


def test_cells_hold_only_as_counted_and_empty_ones_do_not_matter() -> None:
    assert checks.check_cells("x", {"a": 1, "b": 0}, {"a": 1}).holds
    assert not checks.check_cells("x", {"a": 1}, {"a": 1, "b": 2}).holds
    assert not checks.check_cells("x", {"a": 1, "b": 2}, {"a": 1}).holds
    assert [checks.check_sum("x", {"a": 1, "b": 2}, n).holds for n in (2, 3)] == [False, True]


def an_edition(number: int, content: bytes = b"x") -> Edition:
    sha256 = hashlib.sha256(b"x").hexdigest()
    return Edition(number=number, sha256=sha256, href="/", content=content)


def test_an_edition_with_other_bytes_or_another_number_fails_the_check() -> None:
    assert checks.check_editions([an_edition(1), an_edition(2)]).holds
    assert not checks.check_editions([an_edition(1), an_edition(2, b"y")]).holds
    assert not checks.check_editions([an_edition(1), an_edition(3)]).holds
    assert not checks.check_editions([]).holds


def test_a_difference_without_events_or_about_another_fails_the_check() -> None:
    cell: dict[str, Any] = {"came": [1], "left": [], "replaced": []}
    whole = {"figures": [{"cells": [cell]}], "subjects": [{"subject_id": "s"}]}
    assert checks.check_difference(whole, "s").holds
    assert not checks.check_difference(whole, "t").holds
    assert not checks.check_difference({**whole, "figures": []}, "s").holds
    bare = {**whole, "figures": [{"cells": [{**cell, "came": []}]}]}
    assert not checks.check_difference(bare, "s").holds
