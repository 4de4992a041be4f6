"""The two consumers that are compared, and the records they read."""

import asyncio
import contextlib
import gc
import json
import random
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from msgspec.structs import astuple
from sorgfalt_contracts.envelope import Envelope, to_headers
from sorgfalt_contracts.topics import Topic

from infra.kafka.apply import apply_topics
from infra.local.stack import Stack
from shared.messaging.causes import cause_of_fact
from shared.messaging.consumer import Consumer
from shared.messaging.routes import Route
from shared.messaging.subscribe import MAX_RECORDS, Subscription
from shared.process.topics import BrokerQuestions
from shared.store.bulk import columns
from shared.store.cause import Caused
from shared.store.migrate import migrate
from shared.store.outbox import partition_of
from shared.store.pool import Store
from shared.store.transaction import Transaction
from tests.kit.counting import COMPANY, NOON, TYPE, a_topic

KEYS: Final = 20_000
UPSERT: Final = (
    "on conflict (supplier_id) do update set seq = excluded.seq, event_id = excluded.event_id, "
    "kind = excluded.kind, name = excluded.name, country = excluded.country, "
    "site = excluded.site, tier = excluded.tier, spend = excluded.spend, "
    "updated_at = excluded.updated_at where excluded.seq >= states.seq"
)
ARRAYS: Final = (
    "insert into states select * from unnest($1::text[], $2::bigint[], $3::uuid[], $4::text[], "
    "$5::text[], $6::text[], $7::text[], $8::int[], $9::bigint[], $10::timestamptz[]) " + UPSERT
)


class State(msgspec.Struct):
    """Ten typed fields of a 600-byte body."""

    supplier_id: str
    seq: int
    event_id: UUID
    kind: str
    name: str
    country: str
    site: str
    tier: int
    spend: int
    updated_at: datetime


DECODE: Final = msgspec.json.Decoder(State).decode


@dataclass(frozen=True)
class Measured:
    """One round of one variant: from the first commit to the last."""

    variant: str
    events: int
    seconds: float


async def measure(stack: Stack, events: int, rounds: int) -> list[Measured]:
    """Fill a topic, then let the two variants read it in turn."""
    topic = a_topic(f"bench-{uuid.uuid4().hex}")
    apply_topics(stack.bootstrap, [topic])
    migrate(stack.owner_dsn("risk"), Path(__file__).with_name("migrations"))
    store = await Store.open(stack.dsn("risk"))
    await _fill(stack.bootstrap, topic.name, events)
    gc.collect()
    gc.freeze()
    measured = []
    for _ in range(rounds):
        for variant, run in (("raw", _raw), ("ours", _ours)):
            await store.pool.execute("delete from states; delete from progress")
            await store.pool.execute("delete from raw_offsets")
            seconds = await run(stack, store, topic, events)
            stored = await store.pool.fetchval("select count(*) from states")
            assert stored == min(KEYS, len({n % KEYS for n in range(events)})), stored
            measured.append(Measured(variant, events, seconds))
    await store.close()
    return measured


async def _fill(bootstrap: str, topic: str, events: int) -> None:
    following: dict[int, int] = {}
    choice = random.Random(1)
    async with AIOKafkaProducer(
        bootstrap_servers=bootstrap, linger_ms=5, max_batch_size=262_144
    ) as producer:
        futures = []
        for number in range(events):
            key = f"sup-{number % KEYS:08d}"
            partition = partition_of(key)
            following[partition] = following.get(partition, 0) + 1
            futures.append(
                await producer.send(
                    topic,
                    _body(key, number, choice),
                    key.encode(),
                    partition=partition,
                    headers=_headers(key, following[partition], choice),
                )
            )
        await asyncio.gather(*futures)


def _body(key: str, number: int, choice: random.Random) -> bytes:
    state = State(
        supplier_id=key,
        seq=number,
        event_id=UUID(int=choice.getrandbits(128), version=4),
        kind="supplier-updated",
        name=f"Metal Works {number % KEYS:05d}",
        country="DE",
        site="Hall 4",
        tier=number % 5,
        spend=number * 7,
        updated_at=datetime(2026, 11, 22, tzinfo=UTC),
    )
    document = msgspec.to_builtins(state) | {"note": "x" * 300}
    return json.dumps(document).encode()


def _headers(key: str, sequence: int, choice: random.Random) -> list[tuple[str, bytes]]:
    event_id = str(UUID(int=choice.getrandbits(128), version=4))
    envelope = Envelope(
        id=event_id,
        source="/sorgfalt/bench",
        type=TYPE,
        time=NOON,
        subject=key,
        recorded_at=NOON,
        correlation_id=event_id,
        causation_id=event_id,
        company_id=str(COMPANY),
        sequence=sequence,
    )
    return to_headers(envelope)


async def _raw(stack: Stack, store: Store, topic: Topic, events: int) -> float:
    """The least that could work: fetch, decode, COPY into a temporary table, merge, offsets."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=stack.bootstrap,
        enable_auto_commit=False,
        max_partition_fetch_bytes=4 * 1024 * 1024,
        fetch_max_wait_ms=100,
    )
    await consumer.start()
    partitions = [TopicPartition(topic.name, number) for number in range(topic.partitions)]
    consumer.assign(partitions)
    await consumer.seek_to_beginning()
    done, began = 0, 0.0
    async with store.pool.acquire() as driver:
        await driver.execute("create temp table incoming (like states) on commit delete rows")
        while done < events:
            fetched = await consumer.getmany(timeout_ms=1_000, max_records=MAX_RECORDS)
            began = began or time.perf_counter()
            newest = {}
            for records in fetched.values():
                for record in records:
                    state = DECODE(record.value)
                    newest[state.supplier_id] = state
                done += len(records)
            async with driver.transaction():
                rows = [astuple(state) for state in newest.values()]
                await driver.copy_records_to_table("incoming", records=rows)
                await driver.execute("insert into states select * from incoming " + UPSERT)
                await driver.executemany(
                    "insert into raw_offsets values ($1, $2) on conflict (partition) "
                    "do update set next_offset = excluded.next_offset",
                    [(at.partition, found[-1].offset + 1) for at, found in fetched.items()],
                )
        seconds = time.perf_counter() - began
        await driver.execute("drop table incoming")
    await consumer.stop()
    return seconds


async def _ours(stack: Stack, store: Store, topic: Topic, events: int) -> float:
    """The platform's consumer as every service runs it, with a handler that keeps states."""
    done, began = 0, 0.0
    finished = asyncio.Event()

    async def keep(tx: Transaction, work: Sequence[Caused[State]]) -> None:
        nonlocal done, began
        began = began or time.perf_counter()
        newest = {each.command.supplier_id: each.command for each in work}
        await tx.execute(ARRAYS, *columns([astuple(state) for state in newest.values()], 10))
        done += len(work)
        if done >= events:
            finished.set()

    route: Route[Any, Any] = Route(
        topic=topic, type=TYPE, read=DECODE, translate=lambda state, _: state, handle=keep
    )
    consumer = Consumer(
        service="risk",
        store=store,
        routes=[route],
        cause_of=cause_of_fact,
        topic_ids=BrokerQuestions(stack.bootstrap, {topic.name: topic}).topic_ids,
    )
    running = asyncio.create_task(Subscription(consumer, [stack.bootstrap]).run())
    await finished.wait()
    async with asyncio.timeout(30):
        while await store.pool.fetchval("select sum(next_offset) from progress") != events:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
    seconds = time.perf_counter() - began
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    return seconds
