"""One relay leader per service: a lease row with a fencing number, by the database's clock.

Not an advisory lock: a frozen process keeps that for as long as its session lives. A holder counts
its own time from before it asked, so it stops believing before the database does.
"""

import time
from typing import Final

from shared.store.outbox import Q
from shared.store.pool import Store
from shared.telemetry import metrics

LEASE_SECONDS: Final = 6.0
RENEW_SECONDS: Final = 2.0


class Lease:
    """This process's claim to lead. `fencing` is 0 while another leads."""

    def __init__(self, store: Store, holder: str) -> None:
        self._store = store
        self._holder = holder
        self._until = 0.0
        self._ask_at = 0.0
        self.fencing = 0

    @property
    def is_held(self) -> bool:
        """Say whether we may still publish, by the monotonic clock."""
        return self.fencing > 0 and time.monotonic() < self._until

    @property
    def is_due(self) -> bool:
        """Say whether it is time to ask again."""
        return time.monotonic() >= self._ask_at

    async def ask(self) -> bool:
        """Take or renew the lease; return whether we lead."""
        asked_at = time.monotonic()
        fencing = await self._store.pool.fetchval(Q.take_lease, self._holder, LEASE_SECONDS)
        self.fencing = fencing or 0
        self._until, self._ask_at = asked_at + LEASE_SECONDS, asked_at + RENEW_SECONDS
        metrics.RELAY_LEADER.set(bool(fencing))
        return self.fencing > 0

    async def give_up(self) -> None:
        """Let the next process lead at once."""
        if self.fencing:
            await self._store.pool.execute(Q.give_up_lease, self._holder)
        self.fencing = 0
        metrics.RELAY_LEADER.set(0)
