"""Sends records to intake: by Kafka into `intake-inbox`, by HTTP in batches to `POST /events`."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import httpx
from aiokafka import AIOKafkaProducer
from aiokafka.partitioner import murmur2
from sorgfalt_contracts.topics import INTAKE_INBOX

from infra.local.demo.envelopes import BATCH, FeedRecord, batch
from infra.local.errors import StackError

EVENTS_A_REQUEST: Final = 500
_BATCH_BYTES: Final = 768 * 1024
_ANSWER_SECONDS: Final = 60.0

Place = tuple[int, int]
"""Partition and offset of a record in `intake-inbox`."""


async def send_by_kafka(bootstrap: str, records: Sequence[FeedRecord]) -> list[Place]:
    """Send the records and return where each of them lies, in their order.

    A key always goes to the partition that Kafka's own clients choose; no key goes to the first.
    """
    by_partition: defaultdict[int, list[int]] = defaultdict(list)
    for position, record in enumerate(records):
        by_partition[partition_of(record.key)].append(position)
    places: dict[int, Place] = {}
    async with _producer(bootstrap) as producer:
        for partition, positions in by_partition.items():
            sent = await _send_partition(producer, partition, [records[each] for each in positions])
            places.update(zip(positions, sent, strict=True))
    return [places[position] for position in range(len(records))]


def partition_of(key: bytes | None) -> int:
    """Return the partition of a key as Java's client computes it (murmur2, made positive)."""
    return 0 if key is None else int((murmur2(key) & 0x7FFFFFFF) % INTAKE_INBOX.partitions)


async def send_by_http(root: str, records: Sequence[FeedRecord]) -> int:
    """Post the records in batches and return the number of requests.

    Raises StackError when intake refuses a batch: these events are all good.
    """
    starts = range(0, len(records), EVENTS_A_REQUEST)
    headers = {"content-type": BATCH}
    async with httpx.AsyncClient(base_url=root, timeout=_ANSWER_SECONDS, headers=headers) as client:
        for start in starts:
            body = batch(records[start : start + EVENTS_A_REQUEST])
            answer = await client.post("/events", content=body)
            if not answer.is_success:
                raise StackError(f"Intake answered {answer.status_code} to a batch of good events.")
    return len(starts)


@asynccontextmanager
async def _producer(bootstrap: str) -> AsyncIterator[AIOKafkaProducer]:
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap, enable_idempotence=True, max_batch_size=_BATCH_BYTES
    )
    await producer.start()
    try:
        yield producer
    finally:
        await producer.stop()


async def _send_partition(
    producer: AIOKafkaProducer, partition: int, records: Sequence[FeedRecord]
) -> list[Place]:
    sent: list[tuple[asyncio.Future[Any], int]] = []
    builder, count = producer.create_batch(), 0
    for record in records:
        if not _append(builder, record):
            sent.append((await _close(producer, builder, partition), count))
            builder, count = producer.create_batch(), 0
            _append(builder, record)
        count += 1
    sent.append((await _close(producer, builder, partition), count))
    places: list[Place] = []
    for future, size in sent:
        first = (await future).offset
        places.extend((partition, first + step) for step in range(size))
    return places


def _append(builder: Any, record: FeedRecord) -> bool:
    headers = list(record.headers)
    return bool(builder.append(timestamp=None, key=record.key, value=record.value, headers=headers))


async def _close(producer: AIOKafkaProducer, builder: Any, partition: int) -> Any:
    builder.close()
    return await producer.send_batch(builder, INTAKE_INBOX.name, partition=partition)
