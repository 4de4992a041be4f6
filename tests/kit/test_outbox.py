"""The outbox and its relay: numbers in commit order, published in order, by one leader."""

import asyncio
import random

import asyncpg
import pytest
from sorgfalt_contracts.envelope import open_kafka
from sorgfalt_contracts.topics import Topic

from infra.local.stack import Stack
from shared.messaging.relay import BrokerAheadError, Relay
from shared.store.lease import Lease
from shared.store.outbox import partition_of
from shared.store.pool import Store
from tests.kit.counting import COMPANY, TYPE, until
from tests.kit.outboxing import facts, nothing_waits, read_all, relaying, sequences, write


async def test_numbers_are_gap_free_in_commit_order_whatever_is_rolled_back(store: Store) -> None:
    """Eight writers at once, one in five rolled back: a relay that only goes up misses nothing."""
    seen: dict[tuple[str, int], int] = {}
    rows: list[tuple[str, int, int]] = []
    writing = True

    async def look() -> None:
        while writing or await unread():
            for row in await unread():
                place = (row["topic"], row["part"])
                assert row["sequence"] == seen.get(place, 0) + 1
                seen[place] = row["sequence"]
                rows.append((*place, row["sequence"]))
            await asyncio.sleep(0)

    async def unread() -> list[asyncpg.Record]:
        every = await store.pool.fetch("select topic, part, sequence from outbox order by 1, 2, 3")
        return [row for row in every if row["sequence"] > seen.get((row["topic"], row["part"]), 0)]

    async def writer(number: int) -> None:
        choice = random.Random(number)
        for _ in range(25):
            keys = [f"k{choice.randrange(12)}" for _ in range(3)]
            await write(store, facts("t", keys), roll_back=choice.random() < 0.2)

    reader = asyncio.create_task(look())
    await asyncio.gather(*(writer(number) for number in range(6)))
    writing = False
    await reader

    counted = await store.pool.fetchval("select sum(last_sequence) from outbox_counters")
    assert len(rows) == counted == await store.pool.fetchval("select count(*) from outbox")


async def test_the_relay_publishes_every_fact_in_sequence_with_its_envelope(
    broker: Stack, store: Store, topic: Topic
) -> None:
    keys = [f"k{number % 30}" for number in range(5_000)]
    await write(store, facts(topic.name, keys))

    async with relaying(store, broker.bootstrap):
        records = await read_all(broker.bootstrap, topic.name, 5_000)

    for partition, found in sequences(records).items():
        assert found == list(range(1, len(found) + 1)), partition
    envelope, body = open_kafka(records[0].headers, records[0].value or b"")
    assert (envelope.source, envelope.type, envelope.subject) == (
        "/sorgfalt/intake", TYPE, (records[0].key or b"").decode(),
    )  # fmt: skip
    assert (envelope.depth, envelope.company_id, body) == (1, str(COMPANY), b"{}")
    assert all(record.partition == partition_of((record.key or b"").decode()) for record in records)


async def test_a_relay_that_died_before_moving_its_cursor_repeats_and_never_skips(
    broker: Stack, store: Store, topic: Topic
) -> None:
    await write(store, facts(topic.name, ["a"] * 10))
    async with relaying(store, broker.bootstrap):
        await read_all(broker.bootstrap, topic.name, 10)
        await until(lambda: nothing_waits(store))
    await store.pool.execute("update relay_cursors set sequence = 4")
    await write(store, facts(topic.name, ["a"] * 2))

    async with relaying(store, broker.bootstrap):
        records = await read_all(broker.bootstrap, topic.name, 18)

    assert list(sequences(records).values()) == [[*range(1, 11), *range(5, 13)]]


async def test_only_one_relay_leads_and_the_next_has_a_higher_fencing_number(store: Store) -> None:
    first, second = Lease(store, "first"), Lease(store, "second")
    assert await first.ask()
    assert not await second.ask()
    assert (first.is_held, second.is_held) == (True, False)

    await store.pool.execute("update relay_lease set expires_at = now() - interval '1 second'")
    assert await second.ask()

    assert second.fencing == first.fencing + 1
    assert not await first.ask()
    assert not first.is_held


async def test_a_leader_that_was_frozen_moves_no_cursor_back(
    broker: Stack, store: Store, topic: Topic
) -> None:
    """The old leader wakes up with rows in hand: it may repeat, it cannot move the cursor."""
    await write(store, facts(topic.name, ["a"] * 6))
    frozen = Relay(service="intake", store=store, bootstrap=broker.bootstrap)
    await frozen._lease.ask()
    waiting = await store.pool.fetchrow(
        "select topic, part, null::date as month, 0::bigint as sequence from outbox_counters"
    )
    assert waiting
    await store.pool.execute("update relay_lease set expires_at = now() - interval '1 second'")
    async with relaying(store, broker.bootstrap):
        await until(lambda: nothing_waits(store))
        producer = await frozen._started()
        assert not await frozen._publish(producer, waiting)
        await frozen._drop_producer()

    assert await store.pool.fetchval("select max(sequence) from relay_cursors") == 6
    assert not frozen._lease.is_held


async def test_a_relay_refuses_a_broker_that_is_ahead_of_its_outbox(
    broker: Stack, store: Store, topic: Topic
) -> None:
    await write(store, facts(topic.name, ["a"] * 5))
    async with relaying(store, broker.bootstrap):
        await until(lambda: nothing_waits(store))
    await store.pool.execute("update outbox_counters set last_sequence = 3")

    with pytest.raises(BrokerAheadError, match="holds sequence 5 on the broker"):
        await asyncio.wait_for(
            Relay(service="intake", store=store, bootstrap=broker.bootstrap).run(), 20
        )


async def test_a_broker_killed_under_the_relay_costs_no_fact_and_no_order(
    broker: Stack, store: Store, topic: Topic
) -> None:
    async with relaying(store, broker.bootstrap):
        for number in range(3):
            await write(store, facts(topic.name, [f"k{n % 20}" for n in range(2_000)]))
            await asyncio.sleep(0.02 * number)
            broker.broker.kill()
            broker.broker.start()
        await until(lambda: nothing_waits(store), 60)

    records = await read_all(broker.bootstrap, topic.name, 6_000)
    for found in sequences(records).values():
        news = [
            number for place, number in enumerate(found) if number > max(found[:place], default=0)
        ]
        assert news == list(range(1, max(found) + 1))
