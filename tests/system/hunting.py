"""SIGKILL in the middle of a transaction, and the proof that it was one.

A kill counts only if Postgres shows it: the service's backend stands in a transaction that has
written, the service is stopped (SIGSTOP), the same transaction is still open, then comes SIGKILL,
and in the end Postgres says that this transaction was aborted.
"""

import asyncio
import time
from dataclasses import dataclass
from typing import Any, Final

import asyncpg

from infra.local.services import Service

_OPEN: Final = """
    select pid, backend_xid::text as xid from pg_stat_activity
    where datname = $1 and usename = $1 and xact_start is not null and backend_xid is not null
        and state in ('active', 'idle in transaction')
    limit 1
"""
_HELD: Final = """
    select state = 'idle in transaction' from pg_stat_activity
    where pid = $1 and backend_xid::text = $2
"""
_FATE: Final = "select pg_xact_status($1::text::xid8)"
_SETTLING_SECONDS: Final = 5.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Kill:
    """A service killed inside an open transaction: its number, and what became of it."""

    service: str
    transaction: str
    fate: str


async def kill_inside_a_transaction(service: Service, admin_dsn: str, seconds: float) -> Kill:
    """Wait for an open transaction of the service and kill it there; fail if none is seen."""
    watcher: asyncpg.Connection[Any] = await asyncpg.connect(admin_dsn)
    deadline = time.monotonic() + seconds
    try:
        while time.monotonic() < deadline:
            seen = await watcher.fetchrow(_OPEN, service.name)
            if seen is None:
                await asyncio.sleep(0.001)
                continue
            service.pause()
            if await _is_held(watcher, seen):
                service.kill()
                return Kill(
                    service=service.name,
                    transaction=seen["xid"],
                    fate=await _fate(watcher, seen["xid"]),
                )
            service.resume()
    finally:
        await watcher.close()
    raise AssertionError(f"no open transaction of {service.name} was seen in {seconds:.0f} s")


async def _is_held(watcher: "asyncpg.Connection[Any]", seen: asyncpg.Record) -> bool:
    """Say whether the stopped client left the transaction open, once its statement has ended."""
    deadline = time.monotonic() + _SETTLING_SECONDS
    while time.monotonic() < deadline:
        is_idle = await watcher.fetchval(_HELD, seen["pid"], seen["xid"])
        if is_idle is None or is_idle:
            return bool(is_idle)
        await asyncio.sleep(0.001)
    return False


async def _fate(watcher: "asyncpg.Connection[Any]", transaction: str) -> str:
    """Return how the transaction ended, once its backend has noticed that nobody is there."""
    deadline = time.monotonic() + _SETTLING_SECONDS
    while time.monotonic() < deadline:
        fate = str(await watcher.fetchval(_FATE, transaction))
        if fate != "in progress":
            return fate
        await asyncio.sleep(0.01)
    return "in progress"
