"""Rows become columns for `unnest`, all of one length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.store.bulk import columns

ROWS = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.tuples(*[st.integers() | st.none()] * width), min_size=1)
)


def test_rows_become_columns() -> None:
    assert columns([("a", 1), ("b", None)], 2) == [["a", "b"], [1, None]]


def test_no_rows_make_as_many_empty_columns_as_the_statement_takes() -> None:
    assert columns([], 3) == [[], [], []]


def test_a_row_of_another_length_is_refused_rather_than_cut() -> None:
    with pytest.raises(ValueError, match="shorter"):
        columns([("a", 1), ("b",)], 2)


@given(rows=ROWS)
def test_columns_hold_what_the_rows_held(rows: list[tuple[object, ...]]) -> None:
    assert [*zip(*columns(rows, len(rows[0])), strict=True)] == rows
