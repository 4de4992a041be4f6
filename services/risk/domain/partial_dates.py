"""Partial dates: `2024`, `2024-05` or `2024-05-03`. What is not stated is never padded.

A partial date stands for every day it may mean, so one date is before another only if each of its
days is: where that is open, nothing may be concluded from an order.
"""

import calendar
from datetime import date


def first_day(text: str) -> date:
    """Return the earliest day a partial date may mean; raise ValueError for what is no date."""
    return date(*_filled(text, 1, 1))


def last_day(text: str) -> date:
    """Return the latest day a partial date may mean; raise ValueError for what is no date."""
    year, month, _ = _filled(text, 12, 1)
    return date(*_filled(text, 12, calendar.monthrange(year, month)[1]))


def is_before(one: str, other: str) -> bool:
    """Say whether one date is before the other whichever days they mean."""
    return last_day(one) < first_day(other)


def _filled(text: str, month: int, day: int) -> tuple[int, int, int]:
    """Return the parts of a partial date, with a month and a day where it states none."""
    parts = [int(part) for part in text.split("-")]
    filled = (*parts, *(0, month, day)[len(parts) :])
    return filled[0], filled[1], filled[2]
