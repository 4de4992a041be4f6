"""Days and periods: partial dates are never padded, months end where the calendar ends them."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Final

_WHOLE: Final = len("yyyy-mm-dd")
_PERIOD: Final = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?")


def is_whole(text: str | None) -> bool:
    """Say whether a date is known to the day."""
    return text is not None and len(text) == _WHOLE


def first_day(text: str) -> date:
    """Return the earliest day a partial date may mean."""
    return date.fromisoformat((text + "-01-01")[:_WHOLE])


def last_day(text: str) -> date:
    """Return the latest day a partial date may mean."""
    year, month, *rest = (int(part) for part in (text if "-" in text else f"{text}-12").split("-"))
    return date(year, month, rest[0] if rest else monthrange(year, month)[1])


def is_before(one: str, other: str) -> bool:
    """Say whether one date is before the other whichever days they mean."""
    return last_day(one) < first_day(other)


def after(day: date, period: str) -> date:
    """Return the day a period later; a day that the month does not have is its last one."""
    found = _PERIOD.fullmatch(period)
    assert found is not None, period
    years, months, days = (int(part or 0) for part in found.groups())
    count = day.year * 12 + day.month - 1 + years * 12 + months
    year, month = divmod(count, 12)
    clamped = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return clamped + timedelta(days=days)
