"""Deadlines: the last day of a period, and the instant at which it ends."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.grievance.domain.calendars import WorkingCalendar, is_working_day
from services.grievance.domain.case import Deadlines
from services.grievance.domain.deadlines import (
    Counting,
    Deadline,
    Term,
    TimedStep,
    deadlines_of,
    due_day,
    end_of_day,
    local_day,
)
from services.grievance.store.places import calendar_of, years_from

YEARS = frozenset(range(2019, 2036))
BARE = WorkingCalendar(place="X", years=YEARS, holidays=frozenset())
BERLIN = ZoneInfo("Europe/Berlin")
MEXICO = ZoneInfo("America/Mexico_City")
ZONES = [
    "Europe/Berlin", "America/Mexico_City", "America/Santiago", "America/Havana",
    "America/Asuncion", "Africa/Cairo", "Asia/Beirut", "Asia/Kolkata", "Australia/Lord_Howe",
    "Pacific/Apia", "Pacific/Kiritimati", "UTC",
]  # fmt: skip
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
terms = st.builds(
    Term,
    period=st.sampled_from(["P7D", "P1M", "P3M", "P3M7D", "P1Y", "P30D", "P0D"]),
    counting=st.just(Counting.CALENDAR),
    rolls=st.booleans(),
) | st.builds(
    Term,
    period=st.integers(0, 60).map("P{}D".format),
    counting=st.just(Counting.WORKING),
    rolls=st.booleans(),
)
calendars = st.builds(
    WorkingCalendar,
    place=st.just("X"),
    years=st.just(YEARS),
    holidays=st.frozensets(days, max_size=40),
)


@pytest.mark.parametrize(
    ("petition", "request_made", "is_in_time"),
    [
        ("2022-04-18", "2022-05-18", True),  # the thirtieth day, a Wednesday
        ("2023-04-20", "2023-05-22", True),  # due on a Saturday, slides to Monday
        ("2023-08-24", "2023-09-25", True),
        ("2024-02-29", "2024-04-01", True),
        ("2024-04-25", "2024-05-28", True),  # slides past a Monday that is a public holiday
        ("2024-10-24", "2024-11-22", True),  # due on a Saturday and answered the day before
        ("2023-05-15", "2023-06-16", False),
        ("2023-07-05", "2023-08-07", False),  # due on a Friday: three days late
        ("2023-09-20", "2023-10-23", False),
        ("2023-11-13", "2023-12-14", False),
    ],
)
def test_thirty_days_end_where_the_agency_counted_them(
    petition: str, request_made: str, *, is_in_time: bool
) -> None:
    """Real steps of cases under one mechanism: five due days fell on a Saturday, four slid."""
    started = date.fromisoformat(petition)
    calendar = calendar_of("US", years_from({started.year}))
    last_day = due_day(started, Term(period="P30D"), calendar)
    assert (date.fromisoformat(request_made) <= last_day) is is_in_time


def test_a_last_day_slides_only_where_the_rule_says_so() -> None:
    started = date(2023, 4, 20)
    found = [due_day(started, Term(period="P30D", rolls=rolls), BARE) for rolls in (False, True)]
    assert found == [date(2023, 5, 20), date(2023, 5, 22)]


def test_working_days_are_counted_without_weekends() -> None:
    term = Term(period="P10D", counting=Counting.WORKING)
    assert due_day(date(2026, 11, 23), term, BARE) == date(2026, 12, 7)


@pytest.mark.parametrize("period", ["P1M", "P1Y2D", "10D", "PD", "P-1D", ""])
def test_only_days_can_be_working_days(period: str) -> None:
    with pytest.raises(ValueError, match="names days only"):
        due_day(date(2026, 11, 23), Term(period=period, counting=Counting.WORKING), BARE)


@given(day=days, term=terms, calendar=calendars)
def test_a_rolling_deadline_never_ends_on_a_day_off(
    day: date, term: Term, calendar: WorkingCalendar
) -> None:
    found = due_day(day, term, calendar)
    assert found >= day
    assert not term.rolls or is_working_day(found, calendar)


@given(day=days, later=st.integers(0, 700), term=terms, calendar=calendars)
def test_who_starts_later_is_due_no_earlier(
    day: date, later: int, term: Term, calendar: WorkingCalendar
) -> None:
    other = min(day + timedelta(days=later), date(2030, 12, 31))
    assert due_day(day, term, calendar) <= due_day(other, term, calendar)


@given(day=st.dates(date(1971, 1, 1), date(2037, 12, 1)), zone=st.sampled_from(ZONES).map(ZoneInfo))
def test_a_day_ends_at_the_first_instant_of_the_next_where_it_counts(
    day: date, zone: ZoneInfo
) -> None:
    end = end_of_day(day, zone)
    assert local_day(end, zone) > day
    assert local_day(end - timedelta(microseconds=1), zone) <= day


@pytest.mark.parametrize(
    ("day", "zone", "end"),
    [
        ("2026-11-30", BERLIN, "2026-11-30T23:00:00"),
        ("2026-03-28", BERLIN, "2026-03-28T23:00:00"),
        ("2026-03-29", BERLIN, "2026-03-29T22:00:00"),  # a day of 23 hours
        ("2026-10-25", BERLIN, "2026-10-25T23:00:00"),  # a day of 25 hours
        ("2022-04-02", MEXICO, "2022-04-03T06:00:00"),
        ("2022-04-03", MEXICO, "2022-04-04T05:00:00"),  # 23 hours
        ("2022-10-30", MEXICO, "2022-10-31T06:00:00"),  # 25 hours, the last time there
        ("2026-04-05", MEXICO, "2026-04-06T06:00:00"),
        ("2024-09-07", ZoneInfo("America/Santiago"), "2024-09-08T04:00:00"),  # no midnight
        ("2024-04-06", ZoneInfo("America/Santiago"), "2024-04-07T04:00:00"),  # 23 o'clock twice
        ("2024-11-02", ZoneInfo("America/Havana"), "2024-11-03T04:00:00"),  # midnight twice
        ("2011-12-29", ZoneInfo("Pacific/Apia"), "2011-12-30T10:00:00"),  # no next day at all
    ],
)
def test_a_day_ends_when_its_clocks_say_so(day: str, zone: ZoneInfo, end: str) -> None:
    expected = datetime.fromisoformat(end).replace(tzinfo=UTC)
    assert end_of_day(date.fromisoformat(day), zone) == expected


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-10-25T00:30:00", "2026-10-25"),  # 02:30 in summer time
        ("2026-10-25T01:30:00", "2026-10-25"),  # 02:30 once more
        ("2026-03-29T01:00:00", "2026-03-29"),  # 03:00, an hour after 01:59
        ("2026-11-23T23:30:00", "2026-11-24"),
    ],
)
def test_an_instant_falls_on_the_day_of_its_zone(instant: str, day: str) -> None:
    at = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert local_day(at, BERLIN) == date.fromisoformat(day)


FEEDBACK = Deadline(
    step=TimedStep.FEEDBACK,
    after_receipt=Term(period="P3M7D"),
    after_acknowledgement=Term(period="P3M"),
    is_law=False,
    basis="HinSchG section 17(2)",
)


@pytest.mark.parametrize(
    ("acknowledged_on", "feedback_by"),
    [(None, date(2027, 3, 2)), (date(2026, 11, 24), date(2027, 2, 24))],
)
def test_feedback_runs_from_the_acknowledgement_once_there_is_one(
    acknowledged_on: date | None, feedback_by: date
) -> None:
    found = deadlines_of([FEEDBACK], date(2026, 11, 23), acknowledged_on, BARE)
    assert found == Deadlines(acknowledge_by=None, feedback_by=feedback_by)
