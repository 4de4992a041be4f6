"""Dead letters by hand: what is redriven takes effect once, in the transaction that closes it."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

import asyncpg
import msgspec
import pytest
from sorgfalt_contracts.topics import Topic

from shared.messaging.causes import cause_of_fact
from shared.messaging.consumer import Consumer
from shared.messaging.routes import Routing
from shared.repair import letters
from shared.repair.letters import Reading
from shared.repair.note import Note as Reasoned
from shared.repair.note import RepairError
from shared.store.pool import Store
from tests.kit.counting import (
    Note,
    Sent,
    a_note,
    a_route,
    a_topic,
    as_records,
    count_notes,
)  # fmt: skip

TOPIC = a_topic("kit-letters")
NOTE = Reasoned(reason="the sender has mended its mapping", operator="on-call")


def reading(handle: Callable[..., object] = count_notes, topic: Topic = TOPIC) -> Reading:
    return Reading(Routing([a_route(topic, handle)]), cause_of_fact)


async def open_letters(store: Store) -> dict[str, UUID]:
    """Return the open letters by their offset."""
    found = await letters.list_letters(store, state="open", topic=None, reason=None, limit=100)
    return {f"{each.partition}/{each.offset}": each.letter_id for each in found}


async def topic_ids(_topics: Iterable[str]) -> dict[str, UUID]:
    return {TOPIC.name: UUID(int=1)}


async def take(store: Store, sent: Sequence[Sent]) -> None:
    consumer = Consumer(
        service="intake",
        store=store,
        routes=[a_route(TOPIC)],
        cause_of=cause_of_fact,
        topic_ids=topic_ids,
    )
    await consumer.assign([(TOPIC.name, 0)])
    await consumer.take(as_records(TOPIC.name, sent))


async def applied(store: Store) -> dict[str, int]:
    rows = await store.pool.fetch("select key, applied from effects")
    return {row["key"]: row["applied"] for row in rows}


@pytest.fixture
async def bad(store: Store) -> list[UUID]:
    """Three letters: refused by the handler, not JSON, and refused by the database."""
    refused = a_note("a", 1, "bad", partition=0)
    broken = Sent(key=b"b", value=b"{", headers=a_note("b", 2).headers, partition=0)
    too_long = a_note("c", 3, "a text the table's own check refuses", partition=0)
    await take(store, [refused, broken, too_long])
    found = await open_letters(store)
    return [found["0/0"], found["0/1"], found["0/2"]]


async def test_what_is_still_bad_stays_open_with_its_newest_reason(
    store: Store, bad: list[UUID]
) -> None:
    outcomes = await letters.redrive(store, reading(), bad, NOTE)

    assert [each.letter_id for each in outcomes] == bad
    assert [each.fault and each.fault.reason.value for each in outcomes] == [
        "invalid", "not-json", "refused-by-store",
    ]  # fmt: skip
    found = await letters.read_letters(store, bad)
    assert [(each.letter.state, each.letter.attempts) for each in found] == [("open", 1)] * 3
    assert await applied(store) == {}


async def test_a_mended_letter_takes_effect_once_and_keeps_its_own_bytes(
    store: Store, bad: list[UUID]
) -> None:
    await letters.mend(store, bad[1], msgspec.json.encode(Note("b", "mended")), NOTE, reading())
    first = await letters.redrive(store, reading(), bad, NOTE)
    again = await letters.redrive(store, reading(), bad, NOTE)

    assert [each.letter_id for each in first if each.fault is None] == [bad[1]]
    assert bad[1] not in [each.letter_id for each in again]
    assert await applied(store) == {"b": 1}
    (whole,) = await letters.read_letters(store, [bad[1]])
    assert (whole.value, whole.letter.state) == (b"{", "redriven")
    assert await store.pool.fetchval("select count(*) from outbox where topic = 'kit-out'") == 1


async def test_two_operators_at_once_make_one_effect(store: Store, bad: list[UUID]) -> None:
    await letters.mend(store, bad[1], msgspec.json.encode(Note("b")), NOTE, reading())

    await asyncio.gather(*(letters.redrive(store, reading(), [bad[1]], NOTE) for _ in range(5)))

    assert await applied(store) == {"b": 1}


async def test_a_failure_that_is_not_the_datas_closes_no_letter(
    store: Store, bad: list[UUID]
) -> None:
    async def fail(*_: object) -> None:
        raise ConnectionResetError

    await letters.mend(store, bad[1], msgspec.json.encode(Note("b")), NOTE, reading())
    with pytest.raises(ConnectionResetError):
        await letters.redrive(store, reading(fail), [bad[1]], NOTE)

    assert set((await open_letters(store)).values()) == set(bad)


async def test_bytes_that_cannot_be_read_mend_nothing(store: Store, bad: list[UUID]) -> None:
    with pytest.raises(RepairError, match="cannot be taken either: not-json"):
        await letters.mend(store, bad[1], b"{", NOTE, reading())


async def test_a_discarded_letter_keeps_its_bytes_and_takes_no_effect(
    store: Store, bad: list[UUID]
) -> None:
    assert await letters.discard(store, [bad[1]], NOTE) == 1
    assert await letters.discard(store, [bad[1]], NOTE) == 0

    assert await letters.redrive(store, reading(), [bad[1]], NOTE) == []
    (whole,) = await letters.read_letters(store, [bad[1]])
    assert (whole.value, whole.letter.state) == (b"{", "discarded")


async def test_every_act_is_kept_with_its_reason_and_can_never_be_changed(
    store: Store, bad: list[UUID]
) -> None:
    await letters.discard(store, [bad[0]], NOTE)

    rows = await store.pool.fetch("select action, subject, reason, operator from repairs")
    assert [tuple(row) for row in rows] == [("discard", str(bad[0]), NOTE.reason, "on-call")]
    for statement in ("update repairs set reason = 'x'", "delete from repairs"):
        with pytest.raises(asyncpg.RaiseError, match="never changed"):
            await store.pool.execute(statement)


@pytest.mark.parametrize(("reason", "operator"), [("", "on-call"), ("why\n", "a"), ("why", "A b")])
def test_nobody_acts_without_a_reason_and_a_role(reason: str, operator: str) -> None:
    with pytest.raises(RepairError):
        Reasoned(reason=reason, operator=operator)
