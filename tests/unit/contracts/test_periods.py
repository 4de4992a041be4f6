from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts.periods import add_period

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "period", "ends"),
    [
        ("2026-03-01", "P7D", "2026-03-08"),
        ("2026-01-31", "P1M", "2026-02-28"),
        ("2028-01-31", "P1M", "2028-02-29"),
        ("2024-02-29", "P1Y", "2025-02-28"),
        ("2026-11-30", "P3M", "2027-02-28"),
        ("2026-01-31", "P1M1D", "2026-03-01"),
        ("2026-12-31", "P1Y2M3D", "2028-03-03"),
    ],
)
def test_a_period_ends_where_the_calendar_says(day: str, period: str, ends: str) -> None:
    assert add_period(date.fromisoformat(day), period) == date.fromisoformat(ends)


@given(day=days, count=st.integers(0, 999))
def test_days_are_days(day: date, count: int) -> None:
    assert (add_period(day, f"P{count}D") - day).days == count


@given(day=days, years=st.integers(0, 99))
def test_a_year_is_twelve_months(day: date, years: int) -> None:
    months = min(years, 80) * 12
    assert add_period(day, f"P{min(years, 80)}Y") == add_period(day, f"P{months}M")


@pytest.mark.parametrize("text", ["", "P", "7D", "PT5M", "P1W", "P-1D", "P1.5D", "P1D "])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no ISO 8601 period"):
        add_period(date(2026, 1, 1), text)


def test_a_period_beyond_the_calendar_overflows() -> None:
    with pytest.raises(OverflowError):
        add_period(date(9999, 1, 1), "P1Y")
