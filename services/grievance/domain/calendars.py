"""Working days: which days of a place are no working days, and how one counts in the others.

Holidays come in as dates; which days they are is for the rim to say (place and years).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

SATURDAY: Final = 5
SUNDAY: Final = 6
_DAY: Final = timedelta(days=1)


class UnknownYearError(ValueError):
    """A day lies in a year whose holidays nobody gave: that year is not one without holidays."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkingCalendar:
    """The days of one place. `weekend` counts Monday as 0; `years` are those it knows.

    Raises ValueError if no day of the week were a working day.
    """

    place: str
    years: frozenset[int]
    holidays: frozenset[date]
    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})

    def __post_init__(self) -> None:
        """Refuse a week without a working day: counting in it would never end."""
        if self.weekend >= set(range(7)):
            raise ValueError(f"{self.place}: a week needs a working day")


def is_working_day(day: date, calendar: WorkingCalendar) -> bool:
    """Say whether `day` is neither weekend nor holiday there; raise UnknownYearError."""
    if day.year not in calendar.years:
        raise UnknownYearError(f"{calendar.place}: the holidays of {day.year} are not known")
    return day.weekday() not in calendar.weekend and day not in calendar.holidays


def next_working_day(day: date, calendar: WorkingCalendar) -> date:
    """Return `day` itself if it is a working day, else the first one after it.

    The rule of section 193 BGB for a last day on a Saturday, Sunday or holiday.
    """
    while not is_working_day(day, calendar):
        day += _DAY
    return day


def add_working_days(day: date, count: int, calendar: WorkingCalendar) -> date:
    """Return the `count`-th working day after `day`, which itself does not count (187(1) BGB).

    A count of zero returns `day` as it is. Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError("working days are counted forward only")
    for _ in range(count):
        day = next_working_day(day + _DAY, calendar)
    return day
