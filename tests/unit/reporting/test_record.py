from fractions import Fraction

from services.reporting.domain.record import SourceSeen, Summary, sources_seen
from services.reporting.domain.supplier import Source
from tests.unit.reporting.builders import BOOK, PREVIEW, RIGHTS, a_record

WGI = next(note for note in BOOK.sources if note.code == "wgi_2019")


def test_a_summary_is_read_off_the_figures() -> None:
    assert a_record().summary == Summary(
        suppliers=6,
        relation_unknown=1,
        assessed_known=1,
        assessed_assumed=3,
        not_assessed=2,
        items=20,
        known=1,
        assumed=3,
        unknown=116,
        items_without_data=tuple(right for right in BOOK.rights if right.code != "HR03"),
    )


def test_unknown_is_averaged_over_all_suppliers_assessed_or_not() -> None:
    assert a_record().summary.unknown_per_supplier == Fraction(116, 6)
    assert a_record({}).summary.unknown_per_supplier is None


def test_rights_without_a_high_priority_are_not_urgent_and_the_others_are_ordered() -> None:
    counts = {
        "high_priority_by_right": {
            ("HR01", "high-assumed"): 3,
            ("HR03", "high-known"): 2,
            ("HR03", "high-assumed"): 2,
            ("HR05", "unrated"): 9,
        }
    }

    urgent = a_record(counts).most_urgent

    assert [(right.code, value) for right, value in urgent] == [("HR03", 4), ("HR01", 3)]


def test_a_source_shows_its_note_only_for_the_very_edition() -> None:
    newer, known = Source(code="wgi_2019", edition="2020"), Source(code="wgi_2019", edition="2019")

    assert sources_seen({newer: 1, known: 2}, BOOK.sources) == (
        SourceSeen(source=known, suppliers=2, note=WGI),
        SourceSeen(source=newer, suppliers=1, note=None),
    )


def test_every_right_of_the_law_is_asked_for() -> None:
    assert len(RIGHTS) == len(set(RIGHTS)) == 20


def test_what_to_look_at_first_is_read_off_the_figures_and_says_zero() -> None:
    counts = {"plans_by_state": {("overdue", ""): 2}, "findings_by_grade": {("minor", ""): 9}}

    found = {each.text: value for each, value in a_record(counts).highlights}

    assert found == {
        "critical findings of audits": 0,
        "contradictions between an audit and a complaint, undecided": 0,
        "action plans overdue": 2,
        "action plans closed on paper only": 0,
        "founded complaints": 0,
        "remedies confirmed by the people themselves": 0,
    }


def test_a_record_of_another_rule_book_is_summed_up_by_its_own_items() -> None:
    counts = {
        "suppliers_by_relation": {("direct", ""): 2},
        "potential_impacts": {
            ("CH11", "known"): 1,
            ("CH11", "assumed"): 1,
            ("CH06", "unknown"): 2,
        },
        "prioritised_impacts": {("CH11", "high-known"): 1},
    }

    record = a_record(counts, book=PREVIEW)

    assert (record.summary.items, record.summary.known, record.summary.unknown) == (24, 1, 2)
    assert [item.code for item in record.summary.items_without_data] == ["CH06"]
    assert [item.code for item, _ in record.most_urgent] == ["CH11"]
