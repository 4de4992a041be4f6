"""Health of one process: live = the loop moves; ready = it can do its work now.

Readiness is a list of named checks, each answering None or the sentence that is wrong. FastStream
never ends a process on its own, so readiness watches progress, not the process.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

Check = Callable[[], Awaitable[str | None]]
CHECK_SECONDS: Final = 2.0
"""A check that takes longer has failed: a probe that hangs tells nothing."""


@dataclass(slots=True)
class Health:
    """The checks of a process and the beat of its loop."""

    checks: dict[str, Check] = field(default_factory=dict)
    beat_at: float = field(default_factory=time.monotonic)

    async def beat(self) -> None:
        """Note every half second that the event loop moves; ends when cancelled."""
        while True:
            self.beat_at = time.monotonic()
            await asyncio.sleep(0.5)

    def is_live(self, now: float, limit_seconds: float = 10.0) -> bool:
        """Say whether the loop has moved within `limit_seconds` of `now` (monotonic seconds)."""
        return now - self.beat_at < limit_seconds

    async def faults(self) -> dict[str, str]:
        """Return what is wrong by check; empty means ready."""
        names = list(self.checks)
        answers = await asyncio.gather(*(self._ask(name) for name in names))
        return {name: said for name, said in zip(names, answers, strict=True) if said}

    async def _ask(self, name: str) -> str | None:
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                return await self.checks[name]()
        except TimeoutError:
            return f"no answer within {CHECK_SECONDS:g} seconds"
        except OSError as error:
            return type(error).__name__
