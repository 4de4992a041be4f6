"""Working days: what counts as one, and how one counts in them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.grievance.domain.calendars import (
    UnknownYearError,
    WorkingCalendar,
    add_working_days,
    is_working_day,
    next_working_day,
)
from services.grievance.store.places import calendar_of, years_from
from shared.store.packs import PackError

YEARS = frozenset(range(2019, 2032))
days = st.dates(date(2020, 1, 1), date(2029, 12, 31))
calendars = st.builds(
    WorkingCalendar,
    place=st.just("X"),
    years=st.just(YEARS),
    holidays=st.frozensets(days, max_size=40),
    weekend=st.frozensets(st.integers(0, 6), max_size=3),
)


def the_calendar(*holidays: str) -> WorkingCalendar:
    return WorkingCalendar(
        place="X", years=YEARS, holidays=frozenset(map(date.fromisoformat, holidays))
    )


def test_weekends_and_holidays_are_no_working_days() -> None:
    calendar = the_calendar("2026-12-25")
    found = [is_working_day(date(2026, 12, day), calendar) for day in (24, 25, 26, 27, 28)]
    assert found == [True, False, False, False, True]


def test_a_weekend_is_where_the_place_has_it() -> None:
    calendar = WorkingCalendar(
        place="X", years=YEARS, holidays=frozenset(), weekend=frozenset({4, 5})
    )
    assert next_working_day(date(2026, 12, 25), calendar) == date(2026, 12, 27)


def test_a_year_nobody_knows_is_not_a_year_without_holidays() -> None:
    with pytest.raises(UnknownYearError, match="the holidays of 2032 are not known"):
        next_working_day(date(2032, 1, 1), the_calendar())


def test_a_week_without_a_working_day_is_refused() -> None:
    with pytest.raises(ValueError, match="a week needs a working day"):
        WorkingCalendar(place="X", years=YEARS, holidays=frozenset(), weekend=frozenset(range(7)))


@given(day=days, calendar=calendars)
def test_the_next_working_day_is_one_and_none_lies_before_it(
    day: date, calendar: WorkingCalendar
) -> None:
    found = next_working_day(day, calendar)
    between = [day + timedelta(days=step) for step in range((found - day).days)]
    assert is_working_day(found, calendar)
    assert not any(is_working_day(each, calendar) for each in between)


@given(day=days, count=st.integers(0, 60), calendar=calendars)
def test_so_many_working_days_lie_between(day: date, count: int, calendar: WorkingCalendar) -> None:
    found = add_working_days(day, count, calendar)
    after = [day + timedelta(days=step) for step in range(1, (found - day).days + 1)]
    assert sum(is_working_day(each, calendar) for each in after) == count
    assert not after or is_working_day(found, calendar)


@given(day=days, later=st.integers(0, 400), count=st.integers(0, 30), calendar=calendars)
def test_who_starts_later_ends_no_earlier(
    day: date, later: int, count: int, calendar: WorkingCalendar
) -> None:
    other = min(day + timedelta(days=later), date(2029, 12, 31))
    assert add_working_days(day, count, calendar) <= add_working_days(other, count, calendar)


def test_nobody_counts_backward() -> None:
    with pytest.raises(ValueError, match="forward only"):
        add_working_days(date(2026, 1, 1), -1, the_calendar())


@pytest.mark.parametrize(
    ("place", "day", "is_working"),
    [
        ("DE", "2026-10-03", False),
        ("DE", "2026-06-04", True),
        ("DE-BW", "2026-06-04", False),
        ("US", "2024-05-27", False),
        ("MX", "2024-09-16", False),
    ],
)
def test_the_holidays_of_a_place_are_its_own(place: str, day: str, *, is_working: bool) -> None:
    asked = date.fromisoformat(day)
    assert is_working_day(asked, calendar_of(place, years_from({asked.year}))) is is_working


@pytest.mark.parametrize("place", ["XX", "DE-XX", "", "de bw"])
def test_a_place_nobody_knows_is_refused(place: str) -> None:
    with pytest.raises(PackError, match="are not known"):
        calendar_of(place, frozenset({2026}))
