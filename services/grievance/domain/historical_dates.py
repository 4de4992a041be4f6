"""Dates as files write them: whole or partial, one or several that disagree. None is padded."""

import re
from collections.abc import Sequence
from datetime import date
from functools import reduce
from typing import Final

from services.grievance.domain.case import PartialDate

_SHAPE: Final = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_BETWEEN: Final = re.compile(r"\s*(?:;|\||\bor\b)\s*")
"""What stands between several dates of one cell: sources that disagree share a cell so."""


def partial_date(text: str) -> PartialDate | None:
    """Return a year, month or day that exists, as it is written, or None."""
    if not _SHAPE.fullmatch(text):
        return None
    try:
        date.fromisoformat(f"{text}-01-01"[: len("yyyy-mm-dd")])
    except ValueError:
        return None
    return text


def dates_of(text: str) -> tuple[PartialDate, ...] | None:
    """Return all dates of a cell in their order, or None if a part of it is none."""
    found = [partial_date(part) for part in _BETWEEN.split(text.strip())]
    return tuple(each for each in found if each) if all(found) else None


def agreed(dates: Sequence[PartialDate]) -> PartialDate | None:
    """Return what all dates have in common: a day, a month, a year, or None.

    Sources that disagree on the day leave the month; a partial date contradicts no day in it, but
    it does not confirm one either.
    """
    return reduce(_common, dates) or None if dates else None


def _common(one: PartialDate, other: PartialDate) -> PartialDate:
    same = []
    for left, right in zip(one.split("-"), other.split("-"), strict=False):
        if left != right:
            break
        same.append(left)
    return "-".join(same)


def whole_day(text: PartialDate | None) -> date | None:
    """Return the day, if it is known to the day."""
    return date.fromisoformat(text) if text and len(text) == len("yyyy-mm-dd") else None


def is_before(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Say whether one date is surely before the other, as far as both are known."""
    if one is None or other is None:
        return False
    length = min(len(one), len(other))
    return one[:length] < other[:length]
