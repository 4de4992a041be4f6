"""Holidays of places, from the library `holidays`; a place is DE, DE-BW, US, MX and so on."""

from collections.abc import Collection
from functools import lru_cache

import holidays

from services.grievance.domain.calendars import WorkingCalendar
from shared.store.packs import PackError


@lru_cache(maxsize=256)
def calendar_of(place: str, years: frozenset[int]) -> WorkingCalendar:
    """Return the public holidays and the weekend of a place for these years.

    Raises PackError for a place the library does not know.
    """
    country, _, subdivision = place.partition("-")
    try:
        known = holidays.country_holidays(country, subdiv=subdivision or None, years=years)
    except NotImplementedError:
        raise PackError(f"the holidays of {place} are not known") from None
    return WorkingCalendar(
        place=place,
        years=years,
        holidays=frozenset(day for day in known if day.year in years),
        weekend=frozenset(known.weekend),
    )


def years_from(years: Collection[int], reach: int = 2) -> frozenset[int]:
    """Return these years and the `reach` years after each, which their deadlines may touch."""
    return frozenset(year + step for year in years for step in range(reach + 1))
