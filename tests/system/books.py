"""What each service's own database says: its outbox, its counters, and how far it has read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import asyncpg

from infra.local.settings import SERVICES
from infra.local.stack import Stack
from tests.system.topic_log import Place

_ROWS = """
    select topic, part, count(*) as rows, min(sequence) as first, max(sequence) as last,
        count(distinct sequence) as different
    from outbox group by 1, 2
"""
_COUNTERS = """
    select topic, part, c.last_sequence as given, r.sequence as sent
    from outbox_counters c left join relay_cursors r using (topic, part)
"""
_PROGRESS = "select topic, partition, next_offset, last_sequence, halted from progress"


@dataclass(frozen=True, kw_only=True, slots=True)
class Books:
    """One service's account of itself.

    `rows` counts outbox rows; `spans` are (first, last, different) sequences; `given` is the
    counter, `sent` the relay's cursor; `read` is (next offset, last sequence, halted).
    """

    rows: Mapping[Place, int]
    spans: Mapping[Place, tuple[int, int, int]]
    given: Mapping[Place, int]
    sent: Mapping[Place, int | None]
    read: Mapping[Place, tuple[int, int | None, str | None]]


async def read_books(stack: Stack) -> dict[str, Books]:
    """Return the account of every service, asked of Postgres itself."""
    return {service: await _read(stack, service) for service in SERVICES}


async def ask(stack: Stack, service: str, statement: str, *arguments: object) -> list[Any]:
    """Ask a service's database as its superuser, whom no row-level security holds back."""
    address = f"{stack.admin_dsn.rsplit('/', 1)[0]}/{service}"
    connection = await asyncpg.connect(address)
    try:
        return list(await connection.fetch(statement, *arguments))
    finally:
        await connection.close()


async def _read(stack: Stack, service: str) -> Books:
    rows = {(r["topic"], r["part"]): r for r in await ask(stack, service, _ROWS)}
    counters = {(r["topic"], r["part"]): r for r in await ask(stack, service, _COUNTERS)}
    return Books(
        rows={place: r["rows"] for place, r in rows.items()},
        spans={place: (r["first"], r["last"], r["different"]) for place, r in rows.items()},
        given={place: r["given"] for place, r in counters.items()},
        sent={place: r["sent"] for place, r in counters.items()},
        read={
            (r["topic"], r["partition"]): (r["next_offset"], r["last_sequence"], r["halted"])
            for r in await ask(stack, service, _PROGRESS)
        },
    )
