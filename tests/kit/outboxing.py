"""Writing to an outbox, relaying it, and reading what the broker then holds."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer, ConsumerRecord
from msgspec.structs import replace
from sorgfalt_contracts.envelope import open_kafka

from shared.messaging.relay import Relay
from shared.store.cause import Cause
from shared.store.outbox import Fact
from shared.store.pool import Store
from tests.kit.counting import COMPANY, NOON, TYPE


class _RolledBackError(Exception):
    pass


def a_cause() -> Cause:
    return Cause(
        event_id=str(uuid.uuid4()),
        correlation_id=str(uuid.uuid4()),
        depth=0,
        source="/kit",
        company_id=COMPANY,
        occurred_at=NOON,
        now=NOON,
        traceparent=None,
        topic="kit",
        partition=0,
        offset=0,
        sequence=0,
    )


def facts(topic: str, keys: Sequence[str], data: bytes = b"{}") -> list[Fact]:
    cause = a_cause()
    return [
        Fact(topic=topic, key=key, type=TYPE, data=data, cause=replace(cause, event_id=f"{n}"))
        for n, key in enumerate(keys)
    ]


async def write(store: Store, given: Sequence[Fact], *, roll_back: bool = False) -> None:
    with contextlib.suppress(_RolledBackError):
        async with store.transaction([COMPANY]) as tx:
            tx.append(given)
            await tx.flush()
            if roll_back:
                raise _RolledBackError


@asynccontextmanager
async def relaying(store: Store, bootstrap: str) -> AsyncIterator[Relay]:
    relay = Relay(service="intake", store=store, bootstrap=bootstrap)
    task = asyncio.create_task(relay.run())
    try:
        yield relay
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def read_all(bootstrap: str, topic: str, count: int) -> list[ConsumerRecord[bytes, bytes]]:
    read: list[ConsumerRecord[bytes, bytes]] = []
    async with AIOKafkaConsumer(
        topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest"
    ) as consumer:
        async with asyncio.timeout(30):
            while len(read) < count:
                for records in (await consumer.getmany(timeout_ms=200)).values():
                    read.extend(records)
    return read


def sequences(records: Sequence[ConsumerRecord[bytes, bytes]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for record in records:
        envelope, _ = open_kafka(record.headers, record.value or b"")
        found.setdefault(record.partition, []).append(envelope.sequence or 0)
    return found


async def nothing_waits(store: Store) -> bool:
    row = await store.pool.fetchrow(
        "select count(*) filter (where r.sequence = c.last_sequence) = count(*) and count(*) > 0 "
        "as done from outbox_counters c left join relay_cursors r using (topic, part)"
    )
    return bool(row and row["done"])
