import hashlib
import itertools
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting import translate
from services.reporting.domain.edition import FrozenRecord, document_fault, next_heading
from services.reporting.domain.edition_ranges import as_ranges, in_ranges
from services.reporting.domain.evidence import EvidenceEvent
from services.reporting.domain.figure import Figure
from services.reporting.domain.position import Mark, Position
from services.reporting.domain.record import Record
from tests.unit.reporting.edition_builders import NOON, a_book, a_record, an_event, records

GOLDEN = Path(__file__).with_name("golden") / "edition-v1.json"
BEHIND = {
    "suppliers": {"direct": [an_event(1), an_event(2), an_event(3)], "unknown": [an_event(5)]},
    "cases": {"direct": [an_event(2), an_event(5, None, part="1")]},
}


def document_of(record: Record) -> bytes:
    content = translate.record_content(record)
    return translate.edition_document(
        next_heading(None, record, translate.digest(content)), content
    )


def in_one_order(record: Record) -> Record:
    """Return the record with the events behind each number in the order of the document."""

    def key(event: EvidenceEvent) -> tuple[str, object, str]:
        return (event.event.topic, event.subject.id, event.part)

    def ordered(figure: Figure) -> Figure:
        cells = tuple(
            replace(
                cell,
                evidence=replace(
                    cell.evidence, events=tuple(sorted(cell.evidence.events, key=key))
                ),
            )
            for cell in figure.cells
        )
        return replace(figure, cells=cells)

    return replace(record, figures=tuple(map(ordered, record.figures)))


@given(st.lists(st.integers(0, 60)))
def test_ranges_hold_exactly_the_numbers_they_were_made_of(numbers: list[int]) -> None:
    ranges = as_ranges(numbers)

    assert list(in_ranges(ranges)) == sorted(set(numbers))
    spans = [(found, found) if isinstance(found, int) else found for found in ranges]
    assert all(later[0] > earlier[1] + 1 for earlier, later in itertools.pairwise(spans))
    assert all(first < last for first, last in (r for r in ranges if not isinstance(r, int)))


@given(records())
def test_a_frozen_record_is_opened_as_it_was(record: Record) -> None:
    document = document_of(record)

    opened = translate.open_edition(document)

    assert in_one_order(opened.record) == in_one_order(record)
    assert opened.sha256 == hashlib.sha256(document).hexdigest()


@given(records())
def test_a_document_is_canonical_json(record: Record) -> None:
    document = document_of(record)

    plain = json.loads(document, parse_float=_refuse)
    again = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert again.encode() == document
    assert all(key.isascii() for key in _keys(plain))


def _refuse(text: str) -> None:
    raise AssertionError(f"a number that is no integer: {text}")


def _keys(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(_keys, value.values()))
    return set().union(*map(_keys, value)) if isinstance(value, list) else set()


@given(st.text())
def test_text_is_written_as_ecmascript_writes_it(name: str) -> None:
    record = a_record(company=name)

    document = document_of(record)

    plain = json.dumps(record.company.name, ensure_ascii=False)
    assert f'"name":{plain}'.encode() in document


def test_an_event_behind_many_numbers_stands_once() -> None:
    plain = json.loads(translate.record_content(a_record(BEHIND)))

    assert [row[3] for row in plain["events"]["rows"]] == [
        "event-101", "event-201", "event-301", "event-501", "event-500",
    ]  # fmt: skip
    suppliers, cases = plain["figures"]
    assert suppliers["cells"][0]["evidence"]["events"] == [[0, 2]]
    assert cases["cells"][0]["evidence"]["events"] == [1, 4]


def test_the_moment_and_the_offsets_of_the_broker_are_no_part_of_the_content() -> None:
    record = a_record(BEHIND)
    mark = record.position.marks[0]
    anew = Position(marks=(replace(mark, next_offset=0),))

    later = replace(record, generated_at=NOON + timedelta(days=1), position=anew)

    assert translate.record_content(later) == translate.record_content(record)


@pytest.mark.parametrize(
    "other",
    [
        a_record(BEHIND, sequence=8),
        a_record(BEHIND, company="Example SE"),
        a_record(BEHIND, book=a_book(edition="2027.1")),
        a_record({**BEHIND, "cases": {}}),
    ],
)
def test_one_more_fact_another_name_or_other_rules_are_another_content(other: Record) -> None:
    assert translate.record_content(other) != translate.record_content(a_record(BEHIND))


def test_a_position_that_reads_no_fact_has_a_content_too() -> None:
    mark = Mark(topic="risk-assessed", partition=0, last_sequence=None, next_offset=0)
    record = replace(a_record(), position=Position(marks=(mark,)))

    assert translate.open_edition(document_of(record)).heading.position.marks == (mark,)


def test_an_edition_is_opened_with_as_many_events_as_asked_for() -> None:
    opened = translate.open_edition(document_of(a_record(BEHIND)), 2)

    direct = opened.record.figure("suppliers").cell("direct")
    assert (direct.value, direct.evidence.count) == (3, 3)
    assert direct.evidence.events == (an_event(1), an_event(2))


def test_editions_opened_together_share_the_events_they_have_in_common() -> None:
    seen: translate.Seen = {}

    opened = [
        translate.open_edition(document_of(a_record(BEHIND, sequence=number)), seen=seen)
        for number in (7, 8)
    ]

    first, second = (each.record.figure("cases").cell("direct").evidence.events for each in opened)
    assert all(one is other for one, other in zip(first, second, strict=True))


def test_one_number_is_opened_with_all_its_events() -> None:
    document = document_of(a_record(BEHIND))

    heading, cell = translate.open_cell(document, "suppliers", "direct")

    assert heading == translate.open_edition(document).heading
    assert cell.evidence.events == (an_event(1), an_event(2), an_event(3))
    with pytest.raises(KeyError):
        translate.open_cell(document, "suppliers", "nowhere")
    with pytest.raises(KeyError):
        translate.open_cell(document, "nothing", "direct")


@pytest.mark.parametrize("document", [b"", b"{}", b"\xff", b'{"format":"sorgfalt.edition.v2"}'])
def test_bytes_of_another_format_are_refused(document: bytes) -> None:
    with pytest.raises(translate.UnreadableEditionError):
        translate.open_edition(document)
    assert translate.examine(1, "", document).heading is None


def test_a_document_of_a_later_format_is_refused() -> None:
    document = document_of(a_record(BEHIND)).replace(b"edition.v1", b"edition.v2")

    with pytest.raises(translate.UnreadableEditionError):
        translate.open_edition(document)


def test_events_in_other_columns_are_refused() -> None:
    document = document_of(a_record(BEHIND)).replace(
        b'"partition","sequence"', b'"sequence","partition"'
    )

    with pytest.raises(translate.UnreadableEditionError):
        translate.open_edition(document)


def test_what_is_stored_is_smaller_and_comes_back_whole() -> None:
    document = document_of(a_record(BEHIND))

    assert len(translate.compress(document)) < len(document) / 2
    assert translate.decompress(translate.compress(document)) == document
    with pytest.raises(translate.UnreadableEditionError):
        translate.decompress(document)


def test_an_edition_of_the_first_format_is_read_for_ever() -> None:
    document = GOLDEN.read_bytes()

    opened: FrozenRecord = translate.open_edition(document)

    examined = translate.examine(1, opened.sha256, document)
    assert document_fault(examined) is None
    assert in_one_order(opened.record) == in_one_order(a_record(BEHIND))
