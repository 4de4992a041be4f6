"""A fetch is cut into runs that fit into memory, losing nothing."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from shared.messaging.records import MAX_BATCH_BYTES, appended_at, cut, place_of
from tests.unit.shared.records import ARecord, a_record


def of_size(offset: int, size: int | None) -> ARecord:
    return a_record(offset, None, value=None if size is None else b"x" * size)


def offsets(records: list[ARecord], limit: int) -> list[list[int]]:
    return [[record.offset for record in run] for run in cut(records, limit)]


def test_runs_are_filled_up_to_the_limit_and_not_beyond() -> None:
    records = [of_size(number, 4) for number in range(5)]
    assert offsets(records, 8) == [[0, 1], [2, 3], [4]]


def test_a_record_above_the_limit_goes_alone() -> None:
    assert offsets([of_size(0, 1), of_size(1, 9), of_size(2, 1)], 8) == [[0], [1], [2]]


def test_a_record_without_a_body_weighs_nothing() -> None:
    assert offsets([of_size(0, 8), of_size(1, None)], 8) == [[0, 1]]


def test_no_records_make_no_run() -> None:
    assert list(cut([])) == []


def test_the_limit_is_8_mib() -> None:
    assert MAX_BATCH_BYTES == 8 * 1024 * 1024


@given(sizes=st.lists(st.none() | st.integers(0, 12), max_size=30), limit=st.integers(1, 12))
def test_runs_hold_everything_in_order_and_none_could_take_the_next_record(
    sizes: list[int | None], limit: int
) -> None:
    records = [of_size(number, size) for number, size in enumerate(sizes)]
    runs = list(cut(records, limit))
    weights = [sum(len(record.value or b"") for record in run) for run in runs]
    assert [record for run in runs for record in run] == records
    for run, weight, following in zip(runs, weights, runs[1:], strict=False):
        assert len(run) == 1 or weight <= limit
        assert weight + len(following[0].value or b"") > limit


def test_a_record_knows_its_place_and_when_it_was_appended() -> None:
    record = a_record(3, 1, partition=2, timestamp=1_772_366_400_250)
    assert place_of(record) == ("supplier-updated", 2)
    assert appended_at(record) == datetime(2026, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC)
