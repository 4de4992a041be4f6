"""A fetch is sorted into work, dead letters, repeats, gaps, holes and what is not ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts.events import ERA, RiskAssessed
from sorgfalt_contracts.terms import CompanyId
from sorgfalt_contracts.topics import MAX_EVENT_BYTES

from shared.messaging.batch import Batch
from shared.store.progress import Move
from tests.unit.shared.records import (
    COMPANY,
    PLACE,
    RISKS,
    SUPPLIERS,
    TOPIC_ID,
    a_reader,
    a_record,
    a_standing,
    commands,
    read,
    reasons,
)

RISK_PLACE = (RISKS.name, 2)


def stands(batch: Batch) -> tuple[int | None, int | None]:
    return batch.next_offset.get(PLACE), batch.mark.get(PLACE)


def test_new_records_become_work_in_order_and_move_offset_and_mark() -> None:
    batch = read([a_record(5, 8), a_record(6, 9)], a_standing(5, 7))
    assert (commands(batch), stands(batch)) == (["8", "9"], (7, 9))
    assert (batch.repeats, batch.stale, batch.letters, batch.gaps) == (0, 0, [], {})


def test_work_is_kept_apart_by_topic_and_type() -> None:
    risk = a_record(0, 1, topic=RISKS.name, partition=2, attributes={"type": RiskAssessed.TYPE})
    owned = {PLACE: a_standing(), RISK_PLACE: a_standing()}
    ids = {SUPPLIERS.name: TOPIC_ID, RISKS.name: TOPIC_ID}
    batch = a_reader().read([risk, a_record(0, 1)], owned, ids)
    assert [(key, [each.cause.topic for each in work]) for key, work in batch.work.items()] == [
        ((RISKS.name, RiskAssessed.TYPE), [RISKS.name]),
        ((SUPPLIERS.name, "sorgfalt.supplier-updated.v1"), [SUPPLIERS.name]),
    ]


def test_companies_are_those_of_the_work() -> None:
    assert read([a_record(0, 1)]).companies == {CompanyId(COMPANY)}


def test_moves_compare_with_what_was_owned() -> None:
    standing = a_standing(5, 7)
    assert read([a_record(5, 8)], standing).moves({PLACE: standing}) == [
        Move(place=PLACE, epoch=3, expected=5, next_offset=6, last_sequence=8)
    ]


def test_a_repeat_by_sequence_is_counted_and_passed() -> None:
    batch = read([a_record(5, 7), a_record(6, 8)], a_standing(5, 7))
    assert (commands(batch), batch.repeats, stands(batch)) == (["8"], 1, (7, 8))


def test_a_gap_stops_its_partition_where_it_is() -> None:
    batch = read([a_record(5, 8), a_record(6, 10), a_record(7, 11)], a_standing(5, 7))
    assert (commands(batch), stands(batch)) == (["8"], (6, 8))
    assert (batch.gaps, batch.stale) == ({PLACE: (9, 10)}, 1)


def test_a_gap_in_one_partition_does_not_stop_another() -> None:
    owned = {PLACE: a_standing(0, 7), (SUPPLIERS.name, 1): a_standing(0, 3)}
    fetched = [a_record(0, 9), a_record(0, 4, partition=1)]
    batch = a_reader().read(fetched, owned, {SUPPLIERS.name: TOPIC_ID})
    assert (commands(batch), batch.next_offset) == (["4"], {(SUPPLIERS.name, 1): 1})


def test_the_first_sequence_ever_seen_is_taken_as_it_is() -> None:
    batch = read([a_record(0, 40)], a_standing(0, None))
    assert (commands(batch), stands(batch)) == (["40"], (1, 40))


def test_the_first_number_of_a_higher_era_is_no_gap() -> None:
    batch = read([a_record(0, 2 * ERA + 1)], a_standing(0, ERA + 90))
    assert (batch.gaps, stands(batch)) == ({}, (1, 2 * ERA + 1))


def test_a_later_number_of_a_higher_era_is_a_gap() -> None:
    batch = read([a_record(0, 2 * ERA + 2)], a_standing(0, ERA + 90))
    assert batch.gaps == {PLACE: (ERA + 91, 2 * ERA + 2)}


@pytest.mark.parametrize(("sequence", "mark"), [(3, 7), (30, 30)])
def test_a_republished_record_is_neither_repeat_nor_gap_and_never_lowers_the_mark(
    sequence: int, mark: int
) -> None:
    batch = read([a_record(0, sequence, republished=True)], a_standing(0, 7))
    assert (commands(batch), batch.gaps, stands(batch)) == ([str(sequence)], {}, (1, mark))


def test_what_is_below_the_stored_offset_is_stale() -> None:
    batch = read([a_record(4, 7), a_record(5, 8)], a_standing(5, 7))
    assert (commands(batch), batch.stale, stands(batch)) == (["8"], 1, (6, 8))


def test_what_is_not_owned_is_stale() -> None:
    batch = read([a_record(0, 1, partition=4)])
    assert (batch.work, batch.stale, batch.next_offset) == ({}, 1, {})


def test_a_halted_partition_takes_nothing() -> None:
    batch = read([a_record(0, 1)], a_standing(0, None, "a gap"))
    assert (batch.work, batch.stale, batch.next_offset) == ({}, 1, {})


def test_a_fetch_that_begins_behind_the_place_we_sought_is_a_hole_and_dropped() -> None:
    batch = read([a_record(9, 11), a_record(10, 12)], a_standing(5, 7))
    assert (batch.work, batch.holes, batch.stale, batch.next_offset) == ({}, {PLACE}, 2, {})


def test_a_hole_that_is_still_there_is_real() -> None:
    reader, standing = a_reader(), a_standing(5, 7)
    fetched = [a_record(9, 8), a_record(10, 9)]
    assert read(fetched, standing, reader).holes == {PLACE}
    again = read(fetched, standing, reader)
    assert (commands(again), again.holes, stands(again)) == (["8", "9"], set(), (11, 9))


def test_a_missing_offset_within_a_fetch_is_no_hole() -> None:
    batch = read([a_record(5, 8), a_record(8, 9)], a_standing(5, 7))
    assert (commands(batch), stands(batch)) == (["8", "9"], (9, 9))


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"value": None}, "null-value"),
        ({"value": b" " * (MAX_EVENT_BYTES + 1)}, "too-large"),
        ({"key": None}, "no-key"),
        ({"key": b""}, "no-key"),
        ({"sequence": None}, "no-sequence"),
        ({"headers": []}, "bad-envelope: specversion"),
        ({"attributes": {"type": "sorgfalt.never-heard-of.v1"}}, "unknown-type"),
        ({"attributes": {"type": "sorgfalt.supplier-updated.v9"}}, "unknown-version"),
        ({"attributes": {"type": RiskAssessed.TYPE}}, "no-route"),
        ({"attributes": {"company_id": "x"}}, "bad-envelope: companyid"),
        ({"attributes": {"recorded_at": None}}, "bad-envelope: recordedtime or correlationid"),
        ({"attributes": {"correlation_id": ""}}, "bad-envelope: recordedtime or correlationid"),
        ({"value": b"1"}, "invalid"),
        ({"value": b'"cut'}, "not-json"),
        ({"value": b'"\xff"'}, "not-json"),
        ({"value": b'"deep"'}, "too-deep"),
        ({"value": b'"unreadable"'}, "bad-lei: supplier.lei"),
    ],
)
def test_what_cannot_be_taken_is_a_dead_letter_and_the_next_record_is_read(
    changed: dict[str, object], reason: str
) -> None:
    bad = a_record(0, **({"sequence": 8} | changed))  # type: ignore[arg-type]
    batch = read([bad, a_record(1, 8, republished=True)])
    assert (reasons(batch), commands(batch)) == ([reason], ["8"])
    assert (batch.letters[0].record, batch.letters[0].topic_id) == (bad, TOPIC_ID)
    assert batch.next_offset == {PLACE: 2}


def test_a_dead_letter_keeps_its_place_in_the_sequence() -> None:
    batch = read([a_record(0, 8, value=b"{"), a_record(1, 9)], a_standing(0, 7))
    assert (commands(batch), batch.gaps, stands(batch)) == (["9"], {}, (2, 9))


def test_one_record_always_gives_one_dead_letter_id() -> None:
    (one,), (same,) = (read([a_record(0, 1, value=None)]).letters for _ in range(2))
    (other,) = read([a_record(0, 1, partition=0, value=b"{")], a_standing(0)).letters
    assert one.letter_id == same.letter_id == other.letter_id
    (later,) = read([a_record(1, 1, value=None)], a_standing(1)).letters
    assert later.letter_id != one.letter_id


def test_the_hops_of_the_work_are_noted() -> None:
    hop = f"00-{1:032x}-{2:016x}-01"
    assert read([a_record(0, 1, hop=hop), a_record(1, 2)]).hops == [hop]


@st.composite
def _deliveries(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    """Draw sequences as an at-least-once relay sends them, and where fetches end."""
    sent, reached = [], 0
    for _ in range(draw(st.integers(1, 20))):
        resumed = draw(st.integers(max(1, reached - 3), reached + 1))
        reached = max(reached, resumed)
        sent.append(resumed)
    ends = draw(st.lists(st.integers(1, len(sent)), max_size=5))
    return sent, sorted({*ends, len(sent)})


@given(delivery=_deliveries())
def test_however_a_stream_is_cut_and_repeated_each_fact_is_taken_once_in_order(
    delivery: tuple[list[int], list[int]],
) -> None:
    sent, ends = delivery
    reader, standing, taken = a_reader(), a_standing(0, 0), []
    for start, end in zip([0, *ends], ends, strict=False):
        fetched = [a_record(offset, sent[offset]) for offset in range(start, end)]
        batch = read(fetched, standing, reader)
        taken += commands(batch)
        standing = a_standing(batch.next_offset[PLACE], batch.mark[PLACE])
    assert taken == [str(number) for number in range(1, max(sent) + 1)]
