"""The batch consumer: one transaction a batch, offsets in the effect's own database.

Four guards keep it exact (each was needed: the client delivers stale records while an assignment
is being made, and swallows what its listener raises):
1. one lock between the batch in flight and a change of ownership;
2. records of partitions not owned, below the stored offset, or behind a hole, are dropped;
3. compare and set of (epoch, next_offset) as the transaction's first statement (FencedError);
4. after a failure the place is read from the database again, then sought. That also settles a
   COMMIT whose answer was lost.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Final
from uuid import UUID

import asyncpg
import structlog

from shared.messaging import dead_letters
from shared.messaging.batch import Batch, Reader
from shared.messaging.dead_letters import DeadLetter
from shared.messaging.records import CauseOf, Record, Source, cut, place_of
from shared.messaging.routes import Route, Routing
from shared.store import progress
from shared.store.bisect import DATA_FAULTS, apply_or_refuse
from shared.store.pool import LOST, Store
from shared.store.progress import Place, Standing
from shared.store.transaction import Transaction
from shared.telemetry import metrics, tracing

log: Final = structlog.get_logger()
MAX_PAUSE_SECONDS: Final = 15.0
TopicIds = Callable[[Iterable[str]], Awaitable[dict[str, UUID]]]


class Consumer:
    """Takes batches for one service and owns partitions on its behalf."""

    def __init__(
        self,
        *,
        service: str,
        store: Store,
        routes: Sequence[Route[Any, Any]],
        cause_of: CauseOf,
        topic_ids: TopicIds,
    ) -> None:
        self.service = service
        self.routing = Routing(routes)
        self.owned: dict[Place, Standing] = {}
        self._moved_at = time.monotonic()
        self._store = store
        self._reader = Reader(self.routing, cause_of)
        self._ask_topic_ids = topic_ids
        self._topic_ids: dict[str, UUID] = {}
        self._lock = asyncio.Lock()
        self._unsure: dict[Place, int] = {}  # with the epoch we held
        self._assigned: set[Place] = set()
        self._wake = asyncio.Event()
        self._failures = 0
        self.source: Source | None = None

    async def assign(self, places: Iterable[Place]) -> None:
        """Become the owner; what cannot be read from the database now is tried again by mend()."""
        async with self._lock:
            self.owned.clear()
            self._unsure.clear()
            self._assigned = set(places)
            await self._catch_up()

    async def revoke(self) -> None:
        """Let go of everything, after the batch in flight has ended."""
        async with self._lock:
            self.owned.clear()
            self._unsure.clear()
            self._assigned.clear()
            metrics.PARTITIONS_OWNED.set(0)

    async def take(self, records: Sequence[Record]) -> None:
        """Take one fetch. Never raises but when cancelled: what failed is sought and fetched again.

        After a failed run (or a hole) the later runs of the same fetch are dropped, and every
        partition of the fetch is sought, also those that only the dropped runs held.
        """
        async with self._lock:
            for run in cut(records):
                if not await self._take_run(run):
                    self._doubt({place_of(record) for record in records} & self.owned.keys())
                    break

    async def mend(self) -> None:
        """Take up again, with growing pauses, what a failure left unsure; runs until cancelled."""
        while True:
            await self._wake.wait()
            pause = min(MAX_PAUSE_SECONDS, 0.1 * 2 ** min(self._failures, 8))
            await asyncio.sleep(pause * random.uniform(0.5, 1))
            async with self._lock:
                if await self._catch_up():
                    self._wake.clear()

    def seconds_since_batch(self) -> float:
        """Return the age of the last commit, or of this consumer if there was none."""
        return time.monotonic() - self._moved_at

    async def _take_run(self, records: Sequence[Record]) -> bool:
        began = time.perf_counter()
        try:
            batch = self._reader.read(records, self.owned, self._topic_ids)
            with tracing.batch_span(f"process {self.service}", batch.hops, len(records)):
                await self._commit(batch)
        except Exception as error:  # noqa: BLE001 - what is not the data's fault is tried again
            self._fail(error)
            return False
        await self._note(batch, time.perf_counter() - began)
        return not batch.holes

    async def _commit(self, batch: Batch) -> None:
        """Commit the batch as a whole or, when its data is at fault, all of it that can be."""
        if not batch.next_offset:
            return
        try:
            await self._commit_once(batch, _apply_all)
        except DATA_FAULTS:
            await self._commit_once(batch, self._apply_possible)

    async def _commit_once(
        self,
        batch: Batch,
        apply: Callable[[Transaction, Routing, Batch], Awaitable[list[DeadLetter]]],
    ) -> None:
        moves = batch.moves(self.owned)
        async with self._store.transaction(batch.companies) as tx:
            await progress.advance(tx, moves)
            refused = await apply(tx, self.routing, batch)
            await dead_letters.write(tx, self.service, [*batch.letters, *refused])
        batch.refused = len(refused)
        for move in moves:
            standing = self.owned[move.place]
            standing.next_offset, standing.last_sequence = move.next_offset, move.last_sequence

    async def _apply_possible(
        self, tx: Transaction, routing: Routing, batch: Batch
    ) -> list[DeadLetter]:
        letters = []
        for route, work in routing.ordered(batch.work):
            for refused in await apply_or_refuse(tx, work, route.handle):
                at = refused.work.cause
                letters.append(
                    DeadLetter(
                        record=batch.records[at.topic, at.partition, at.offset],
                        fault=refused.fault,
                        topic_id=self._topic_ids[at.topic],
                    )
                )
        return letters

    def _fail(self, error: Exception) -> None:
        self._failures += 1
        self._reader.forget_holes()
        kind = "connection" if isinstance(error, LOST) else type(error).__name__
        metrics.BATCH_ERRORS.labels(kind).inc()
        state = getattr(error, "sqlstate", None)
        log.error("batch failed", error=type(error).__name__, sqlstate=state, where=_raised(error))

    def _doubt(self, places: set[Place]) -> None:
        for place in places:
            self._unsure[place] = self.owned.pop(place).epoch
        self._wake.set()

    async def _catch_up(self) -> bool:
        """Take over what was assigned and read again what is unsure; say whether that worked.

        A COMMIT whose answer was lost may have happened or not: the row tells. A higher epoch in
        the row is a newer owner's; adopting it would let a stale owner pass for the new one.
        """
        try:
            if self._assigned:
                self._topic_ids = await self._ask_topic_ids({topic for topic, _ in self._assigned})
                places = [(place, self._topic_ids[place[0]]) for place in sorted(self._assigned)]
                self._resume_at(await progress.take_over(self._store, places))
                self._assigned.clear()
            if self._unsure:
                found = await progress.read(self._store, sorted(self._unsure))
                ours = {p: s for p, s in found.items() if s.epoch == self._unsure[p]}
                metrics.FENCED.inc(len(found) - len(ours))
                self._unsure.clear()
                self._resume_at(ours)
        except (*LOST, asyncpg.PostgresError, TimeoutError) as error:
            log.error("progress cannot be read", error=type(error).__name__)
            return False
        finally:
            if self._assigned or self._unsure:
                self._wake.set()  # also for an error that the client's listener would swallow
        return True

    def _resume_at(self, standings: dict[Place, Standing]) -> None:
        for place, standing in standings.items():
            self.owned[place] = standing
            if self.source is not None:
                self.source.seek(place, standing.next_offset)
                if standing.halted:
                    self.source.pause(place)
        log.info("partitions taken up", partitions=len(standings))
        metrics.PARTITIONS_OWNED.set(len(self.owned))
        metrics.HALTED.set(sum(standing.halted is not None for standing in self.owned.values()))

    async def _note(self, batch: Batch, seconds: float) -> None:
        """Stop partitions with a gap, then say what the batch was in one line."""
        for place, (due, found) in batch.gaps.items():
            await self._halt(place, f"sequence {found} where {due} was due")
        if not batch.next_offset:
            return
        self._failures, self._moved_at = 0, time.monotonic()
        metrics.LAST_BATCH.set_to_current_time()
        metrics.BATCH_SECONDS.observe(seconds)
        applied = sum(len(work) for work in batch.work.values()) - batch.refused
        dead = len(batch.letters) + batch.refused
        counts = {"applied": applied, "repeat": batch.repeats, "dead-letter": dead}
        for outcome, count in counts.items():
            metrics.RECORDS.labels(outcome).inc(count)
        log.info(
            "batch committed", records=applied, repeats=batch.repeats, stale=batch.stale,
            dead_letters=dead, partitions=len(batch.next_offset),
            seconds=round(seconds, 4),
        )  # fmt: skip

    async def _halt(self, place: Place, reason: str) -> None:
        standing = self.owned[place]
        standing.halted = reason
        log.critical("partition halted", topic=place[0], partition=place[1], reason=reason)
        metrics.HALTED.inc()
        if self.source is not None:
            self.source.pause(place)
        try:
            await progress.halt(self._store, place, standing.epoch, reason)
        except (*LOST, asyncpg.PostgresError) as error:
            log.error("halt not stored, the gap will be seen again", error=type(error).__name__)


async def _apply_all(tx: Transaction, routing: Routing, batch: Batch) -> list[DeadLetter]:
    for route, work in routing.ordered(batch.work):
        await route.handle(tx, work)
    return []


def _raised(error: BaseException) -> str:
    """Return file and line of the raise; never the message, which may hold a value."""
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    return f"{step.tb_frame.f_code.co_name}:{step.tb_lineno}" if step else ""
