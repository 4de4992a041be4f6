"""Dates of which only a part is stated."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.risk.domain.partial_dates import first_day, is_before, last_day

days = st.dates(min_value=date(1, 1, 1))
texts = st.builds(lambda day, size: day.isoformat()[:size], days, st.sampled_from([4, 7, 10]))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-02-03", date(2024, 2, 3), date(2024, 2, 3)),
    ],
)
def test_a_partial_date_stands_for_every_day_it_may_mean(
    text: str, first: date, last: date
) -> None:
    assert (first_day(text), last_day(text)) == (first, last)


@pytest.mark.parametrize("text", ["", "x", "2024-13", "2024-00", "2023-02-29", "0000"])
def test_what_is_no_date_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        first_day(text)


@pytest.mark.parametrize(
    ("one", "other", "is_known"),
    [
        ("2024", "2025", True),
        ("2024", "2024-05", False),
        ("2024-05", "2024", False),
        ("2024-05-31", "2024-06", True),
        ("2024-05-31", "2024-05", False),
        ("2024-05-03", "2024-05-03", False),
    ],
)
def test_an_order_is_known_only_if_it_holds_for_every_day(
    one: str, other: str, *, is_known: bool
) -> None:
    assert is_before(one, other) is is_known


@given(texts, texts)
def test_of_two_dates_at_most_one_is_before_the_other(one: str, other: str) -> None:
    assert not (is_before(one, other) and is_before(other, one))


@given(texts)
def test_the_first_day_is_never_after_the_last(text: str) -> None:
    assert first_day(text) <= last_day(text)
