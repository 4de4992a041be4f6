"""Group commit: requests that arrive within a few milliseconds share one transaction.

A commit costs a disk flush whatever it holds. One group is committed at a time and the next one
gathers meanwhile, so a busy door fills its groups by itself and an idle one answers at once.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
A = TypeVar("A")


class BusyError(Exception):
    """More is waiting than the door will hold; the caller may come back later."""


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[T, A]):
    """What one request submitted, and where its answers go."""

    items: Sequence[T]
    since: float  # the loop's own clock, in seconds
    answers: asyncio.Future[Sequence[A]]


class GroupCommit(Generic[T, A]):
    """Gathers submissions into groups and hands each group to `commit`.

    `commit` returns one answer per item, in order. What it raises reaches every submission of that
    group and no other. A submission is never split; one above `max_items` goes alone.
    `wait_seconds` is how long the first submission of a group waits for company.
    """

    def __init__(
        self,
        commit: Callable[[Sequence[T]], Awaitable[Sequence[A]]],
        *,
        max_items: int = 500,
        wait_seconds: float = 0.005,
        max_waiting: int = 5_000,
    ) -> None:
        self._commit = commit
        self._max_items = max_items
        self._wait_seconds = wait_seconds
        self._max_waiting = max_waiting
        self._queue: deque[_Waiting[T, A]] = deque()
        self._queued = 0
        self._is_full = asyncio.Event()
        self._flusher: asyncio.Task[None] | None = None

    async def submit(self, items: Sequence[T]) -> Sequence[A]:
        """Return the answers once the items are committed; raise BusyError or what commit raised.

        A caller that goes away before its group is begun takes its items with it; afterwards they
        are committed all the same.
        """
        if self._queued + len(items) > self._max_waiting:
            raise BusyError
        loop = asyncio.get_running_loop()
        waiting: _Waiting[T, A] = _Waiting(items, loop.time(), loop.create_future())
        self._queue.append(waiting)
        self._queued += len(items)
        if self._queued >= self._max_items:
            self._is_full.set()
        if self._flusher is None or self._flusher.done():
            self._flusher = asyncio.create_task(self._flush())
        return await waiting.answers

    async def _flush(self) -> None:
        """Commit group after group until nothing waits."""
        while self._queue:
            await self._gather()
            group = self._take()
            if group:
                await self._commit_group(group)

    async def _gather(self) -> None:
        """Wait until the group is full or its first submission has waited long enough."""
        left = self._queue[0].since + self._wait_seconds - asyncio.get_running_loop().time()
        if self._queued >= self._max_items or left <= 0:
            return
        self._is_full.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(left):
                await self._is_full.wait()

    def _take(self) -> list[_Waiting[T, A]]:
        """Take whole submissions off the queue, up to the limit, but at least one."""
        group: list[_Waiting[T, A]] = []
        size = 0
        while self._queue and (not group or size + len(self._queue[0].items) <= self._max_items):
            waiting = self._queue.popleft()
            self._queued -= len(waiting.items)
            if not waiting.answers.done():
                group.append(waiting)
                size += len(waiting.items)
        return group

    async def _commit_group(self, group: Sequence[_Waiting[T, A]]) -> None:
        items = [item for waiting in group for item in waiting.items]
        try:
            answers = await self._commit(items)
            assert len(answers) == len(items), "commit owes one answer per item"
        except asyncio.CancelledError:
            for waiting in group:
                waiting.answers.cancel()
            raise
        except Exception as error:  # noqa: BLE001 - handed to those who wait for it
            for waiting in group:
                if not waiting.answers.done():
                    waiting.answers.set_exception(error)
            return
        start = 0
        for waiting in group:
            end = start + len(waiting.items)
            if not waiting.answers.done():
                waiting.answers.set_result(answers[start:end])
            start = end
