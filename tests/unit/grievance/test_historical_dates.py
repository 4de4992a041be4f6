"""Dates of the past: whole or partial, one or several, and what several agree on."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.grievance.domain.historical_dates import (
    agreed,
    dates_of,
    is_before,
    partial_date,
    whole_day,
)

partials = st.dates(date(1900, 1, 1), date(2100, 1, 1)).flatmap(
    lambda day: st.sampled_from([4, 7, 10]).map(lambda length: day.isoformat()[:length])
)


@pytest.mark.parametrize("text", ["2024", "2024-02", "2024-02-29", "0001-01-01"])
def test_a_date_is_taken_as_far_as_it_is_known(text: str) -> None:
    assert partial_date(text) == text


@pytest.mark.parametrize(
    "text",
    ["", "24", "2023-02-29", "2024-13", "0000", "2024-1", "2024-01-1", "20240101", "May 2024",
     "2024-01-01T00:00", "\uff12\uff10\uff12\uff14", "2024-", " 2024"],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert partial_date(text) is None


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2023-07-05 or 2023-05-18", ("2023-07-05", "2023-05-18")),
        (" 2024 ", ("2024",)),
        ("2024; 2024-05", ("2024", "2024-05")),
        ("2024|2025", ("2024", "2025")),
        ("2024 or so", None),
        ("2024;", None),
        ("", None),
    ],
)
def test_sources_that_disagree_share_a_cell(text: str, dates: tuple[str, ...] | None) -> None:
    assert dates_of(text) == dates


@pytest.mark.parametrize(
    ("dates", "common"),
    [
        ([], None),
        (["2023-07-05"], "2023-07-05"),
        (["2023-07-05", "2023-05-18"], "2023"),
        (["2023-07-05", "2023-07-18"], "2023-07"),
        (["2023-07-05", "2023-07"], "2023-07"),
        (["2023-07-05", "2022-07-05"], None),
        (["2023-01-10", "2023-11-10"], "2023"),
        (["2023-07-05", "2022", "2023"], None),
    ],
)
def test_several_dates_agree_on_what_they_share(dates: list[str], common: str | None) -> None:
    assert agreed(dates) == common


@given(st.lists(partials, min_size=1, max_size=5))
def test_what_is_agreed_stands_in_every_date_and_is_never_padded(dates: list[str]) -> None:
    common = agreed(dates)
    assert common is None or all(each.startswith(common) for each in dates)
    assert agreed(list(reversed(dates))) == common


@pytest.mark.parametrize(
    ("one", "other", "is_earlier"),
    [
        ("2023-01-01", "2023-01-02", True),
        ("2023", "2023-05", False),
        ("2022", "2023-05", True),
        ("2023-06", "2023-05-31", False),
        (None, "2023", False),
        ("2023", None, False),
    ],
)
def test_before_is_said_only_when_it_is_sure(
    one: str | None, other: str | None, *, is_earlier: bool
) -> None:
    assert is_before(one, other) is is_earlier


def test_only_a_whole_date_is_a_day() -> None:
    assert [whole_day(text) for text in ("2024-02-29", "2024-02", None)] == [
        date(2024, 2, 29), None, None,
    ]  # fmt: skip
