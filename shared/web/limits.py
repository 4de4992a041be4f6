"""Limits of a door: how much one request may hold, and how many may come at once.

Nothing of a caller is kept, not even an address: the limits are those of the whole process.
"""

import time
from collections.abc import Callable

from starlette.requests import Request


async def read_body(request: Request, most: int) -> bytes | None:
    """Return the body, or None above `most` bytes, whatever its length header says."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            return None
        parts.append(part)
    return b"".join(parts)


class Throttle:
    """Lets `burst` requests through at once, and `per_second` of them for ever."""

    def __init__(
        self, per_second: float, burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_second = per_second
        self._burst = float(burst)
        self._clock = clock
        self._left = self._burst
        self._asked_at = clock()

    def admits(self) -> bool:
        """Say whether one more request may pass now, and count it if so."""
        now = self._clock()
        grown = self._left + (now - self._asked_at) * self._per_second
        self._left, self._asked_at = min(self._burst, grown), now
        if self._left < 1:
            return False
        self._left -= 1
        return True
