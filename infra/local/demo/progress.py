"""How far the chain is: what the broker holds against what each service's database says it took."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition
from sorgfalt_contracts.topics import (
    ACTION_PLAN_CHANGED,
    ACTION_PLAN_DUE,
    AUDIT_COMPLETED,
    EXIT_ASSESSED,
    GRIEVANCE_FILED,
    GRIEVANCE_UPDATED,
    INTAKE_INBOX,
    RISK_ASSESSED,
    SUPPLIER_UPDATED,
    Topic,
)

from infra.local.errors import StackError
from infra.local.stack import Stack

_OF_CASES: Final = (GRIEVANCE_FILED, GRIEVANCE_UPDATED)
READERS: Final[Mapping[str, tuple[Topic, ...]]] = {
    "intake": (INTAKE_INBOX,),
    "grievance": (SUPPLIER_UPDATED,),
    "risk": (SUPPLIER_UPDATED, AUDIT_COMPLETED, *_OF_CASES),
    "reporting": (
        *(SUPPLIER_UPDATED, AUDIT_COMPLETED, *_OF_CASES),
        *(RISK_ASSESSED, ACTION_PLAN_CHANGED, ACTION_PLAN_DUE, EXIT_ASSESSED),
    ),
}
"""Who reads what on the demo's way, in the order of the flow."""

_LOOK_SECONDS: Final = 0.1
_PATIENCE_SECONDS: Final = 60.0
_READ: Final = "select coalesce(sum(next_offset), 0)::bigint from progress where topic = any($1)"
_UNSENT: Final = """
    select coalesce(sum(c.last_sequence - coalesce(r.sequence, 0)), 0)::bigint
    from outbox_counters c left join relay_cursors r using (topic, part)
"""
_DUE: Final = "select count(*) from due_rows where handled_at is null and due_at <= now()"
_WRITTEN: Final = """
    select topic, sum(last_sequence)::bigint as facts from outbox_counters group by 1 order by 1
"""
_LETTERS: Final = """
    select partition, offset_, reason from dead_letters
    where topic = $1 order by partition, offset_
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Position:
    """Where one service stands: records taken of those there are, facts not yet sent.

    `due` counts what its clock has yet to do of what is due by now.
    """

    taken: int
    there: int
    due: int
    unsent: int

    @property
    def is_done(self) -> bool:
        """Say whether nothing is left to read, to do or to send."""
        return self.taken >= self.there and self.due == 0 and self.unsent == 0


Positions = dict[str, Position]


class Chain:
    """Connections to the broker and to each database, as an asynchronous context manager."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._databases: dict[str, asyncpg.Connection[Any]] = {}
        self._broker = AIOKafkaConsumer(bootstrap_servers=stack.bootstrap)

    async def __aenter__(self) -> Self:
        await self._broker.start()
        for service in READERS:
            self._databases[service] = await asyncpg.connect(self._stack.dsn(service))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for database in self._databases.values():
            await database.close()
        await self._broker.stop()

    async def positions(self) -> Positions:
        """Return where each service stands, asked from the source of the flow to its end.

        In this order a service found done stays done, unless something new is sent.
        """
        return {service: await self._position(service) for service in READERS}

    async def settle(self, show: Callable[[Positions], None]) -> None:
        """Wait until every service has taken everything; raise StackError if nothing moves."""
        last, since = await self.positions(), time.monotonic()
        while not all(each.is_done for each in last.values()):
            if time.monotonic() - since > _PATIENCE_SECONDS:
                raise StackError(self._stalled(last))
            await asyncio.sleep(_LOOK_SECONDS)
            now = await self.positions()
            show(now)
            if now != last:
                last, since = now, time.monotonic()
        show(last)

    async def facts(self) -> dict[str, int]:
        """Return how many facts each topic of the chain was ever given."""
        rows = [row for base in self._databases.values() for row in await base.fetch(_WRITTEN)]
        return {row["topic"]: row["facts"] for row in rows}

    async def dead_letters(self) -> dict[tuple[int, int], str]:
        """Return the reason of each record of `intake-inbox` that was not taken, by its place."""
        rows = await self._databases["intake"].fetch(_LETTERS, INTAKE_INBOX.name)
        return {(row["partition"], row["offset_"]): row["reason"] for row in rows}

    async def letters_of_all(self) -> dict[str, int]:
        """Return how many dead letters each service keeps."""
        asked = "select count(*) from dead_letters"
        return {name: await base.fetchval(asked) for name, base in self._databases.items()}

    async def database_version(self) -> str:
        """Return the version of the database server."""
        return str(await self._databases["intake"].fetchval("show server_version"))

    async def _position(self, service: str) -> Position:
        topics = READERS[service]
        there = await self._end(topics)
        database = self._databases[service]
        taken = await database.fetchval(_READ, [topic.name for topic in topics])
        due = await database.fetchval(_DUE)
        unsent = await database.fetchval(_UNSENT)
        return Position(taken=taken, there=there, due=due, unsent=unsent)

    async def _end(self, topics: Iterable[Topic]) -> int:
        places = [TopicPartition(t.name, number) for t in topics for number in range(t.partitions)]
        return sum((await self._broker.end_offsets(places)).values())

    def _stalled(self, positions: Positions) -> str:
        name, found = next((n, each) for n, each in positions.items() if not each.is_done)
        return (
            f"Nothing has moved for {_PATIENCE_SECONDS:.0f} s: {name} has taken {found.taken:,} of "
            f"{found.there:,} records, has {found.due:,} things due to do and {found.unsent:,} "
            f"facts to send; see {self._stack.folder.log / name}.log."
        )
