"""The batch consumer on a real broker and a real database."""

import asyncio
import random
from collections.abc import Sequence
from typing import Any

import asyncpg
from sorgfalt_contracts.topics import Topic

from infra.local.stack import Stack
from shared.store.cause import Caused
from shared.store.pool import LOST, Store
from shared.store.transaction import Transaction
from tests.kit.counting import (
    Note,
    Sent,
    a_consumer,
    a_note,
    consuming,
    count_notes,
    produce,
    until,
)  # fmt: skip


async def applied(store: Store) -> int:
    return int(await store.pool.fetchval("select coalesce(sum(applied), 0) from effects"))


async def next_offsets(store: Store) -> int:
    return int(await store.pool.fetchval("select coalesce(sum(next_offset), 0) from progress"))


def numbered(count: int, keys: int = 40) -> list[Sent]:
    """Facts with gap-free sequences per partition."""
    following: dict[int, int] = {}
    sent = []
    for number in range(count):
        note = a_note(f"key-{number % keys}", None)
        following[note.partition] = following.get(note.partition, 0) + 1
        sent.append(a_note(f"key-{number % keys}", following[note.partition]))
    return sent


async def test_every_record_takes_effect_once_and_offsets_lie_beside_the_effects(
    broker: Stack, store: Store, topic: Topic
) -> None:
    await produce(broker.bootstrap, topic.name, numbered(3_000))

    async with consuming(a_consumer(store, broker.bootstrap, topic), broker.bootstrap):
        await until(lambda: _is(applied(store), 3_000))

    assert await next_offsets(store) == 3_000
    assert await store.pool.fetchval("select count(*) from outbox where topic = 'kit-out'") == 3_000


async def test_a_repeat_of_a_sequence_is_dropped(broker: Stack, store: Store, topic: Topic) -> None:
    first = [a_note("a", sequence, partition=0) for sequence in (1, 2, 3)]
    await produce(broker.bootstrap, topic.name, [*first, *first, a_note("a", 4, partition=0)])

    async with consuming(a_consumer(store, broker.bootstrap, topic), broker.bootstrap):
        await until(lambda: _is(next_offsets(store), 7))

    assert await applied(store) == 4


async def test_a_gap_in_the_sequence_halts_its_partition_alone(
    broker: Stack, store: Store, topic: Topic
) -> None:
    await produce(
        broker.bootstrap,
        topic.name,
        [a_note("a", 1, partition=0), a_note("a", 3, partition=0), a_note("b", 1, partition=1)],
    )

    async with consuming(a_consumer(store, broker.bootstrap, topic), broker.bootstrap) as running:
        await until(lambda: _is(applied(store), 2))
        await produce(broker.bootstrap, topic.name, [a_note("b", 2, partition=1)])
        await until(lambda: _is(applied(store), 3))
        said = await running.fault()

    assert said == "1 partitions stand at a gap in the sequence"
    rows = await store.pool.fetch("select partition, next_offset, halted from progress")
    assert {row["partition"]: (row["next_offset"], row["halted"]) for row in rows if
            row["partition"] < 2} == {
        0: (1, "sequence 3 where 2 was due"),
        1: (2, None),
    }  # fmt: skip


async def test_the_first_sequence_of_a_higher_era_is_taken_without_alarm(
    broker: Stack, store: Store, topic: Topic
) -> None:
    await produce(
        broker.bootstrap,
        topic.name,
        [a_note("a", 7, partition=0), a_note("a", 2**40 + 1, partition=0)],
    )

    async with consuming(a_consumer(store, broker.bootstrap, topic), broker.bootstrap):
        await until(lambda: _is(applied(store), 2))

    assert await store.pool.fetchval("select count(*) from progress where halted is not null") == 0


async def test_bad_records_become_dead_letters_and_good_ones_go_on(
    broker: Stack, store: Store, topic: Topic
) -> None:
    headers = a_note("a", 2, partition=0).headers
    await produce(
        broker.bootstrap,
        topic.name,
        [
            a_note("a", 1, partition=0),
            Sent(key=b"a", value=b"{", headers=headers, partition=0),
            a_note("a", 3, "bad", partition=0),
            a_note("a", 4, "a text the table's own check refuses", partition=0),
            a_note("a", 5, partition=0),
            Sent(key=b"a", value=None, headers=a_note("a", 6).headers, partition=0),
            Sent(key=None, value=b"{}", headers=a_note("a", 7).headers, partition=0),
            Sent(key=b"a", value=b"{}", headers=[("ce_id", b"\xff")], partition=0),
            a_note("a", 8, partition=0),
        ],
    )

    async with consuming(a_consumer(store, broker.bootstrap, topic), broker.bootstrap):
        await until(lambda: _is(next_offsets(store), 9))

    assert await applied(store) == 3
    letters = await store.pool.fetch("select offset_, reason, value from dead_letters")
    assert {row["offset_"]: row["reason"] for row in letters} == {
        1: "not-json",
        2: "invalid",
        3: "refused-by-store",
        5: "null-value",
        6: "no-key",
        7: "not-utf8",
    }
    assert {row["offset_"]: row["value"] for row in letters}[1] == b"{"
    notices = "select count(*) from outbox where topic = 'intake-dead-letter'"
    assert await store.pool.fetchval(notices) == 6


async def test_a_database_killed_again_and_again_costs_no_effect_and_doubles_none(
    broker: Stack, database: Stack, store: Store, topic: Topic
) -> None:
    records = numbered(20_000)
    slow = _Slow()
    async with consuming(a_consumer(store, broker.bootstrap, topic, slow), broker.bootstrap):
        feeding = asyncio.create_task(produce(broker.bootstrap, topic.name, records))
        for _ in range(3):
            await slow.busy.wait()
            slow.busy.clear()
            database.database.kill()
            database.database.start()
        await feeding
        await until(lambda: _is(applied(store), 20_000), 60)

    assert await next_offsets(store) == 20_000
    assert await store.pool.fetchval("select count(*) from outbox") == 20_000


async def test_a_second_member_takes_partitions_over_and_nothing_is_doubled(
    broker: Stack, store: Store, topic: Topic
) -> None:
    records = numbered(12_000)
    first, second = (a_consumer(store, broker.bootstrap, topic) for _ in range(2))
    async with consuming(first, broker.bootstrap):
        await produce(broker.bootstrap, topic.name, records[:6_000])
        async with consuming(second, broker.bootstrap):
            await until(lambda: _owns(second))
            await produce(broker.bootstrap, topic.name, records[6_000:])
            await until(lambda: _is(applied(store), 12_000))

    assert await next_offsets(store) == 12_000


class _Slow:
    """A handler that says when it is inside a transaction, and stays there for a moment."""

    def __init__(self) -> None:
        self.busy = asyncio.Event()

    async def __call__(self, tx: Transaction, work: Sequence[Caused[Note]]) -> None:
        await count_notes(tx, work)
        self.busy.set()
        await asyncio.sleep(random.uniform(0, 0.05))


async def _is(answer: Any, expected: int) -> bool:
    try:
        return bool(await answer == expected)
    except (*LOST, asyncpg.PostgresError):  # the database is down just now
        return False


async def _owns(consumer: Any) -> bool:
    return len(consumer.owned) == 3
