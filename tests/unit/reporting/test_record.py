from fractions import Fraction

from services.reporting.domain.projection import Source
from services.reporting.domain.record import SourceSeen, Summary, sources_seen
from tests.unit.reporting.builders import BOOK, RIGHTS, a_record

WGI = next(note for note in BOOK.sources if note.code == "wgi_2019")


def test_a_summary_is_read_off_the_figures() -> None:
    assert a_record().summary == Summary(
        suppliers=6,
        relation_unknown=1,
        assessed_known=1,
        assessed_assumed=3,
        not_assessed=2,
        rights=20,
        known=1,
        assumed=3,
        unknown=116,
        rights_without_data=19,
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
