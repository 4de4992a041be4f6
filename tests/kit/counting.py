"""A small service for the kit's tests: it counts effects, so a repeat or a loss shows."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec
from aiokafka import AIOKafkaProducer
from sorgfalt_contracts import events
from sorgfalt_contracts.envelope import Envelope, to_headers
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason
from sorgfalt_contracts.terms import CompanyId
from sorgfalt_contracts.topics import Topic

from shared.messaging.causes import cause_of_fact
from shared.messaging.consumer import Consumer
from shared.messaging.routes import Route
from shared.messaging.subscribe import Subscription
from shared.process.topics import BrokerQuestions
from shared.store.cause import Caused
from shared.store.outbox import Fact, partition_of
from shared.store.pool import Store
from shared.store.transaction import Transaction

COMPANY: Final = CompanyId(UUID("11111111-1111-4111-8111-111111111111"))
MIGRATIONS: Final = Path(__file__).with_name("migrations")
TYPE: Final = events.SupplierUpdated.TYPE
NOON: Final = datetime(2026, 11, 1, 12, tzinfo=UTC)


class Note(msgspec.Struct):
    """What the counting service reads."""

    key: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One record to be produced."""

    key: bytes | None
    value: bytes | None
    headers: list[tuple[str, bytes]]
    partition: int


def a_topic(name: str, partitions: int = 6) -> Topic:
    return Topic(
        name=name, written_by="kit", key="key", events=(events.SupplierUpdated,),
        partitions=partitions,
    )  # fmt: skip


def a_note(key: str, sequence: int | None, text: str = "", *, partition: int | None = None) -> Sent:
    """One fact as a relay would send it."""
    envelope = Envelope(
        id=str(uuid.uuid4()),
        source="/sorgfalt/kit",
        type=TYPE,
        time=NOON,
        subject=key,
        recorded_at=NOON,
        correlation_id=str(uuid.uuid4()),
        company_id=str(COMPANY),
        sequence=sequence,
    )
    return Sent(
        key=key.encode(),
        value=msgspec.json.encode(Note(key, text)),
        headers=to_headers(envelope),
        partition=partition_of(key) if partition is None else partition,
    )


async def produce(bootstrap: str, topic: str, sent: Sequence[Sent]) -> None:
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all") as producer:
        futures = [
            await producer.send(
                topic, each.value, each.key, partition=each.partition, headers=each.headers
            )
            for each in sent
        ]
        await asyncio.gather(*futures)


async def count_notes(tx: Transaction, work: Sequence[Caused[Note]]) -> None:
    """Count every note by key, and say so in a fact; a note that says `bad` is refused."""
    for each in work:
        if each.command.text == "bad":
            raise BadEventError(DeadLetterReason.INVALID, "text")
    rows = [(each.command.key, each.command.text) for each in work]
    await tx.execute(
        "insert into effects (key, applied, text) select key, count(*), max(text) "
        "from unnest($1::text[], $2::text[]) g (key, text) group by key order by key "
        "on conflict (key) do update set applied = effects.applied + excluded.applied",
        [key for key, _ in rows],
        [text for _, text in rows],
    )
    tx.append(
        Fact(topic="kit-out", key=each.command.key, type=TYPE, data=b"{}", cause=each.cause)
        for each in work
    )


def a_route(topic: Topic, handle: Callable[..., Any] = count_notes) -> Route[Any, Any]:
    return Route(
        topic=topic,
        type=TYPE,
        read=msgspec.json.Decoder(Note).decode,
        translate=lambda note, _cause: note,
        handle=handle,
    )


def a_consumer(
    store: Store, bootstrap: str, topic: Topic, handle: Callable[..., Any] = count_notes
) -> Consumer:
    return Consumer(
        service="intake",
        store=store,
        routes=[a_route(topic, handle)],
        cause_of=cause_of_fact,
        topic_ids=BrokerQuestions(bootstrap, {topic.name: topic}).topic_ids,
    )


@asynccontextmanager
async def consuming(consumer: Consumer, bootstrap: str) -> AsyncIterator[Subscription]:
    """Run a consumer on the real broker for a while."""
    subscription = Subscription(consumer, [bootstrap])
    task = asyncio.create_task(subscription.run())
    try:
        yield subscription
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def until(holds: Callable[[], Any], seconds: float = 30) -> None:
    """Wait until an async question is answered with yes; fail after `seconds`."""
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110 - the question is asked of a real server
            await asyncio.sleep(0.05)


@dataclass
class FakeRecord:
    """A record as the engine sees it, for tests that need no broker."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]
    timestamp: int = 1_793_534_400_000


def as_records(topic: str, sent: Sequence[Sent], start: int = 0) -> list[FakeRecord]:
    """The records a broker would deliver, offsets counted per partition from `start`."""
    following: dict[int, int] = {}
    records = []
    for each in sent:
        offset = following.get(each.partition, start)
        following[each.partition] = offset + 1
        records.append(
            FakeRecord(topic, each.partition, offset, each.key, each.value, each.headers)
        )
    return records


@dataclass
class Sought:
    """A source that remembers what it was asked."""

    places: dict[tuple[str, int], int] = field(default_factory=dict)
    paused: set[tuple[str, int]] = field(default_factory=set)

    def seek(self, place: tuple[str, int], offset: int) -> None:
        self.places[place] = offset

    def pause(self, place: tuple[str, int]) -> None:
        self.paused.add(place)


async def ids(topics: Mapping[str, UUID]) -> Mapping[str, UUID]:
    return topics
