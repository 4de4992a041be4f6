"""Who owns a partition: an epoch in the database says, whatever the client believes."""

from collections.abc import Iterable
from uuid import UUID

from shared.messaging.causes import cause_of_fact
from shared.messaging.consumer import Consumer
from shared.store.pool import Store
from tests.kit.counting import Sought, a_note, a_route, a_topic, as_records

TOPIC = a_topic("kit-owned", partitions=1)
PLACE = (TOPIC.name, 0)
RECORDS = as_records(TOPIC.name, [a_note("a", number, partition=0) for number in range(1, 7)])


async def topic_ids(_topics: Iterable[str]) -> dict[str, UUID]:
    return {TOPIC.name: UUID(int=7)}


def a_member(store: Store) -> Consumer:
    member = Consumer(
        service="intake",
        store=store,
        routes=[a_route(TOPIC)],
        cause_of=cause_of_fact,
        topic_ids=topic_ids,
    )
    member.source = Sought()
    return member


async def applied(store: Store) -> int:
    return int(await store.pool.fetchval("select coalesce(sum(applied), 0) from effects"))


async def test_a_frozen_owner_that_wakes_up_late_changes_nothing(store: Store) -> None:
    old, new = a_member(store), a_member(store)
    await old.assign([PLACE])
    await new.assign([PLACE])
    await old.take(RECORDS)
    assert await applied(store) == 0

    await old._catch_up()
    assert old.owned == {}

    await new.take(RECORDS)
    assert (await applied(store), new.owned[PLACE].next_offset) == (6, 6)


async def test_an_owner_in_doubt_never_adopts_the_epoch_of_a_newer_one(store: Store) -> None:
    old, new = a_member(store), a_member(store)
    await old.assign([PLACE])
    old._doubt({PLACE})
    await new.assign([PLACE])

    await old._catch_up()
    await old.take(RECORDS[:3])
    await new.take(RECORDS)

    assert (old.owned, await applied(store)) == ({}, 6)


async def test_a_commit_whose_answer_was_lost_is_found_done_and_the_work_goes_on(
    store: Store,
) -> None:
    """The row moved on under the same epoch: our own COMMIT went through after all."""
    member = a_member(store)
    await member.assign([PLACE])
    await store.pool.execute("update progress set next_offset = 3, last_sequence = 3")

    await member.take(RECORDS[:3])
    assert (await applied(store), member.owned) == (0, {})

    await member._catch_up()
    assert isinstance(member.source, Sought)
    assert member.source.places == {PLACE: 3}
    await member.take(RECORDS[3:])
    assert (await applied(store), member.owned[PLACE].next_offset) == (3, 6)


async def test_a_fetch_from_behind_a_seek_is_fetched_again_not_taken(store: Store) -> None:
    member = a_member(store)
    await member.assign([PLACE])

    await member.take(RECORDS[4:])
    assert (await applied(store), member.owned) == (0, {})

    await member._catch_up()
    await member.take(RECORDS)
    assert await applied(store) == 6


async def test_a_topic_that_was_made_anew_is_read_from_its_start(store: Store) -> None:
    member = a_member(store)
    await member.assign([PLACE])
    await member.take(RECORDS)
    await store.pool.execute("update progress set topic_id = gen_random_uuid()")

    await member.assign([PLACE])

    assert (member.owned[PLACE].next_offset, member.owned[PLACE].last_sequence) == (0, 6)
