"""Group commit with a commit of our own making: what is grouped, and who hears of a failure."""

import asyncio
from collections.abc import Sequence

import pytest

from shared.web.group_commit import BusyError, GroupCommit


class Ledger:
    """A commit that remembers its groups and can be held back or made to fail."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.open = asyncio.Event()
        self.open.set()
        self.begun = asyncio.Event()
        self.fails_on: int | None = None

    async def has_begun(self, groups: list[list[int]]) -> None:
        async with asyncio.timeout(10):
            while self.groups != groups:
                await self.begun.wait()
                self.begun.clear()

    async def commit(self, items: Sequence[int]) -> list[str]:
        self.groups.append(list(items))
        self.begun.set()
        await self.open.wait()
        if self.fails_on in items:
            raise ConnectionError
        return [f"answer {item}" for item in items]


async def test_requests_of_one_moment_share_a_commit_and_each_gets_its_own_answers() -> None:
    ledger = Ledger()
    group = GroupCommit(ledger.commit)
    answers = await asyncio.gather(group.submit([1, 2]), group.submit([3]))
    assert list(answers) == [["answer 1", "answer 2"], ["answer 3"]]
    assert ledger.groups == [[1, 2, 3]]


async def test_full_group_does_not_wait() -> None:
    ledger = Ledger()
    group = GroupCommit(ledger.commit, max_items=2, wait_seconds=3_600)
    answers = await asyncio.gather(group.submit([1]), group.submit([2]))
    assert list(answers) == [
        ["answer 1"],
        ["answer 2"],
    ]


async def test_group_that_fills_up_while_it_waits_waits_no_longer() -> None:
    ledger = Ledger()
    group = GroupCommit(ledger.commit, max_items=2, wait_seconds=3_600)
    first = asyncio.create_task(group.submit([1]))
    for _ in range(10):
        await asyncio.sleep(0)
    async with asyncio.timeout(10):
        await group.submit([2])
    assert await first == ["answer 1"]


async def test_submission_is_never_split_and_one_above_the_limit_goes_alone() -> None:
    ledger = Ledger()
    group = GroupCommit(ledger.commit, max_items=3)
    await asyncio.gather(group.submit([1, 2]), group.submit([3, 4]), group.submit([5, 6, 7, 8]))
    assert ledger.groups == [[1, 2], [3, 4], [5, 6, 7, 8]]


async def test_order_of_submission_is_the_order_of_commit() -> None:
    ledger = Ledger()
    group = GroupCommit(ledger.commit, max_items=4, wait_seconds=0)
    await asyncio.gather(*(group.submit([number]) for number in range(20)))
    assert [item for items in ledger.groups for item in items] == list(range(20))


async def test_what_arrives_during_a_commit_goes_with_the_next_one() -> None:
    ledger = Ledger()
    ledger.open.clear()
    group = GroupCommit(ledger.commit, wait_seconds=0)
    first = asyncio.create_task(group.submit([1]))
    await ledger.has_begun([[1]])
    rest = [asyncio.create_task(group.submit([number])) for number in (2, 3)]
    await asyncio.sleep(0)
    ledger.open.set()
    await asyncio.gather(first, *rest)
    assert ledger.groups == [[1], [2, 3]]


async def test_failing_commit_fails_its_own_group_and_no_other() -> None:
    ledger = Ledger()
    ledger.fails_on = 2
    group = GroupCommit(ledger.commit, max_items=2)
    results = await asyncio.gather(
        *(group.submit([number]) for number in (1, 2, 3)), return_exceptions=True
    )
    assert [type(result) for result in results] == [ConnectionError, ConnectionError, list]


async def test_door_that_holds_enough_turns_the_next_one_away() -> None:
    ledger = Ledger()
    group = GroupCommit(ledger.commit, max_waiting=2)
    waiting = asyncio.create_task(group.submit([1, 2]))
    await asyncio.sleep(0)
    with pytest.raises(BusyError):
        await group.submit([3])
    await waiting
    assert await group.submit([3]) == ["answer 3"]


async def test_caller_that_goes_away_before_the_commit_takes_its_items_with_it() -> None:
    ledger = Ledger()
    group = GroupCommit(ledger.commit)
    gone = asyncio.create_task(group.submit([1]))
    stays = asyncio.create_task(group.submit([2]))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == ["answer 2"]
    assert ledger.groups == [[2]]


async def test_caller_that_goes_away_during_the_commit_disturbs_nobody() -> None:
    ledger = Ledger()
    ledger.open.clear()
    group = GroupCommit(ledger.commit)
    gone, stays = (asyncio.create_task(group.submit([number])) for number in (1, 2))
    await ledger.has_begun([[1, 2]])
    gone.cancel()
    ledger.open.set()
    assert await stays == ["answer 2"]
