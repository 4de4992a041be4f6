import tomllib
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from sorgfalt_contracts.terms import Priority, Relation, Right

from services.reporting.domain.rule_book import Edition, RuleBook, RulePackError
from services.reporting.domain.rule_pack import read_rule_book
from services.reporting.store import PACKS
from tests.unit.reporting.builders import BOOK

RULES: dict[str, Any] = tomllib.loads((PACKS / "lksg_10_1_v1" / "pack.toml").read_text())
EDITION = Edition(
    pack="p",
    edition="1",
    title="t",
    source="s",
    licence="l",
    credit="c",
    status="in force",
    valid_from=date(2023, 1, 1),
)


def read(rules: dict[str, Any]) -> RuleBook:
    return read_rule_book(rules, [EDITION], {"DE": "Germany"}, [])


def test_the_record_holds_the_figures_that_section_10_1_is_proved_with() -> None:
    assert [rule.code for rule in BOOK.figures] == [
        "suppliers_by_relation",
        "suppliers_by_country",
        "suppliers_by_site_country",
        "suppliers_assessed",
        "assessed_by_relation",
        "suppliers_with_unknown_rights",
        "rights_by_knowledge",
        "high_priority_by_right",
    ]


def test_the_rights_of_the_rules_are_those_of_the_published_language() -> None:
    assert [right.code for right in BOOK.rights] == [right.value for right in Right]


def test_every_relation_has_a_row_and_so_has_none() -> None:
    rows = [label.code for label in BOOK.figure("suppliers_by_relation").rows.labels]

    assert rows == [*(relation.value for relation in Relation), "unknown"]


def test_high_is_a_priority_of_the_published_language() -> None:
    assert Priority.HIGH.value == "high"


def test_every_statement_about_the_law_has_a_status_and_a_source() -> None:
    assert {note.status for note in BOOK.law} == {"in force", "amendment pending", "unknown"}
    assert all(note.source for note in BOOK.law)


def test_every_source_note_has_vintage_licence_and_credit() -> None:
    assert all(note.vintage and note.licence and note.credit for note in BOOK.sources)


def test_rules_with_two_figures_of_one_code_are_refused() -> None:
    rules = deepcopy(RULES)
    rules["figures"].append(rules["figures"][0])

    with pytest.raises(RulePackError, match="the same code"):
        read(rules)


def test_rules_with_a_figure_over_labels_that_do_not_exist_are_refused() -> None:
    rules = deepcopy(RULES)
    rules["figures"][0]["rows"] = "colour"

    with pytest.raises(RulePackError, match="colour"):
        read(rules)


@pytest.mark.parametrize("place", [0, 3, 6, 7])
def test_rules_without_a_figure_that_the_summary_reads_are_refused(place: int) -> None:
    rules = deepcopy(RULES)
    code = rules["figures"].pop(place)["code"]

    with pytest.raises(RulePackError, match=code):
        read(rules)


def test_rules_that_cannot_say_unknown_are_refused() -> None:
    rules = deepcopy(RULES)
    del rules["labels"]["knowledge"]["unknown"]

    with pytest.raises(RulePackError, match="no label unknown"):
        read(rules)


def test_rules_with_a_full_stop_in_a_code_are_refused() -> None:
    rules = deepcopy(RULES)
    rules["labels"]["basis"]["a.b"] = "Ambiguous"

    with pytest.raises(RulePackError, match="full stop"):
        read(rules)
