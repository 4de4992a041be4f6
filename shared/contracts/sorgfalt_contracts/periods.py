"""ISO 8601 durations of years, months and days: legal periods are no day counts.

The grammar is that of the field `Period`. Standard library only, so that deciding code may use it.
"""

import calendar
import re
from datetime import date, timedelta
from typing import Final

_SHAPE: Final = re.compile(r"P(?:(\d{1,3})Y)?(?:(\d{1,3})M)?(?:(\d{1,3})D)?")


def add_period(day: date, period: str) -> date:
    """Return the day on which a period that begins on `day` ends.

    A month that lacks the day gives its last one (section 188(3) BGB); years and months go before
    days. Raises ValueError for what is no period, and OverflowError beyond the year 9999.
    """
    years, months, days = _parts(period)
    count = day.year * 12 + day.month - 1 + years * 12 + months
    year, month = count // 12, count % 12 + 1
    if year > date.max.year:
        raise OverflowError(period)
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day.day, last)) + timedelta(days=days)


def _parts(period: str) -> tuple[int, int, int]:
    found = _SHAPE.fullmatch(period)
    if found is None or period == "P":
        raise ValueError(f"no ISO 8601 period: {period}")
    years, months, days = (int(part or 0) for part in found.groups())
    return years, months, days
