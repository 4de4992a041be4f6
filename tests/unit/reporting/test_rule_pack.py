import tomllib
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from sorgfalt_contracts.terms import (
    AuditKind,
    CaseOutcome,
    CaseStage,
    ExitState,
    FindingGrade,
    PlanState,
    Priority,
    Relation,
    RemedyState,
    Right,
    Timeliness,
)

from services.reporting.domain.rule_book import Edition, RuleBook, RulePackError
from services.reporting.domain.rule_pack import SharedWords, read_rule_book
from services.reporting.store import PACKS
from tests.unit.reporting.builders import BOOK, BOOKS, PREVIEW


def tables(pack: str) -> dict[str, Any]:
    return tomllib.loads((PACKS / pack / "pack.toml").read_text())


RULES = tables("lksg_10_1_v1")
WORDS = tables("words_v1")
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


def read(rules: dict[str, Any], words: dict[str, Any] = WORDS) -> RuleBook:
    shared = SharedWords(
        rights=words["rights"],
        labels=words["labels"],
        definitions=words["definitions"],
        countries={"DE": "Germany"},
        sources=[],
    )
    return read_rule_book(rules, [EDITION], shared)


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
        "origins_by_material",
        "audits_by_kind",
        "audits_by_scheme",
        "findings_by_grade",
        "contradictions_open",
        "plans_by_state",
        "plans_by_effect",
        "exits_by_state",
        "complaints_by_stage",
        "complaints_by_topic",
        "complaints_by_judgement",
        "complaints_by_outcome",
        "acknowledged_in_time",
        "feedback_in_time",
        "remedies_by_state",
        "remedies_by_judgement",
        "gaps",
    ]


def test_the_rights_of_the_rules_are_those_of_the_published_language() -> None:
    assert [right.code for right in BOOK.rights] == [right.value for right in Right]


def test_every_relation_has_a_row_and_so_has_none() -> None:
    rows = [label.code for label in BOOK.figure("suppliers_by_relation").rows.labels]

    assert rows == [*(relation.value for relation in Relation), "unknown"]


VOCABULARIES = {
    "audits_by_kind": AuditKind,
    "findings_by_grade": FindingGrade,
    "complaints_by_stage": CaseStage,
    "complaints_by_outcome": CaseOutcome,
    "complaints_by_topic": Right,
    "acknowledged_in_time": Timeliness,
    "feedback_in_time": Timeliness,
    "remedies_by_state": RemedyState,
    "plans_by_state": PlanState,
    "exits_by_state": ExitState,
}


@pytest.mark.parametrize("code", VOCABULARIES)
def test_every_code_of_the_published_language_has_a_row_and_so_has_the_unknown(code: str) -> None:
    rows = BOOK.figure(code).rows

    assert [term for term in VOCABULARIES[code] if not rows.holds(term.value)] == []
    assert rows.holds("unknown")


@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)
def test_every_figure_says_what_it_counts_and_by_which_law(book: RuleBook) -> None:
    assert all(rule.says and rule.unit and rule.law for rule in book.figures)
    assert {rule.section for rule in book.figures} == {section.code for section in book.sections}


def test_the_preview_shows_due_diligence_impacts_and_measures_and_says_what_it_is() -> None:
    assert [s.code for s in PREVIEW.sections] == ["diligence", "impacts", "measures", "gaps"]
    assert PREVIEW.edition.status == "preview: delegated act not adopted"
    assert "in force" not in {note.status for note in PREVIEW.law}


def test_every_item_of_the_annex_has_a_row_or_is_named_as_a_gap() -> None:
    rows = {label.code for label in PREVIEW.figure("potential_impacts").rows.labels}
    said = " ".join(gap.says for gap in PREVIEW.gaps)

    assert len(PREVIEW.annex) == 32
    for item in PREVIEW.annex:
        assert (item.code in rows) == bool(item.rights) == (item.code not in said)


def test_every_right_stands_for_an_item_of_the_annex() -> None:
    assert set(PREVIEW.given["annex_rights"]) == {right.code for right in PREVIEW.rights}


def test_sources_with_a_newer_edition_are_told_to_the_queries() -> None:
    assert BOOK.given["outdated"] == ("wgi_2019/2019", "dol_goods_2022/2022")


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
    words = deepcopy(WORDS)
    del words["labels"]["knowledge"]["unknown"]

    with pytest.raises(RulePackError, match="no label unknown"):
        read(RULES, words)


def test_rules_with_a_full_stop_in_a_code_are_refused() -> None:
    words = deepcopy(WORDS)
    words["labels"]["basis"]["a.b"] = "Ambiguous"

    with pytest.raises(RulePackError, match="full stop"):
        read(RULES, words)


@pytest.mark.parametrize("field", ["section", "whole"])
def test_rules_with_a_figure_that_points_nowhere_are_refused(field: str) -> None:
    rules = deepcopy(RULES)
    rules["figures"][0][field] = "elsewhere"

    with pytest.raises(RulePackError, match="no such section or whole"):
        read(rules)


@pytest.mark.parametrize("place", [("suppliers", "direct"), ("plans_by_state", "lost")])
def test_rules_that_show_a_cell_first_that_does_not_exist_are_refused(
    place: tuple[str, str],
) -> None:
    rules = deepcopy(RULES)
    rules["highlights"][0] |= {"figure": place[0], "cell": place[1]}

    with pytest.raises(RulePackError, match="no such cell"):
        read(rules)


def test_rules_with_an_annex_over_rights_that_do_not_exist_are_refused() -> None:
    rules = tables("csddd_16_v1")
    rules["annex"][0]["rights"] = ["HR99"]

    with pytest.raises(RulePackError, match="do not list"):
        read(rules)
