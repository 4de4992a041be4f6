"""When news of a case may leave: not in the moment somebody wrote, but with the next full hour.

Who watches the bus and a person's coming and going at once shall not be able to match them.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

MARGIN: Final = timedelta(minutes=2)
"""News from the last minutes of an hour waits for the next one, or the delay would be none."""


class ReleasePolicy(StrEnum):
    """How long news of a case is held."""

    NEXT_HOUR = "next-hour"
    AT_ONCE = "at-once"


def release_at(policy: ReleasePolicy, now: datetime) -> datetime | None:
    """Return the instant at which what is said `now` leaves; None if it leaves at once."""
    if policy is ReleasePolicy.AT_ONCE:
        return None
    begun = (now + MARGIN).replace(minute=0, second=0, microsecond=0)
    return begun + timedelta(hours=1)
