"""Republish: facts of our own, sent again from the outbox for readers that lost or never had them.

A record sent again says so in a header: readers neither drop it as a repeat nor look for a gap,
and versions and one-shot ids keep its effect single. Numbers, ids and times stay what they were.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import asyncpg
from aiokafka import AIOKafkaProducer
from sorgfalt_contracts.envelope import REPUBLISHED
from sorgfalt_contracts.topics import BY_NAME, PARTITIONS

from shared.messaging.relay import record_of
from shared.repair.note import Note, Q, RepairError, keep
from shared.store.pool import Store

READ_ROWS: Final = 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Which facts: of a topic, recorded from `since` and before `until` (UTC), of one key."""

    topic: str
    since: datetime | None = None
    until: datetime | None = None
    key: str | None = None

    def refuse_others_topics(self, service: str) -> None:
        """Raise RepairError unless the topic is one that the service writes."""
        topic = BY_NAME.get(self.topic)
        if topic is None or topic.written_by != service:
            raise RepairError(f"{service} writes no topic of this name.")

    @property
    def key_bytes(self) -> bytes | None:
        """Return the key as it stands in the outbox."""
        return None if self.key is None else self.key.encode()


async def count(store: Store, wanted: Wanted) -> int:
    """Return how many facts would be sent."""
    given = wanted.topic, wanted.since, wanted.until, wanted.key_bytes
    return int(await store.pool.fetchval(Q.count_facts, *given))


async def republish(
    store: Store,
    bootstrap: str,
    service: str,
    wanted: Wanted,
    note: Note,
    show: Callable[[int], None] = lambda _: None,
) -> int:
    """Send the facts again, each partition in order; return how many. Kept before it begins."""
    async with store.transaction([]) as tx:
        details = {"since": wanted.since, "until": wanted.until, "key": wanted.key}
        await keep(tx, note, "republish", [wanted.topic], details)
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap, acks="all", enable_idempotence=True, linger_ms=5
    )
    await producer.start()
    try:
        sent = 0
        for part in range(PARTITIONS):
            sequence = 0
            while rows := await _rows(store, wanted, part, sequence):
                await _send(producer, service, rows)
                sequence = rows[-1]["sequence"]
                sent += len(rows)
                show(sent)
        return sent
    finally:
        await producer.stop()


async def _rows(store: Store, wanted: Wanted, part: int, after: int) -> list[asyncpg.Record]:
    return await store.pool.fetch(
        Q.find_facts,
        wanted.topic, part, after, wanted.since, wanted.until, wanted.key_bytes, READ_ROWS,
    )  # fmt: skip


async def _send(producer: AIOKafkaProducer, service: str, rows: list[asyncpg.Record]) -> None:
    futures = []
    for row in rows:
        record = record_of(row, f"/sorgfalt/{service}")
        futures.append(
            await producer.send(
                row["topic"],
                record["value"],
                record["key"],
                partition=row["part"],
                timestamp_ms=record["timestamp"],
                headers=[*record["headers"], (REPUBLISHED, b"1")],
            )
        )
    await asyncio.gather(*futures)
