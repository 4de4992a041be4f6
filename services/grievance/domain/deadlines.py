"""Deadlines of a procedure: on which day a step is due, and when that day ends.

Periods are ISO 8601 durations, counted in calendar or working days; whether a last day that is no
working day slides to the next one is a rule of each deadline. Which period applies is data.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from sorgfalt_contracts.periods import add_period

from services.grievance.domain.calendars import (
    WorkingCalendar,
    add_working_days,
    next_working_day,
)
from services.grievance.domain.case import Deadlines


class Counting(StrEnum):
    """Which days of a period count."""

    CALENDAR = "calendar-days"
    WORKING = "working-days"


class TimedStep(StrEnum):
    """A step of a procedure that a person waits for."""

    ACKNOWLEDGEMENT = "acknowledgement"
    FEEDBACK = "feedback"


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A period and how it is counted: `rolls` if its last day slides to a working day."""

    period: str
    counting: Counting = Counting.CALENDAR
    rolls: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadline:
    """How long a step may take, from when, and on what ground.

    It runs from receipt; from the acknowledgement instead, once there is one, if the procedure says
    so. `is_law` is False for a period that only serves as orientation.
    """

    step: TimedStep
    after_receipt: Term
    after_acknowledgement: Term | None = None
    is_law: bool
    basis: str


def due_day(started_on: date, term: Term, calendar: WorkingCalendar) -> date:
    """Return the last day of a term; the day it started does not count (section 187(1) BGB).

    Raises ValueError for a period that is none, or for months counted in working days, and
    UnknownYearError where the calendar ends.
    """
    if term.counting is Counting.WORKING:
        day = add_working_days(started_on, _days(term.period), calendar)
    else:
        day = add_period(started_on, term.period)
    return next_working_day(day, calendar) if term.rolls else day


def _days(period: str) -> int:
    """Return the days of a period that has nothing else; working months do not exist."""
    digits = period.removeprefix("P").removesuffix("D")
    if period != f"P{digits}D" or not digits.isdecimal():
        raise ValueError(f"a period in working days names days only: {period}")
    return int(digits)


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """Return the instant (UTC) at which `day` ends where `zone` counts, whatever its length.

    It is the next midnight there: 23 or 25 hours after the last one when clocks change. Where that
    midnight happens twice the first counts, and where it is left out the moment clocks jump.
    """
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone).astimezone(UTC)


def local_day(instant: datetime, zone: tzinfo) -> date:
    """Return the day on which an instant falls where `zone` counts."""
    return instant.astimezone(zone).date()


def due_on(
    deadline: Deadline, received_on: date, acknowledged_on: date | None, calendar: WorkingCalendar
) -> date:
    """Return the last day of a step; from the acknowledgement where the procedure counts so.

    Section 17(2) HinSchG words it so: three months after the acknowledgement or, without one,
    three months and seven days after receipt.
    """
    if deadline.after_acknowledgement is not None and acknowledged_on is not None:
        return due_day(acknowledged_on, deadline.after_acknowledgement, calendar)
    return due_day(received_on, deadline.after_receipt, calendar)


def deadlines_of(
    procedure: Iterable[Deadline],
    received_on: date,
    acknowledged_on: date | None,
    calendar: WorkingCalendar,
) -> Deadlines:
    """Return the last days of a case; a step that the procedure does not time has none."""
    days = {each.step: due_on(each, received_on, acknowledged_on, calendar) for each in procedure}
    return Deadlines(
        acknowledge_by=days.get(TimedStep.ACKNOWLEDGEMENT),
        feedback_by=days.get(TimedStep.FEEDBACK),
    )
