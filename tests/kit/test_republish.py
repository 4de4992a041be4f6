"""Facts sent again: readers that had them change nothing, a reader that lacks them catches up."""

from collections.abc import Sequence
from typing import Any

import pytest
from sorgfalt_contracts.envelope import open_kafka
from sorgfalt_contracts.topics import Topic

from infra.local.stack import Stack
from shared.repair.note import Note, RepairError
from shared.repair.republish import Wanted, count, republish
from shared.store.pool import Store
from tests.kit.counting import NOON, until
from tests.kit.outboxing import facts, nothing_waits, read_all, relaying, write

NOTE = Note(reason="a reader was restored from a backup", operator="on-call")


def said(records: Sequence[Any], *, again: bool) -> list[tuple[int, str, int | None]]:
    """What the records say that were (or were not) sent again: partition, id and number."""
    opened = [(r.partition, open_kafka(r.headers, r.value)[0]) for r in records]
    return sorted((p, e.id, e.sequence) for p, e in opened if e.is_republished is again)


async def test_facts_leave_again_as_they_were_and_say_so(
    broker: Stack, store: Store, topic: Topic
) -> None:
    keys = [f"k{number % 7}" for number in range(2_500)]
    await write(store, facts(topic.name, keys))
    async with relaying(store, broker.bootstrap):
        await until(lambda: nothing_waits(store))

    sent = await republish(store, broker.bootstrap, "intake", Wanted(topic=topic.name), NOTE)

    records = await read_all(broker.bootstrap, topic.name, 5_000)
    first = said(records, again=False)
    assert sent == len(first) == 2_500
    assert said(records, again=True) == first


async def test_one_aggregate_alone_can_be_sent_again(
    broker: Stack, store: Store, topic: Topic
) -> None:
    await write(store, facts(topic.name, ["a", "b", "a", "c"]))
    wanted = Wanted(topic=topic.name, key="a")

    assert await count(store, wanted) == 2
    assert await count(store, Wanted(topic=topic.name, until=NOON)) == 0
    assert await count(store, Wanted(topic=topic.name, since=NOON)) == 4
    assert await republish(store, broker.bootstrap, "intake", wanted, NOTE) == 2
    rows = await store.pool.fetch("select action, subject from repairs")
    assert [tuple(row) for row in rows] == [("republish", topic.name)]


def test_nobody_republishes_anothers_topic() -> None:
    wanted = Wanted(topic="supplier-updated")

    wanted.refuse_others_topics("intake")
    for service in ("risk", "reporting"):
        with pytest.raises(RepairError, match="writes no topic"):
            wanted.refuse_others_topics(service)
