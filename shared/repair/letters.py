"""Dead letters by hand: look, mend, redrive, discard.

Redriving takes a letter through the service's own reader and handler, here, in the transaction
that closes the letter: nobody writes to another's topic, and a letter takes effect once.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec
from sorgfalt_contracts.envelope import REPUBLISHED
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason
from sorgfalt_contracts.topics import MAX_EVENT_BYTES

from shared.messaging.batch import Reader
from shared.messaging.records import CauseOf
from shared.messaging.routes import Routing
from shared.repair.note import Note, Q, RepairError, keep
from shared.store.bisect import apply_or_refuse
from shared.store.bulk import columns
from shared.store.cause import Caused
from shared.store.pool import Store
from shared.store.progress import Standing
from shared.store.transaction import Transaction

MOST_AT_ONCE: Final = 500
"""Letters in one transaction."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """One dead letter as lists show it; times in UTC, sizes in bytes."""

    letter_id: UUID
    topic: str
    partition: int
    offset: int
    reason: str
    where: str
    size_bytes: int
    recorded_at: datetime
    state: str
    attempts: int
    is_mended: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class WholeLetter:
    """A letter with its bytes; above our size limit `value` is only their beginning."""

    letter: Letter
    key: bytes | None
    headers: Sequence[tuple[str, bytes]]
    value: bytes | None
    mended: bytes | None
    sha256: str

    @property
    def is_whole(self) -> bool:
        """Say whether there are bytes that could be taken: all of the original, or mended ones."""
        return self.mended is not None or self.letter.size_bytes <= MAX_EVENT_BYTES


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of one letter: taken now, or why it still cannot be."""

    letter_id: UUID
    fault: BadEventError | None = None


@dataclass(kw_only=True, slots=True)
class _Again:
    """A letter's record, as the engine reads records."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]


async def list_letters(
    store: Store, *, state: str, topic: str | None, reason: str | None, limit: int
) -> list[Letter]:
    """Return letters of a state, the oldest first."""
    rows = await store.pool.fetch(Q.list_letters, state, topic, reason, limit)
    return [_letter(row) for row in rows]


async def read_letters(store: Store, letter_ids: Sequence[UUID]) -> list[WholeLetter]:
    """Return letters with their bytes, by place; raise RepairError for an id nobody has."""
    rows = await store.pool.fetch(Q.read_letters, list(letter_ids))
    if missing := len(set(letter_ids)) - len(rows):
        raise RepairError(f"There is no such dead letter ({missing} of {len(letter_ids)}).")
    return [
        WholeLetter(
            letter=_letter(row),
            key=row["key"],
            headers=_headers(row["headers"]),
            value=row["value"],
            mended=row["mended"],
            sha256=row["sha256"],
        )
        for row in rows
    ]


async def mend(store: Store, letter_id: UUID, value: bytes, note: Note, reading: "Reading") -> None:
    """Put other bytes beside a letter's own; raise RepairError unless they can be read."""
    (whole,) = await read_letters(store, [letter_id])
    read = reading.read(whole, value)
    if isinstance(read, BadEventError):
        raise RepairError(f"These bytes cannot be taken either: {read}.")
    async with store.transaction([]) as tx:
        if await tx.fetchval(Q.mend_letter, letter_id, value) is None:
            raise RepairError("The letter is not open any more.")
        await keep(tx, note, "mend", [str(letter_id)], {"bytes": len(value)})


async def discard(store: Store, letter_ids: Sequence[UUID], note: Note) -> int:
    """Take letters out of the queue for good; their bytes stay. Return how many were open."""
    async with store.transaction([]) as tx:
        closed = await _close(tx, letter_ids, "discarded")
        await keep(tx, note, "discard", sorted(map(str, closed)), {})
    return len(closed)


class Reading:
    """Reads letters by the routes of one service."""

    def __init__(self, routing: Routing, cause_of: CauseOf) -> None:
        self.routing = routing
        self._cause_of = cause_of

    def read(
        self, whole: WholeLetter, value: bytes | None
    ) -> tuple[tuple[str, str], Caused[Any]] | BadEventError:
        """Return route and command of a letter's record with these bytes, or why there is none."""
        at = whole.letter
        if at.topic not in self.routing.topics:
            return BadEventError(DeadLetterReason.NO_ROUTE, "topic")
        record = _Again(
            topic=at.topic,
            partition=at.partition,
            offset=at.offset,
            timestamp=int(at.recorded_at.timestamp() * 1000),
            key=whole.key,
            value=value,
            headers=[*whole.headers, (REPUBLISHED, b"")],  # its number has been passed long ago
        )
        standing = Standing(epoch=0, next_offset=at.offset, last_sequence=None, halted=None)
        batch = Reader(self.routing, self._cause_of).read(
            [record], {(at.topic, at.partition): standing}, {at.topic: UUID(int=0)}
        )
        if batch.letters:
            return batch.letters[0].fault
        ((route, (work,)),) = batch.work.items()
        return route, work

    def read_again(self, whole: WholeLetter) -> tuple[tuple[str, str], Caused[Any]] | BadEventError:
        """Return the command of a letter's mended bytes, or else of its own."""
        if not whole.is_whole:
            return BadEventError(DeadLetterReason.TOO_LARGE)
        return self.read(whole, whole.value if whole.mended is None else whole.mended)


async def redrive(
    store: Store, reading: Reading, letter_ids: Sequence[UUID], note: Note
) -> list[Outcome]:
    """Take open letters through their handlers, in order of place; return what became of each.

    Letters that are no longer open are left out. What is refused again stays open with its newest
    reason. Each transaction holds at most MOST_AT_ONCE letters.
    """
    wholes = await read_letters(store, letter_ids)
    outcomes: list[Outcome] = []
    for start in range(0, len(wholes), MOST_AT_ONCE):
        outcomes += await _redrive_some(store, reading, wholes[start : start + MOST_AT_ONCE], note)
    return outcomes


async def _redrive_some(
    store: Store, reading: Reading, wholes: Sequence[WholeLetter], note: Note
) -> list[Outcome]:
    work: dict[UUID, tuple[tuple[str, str], Caused[Any]]] = {}
    faults: dict[UUID, BadEventError] = {}
    for whole in wholes:
        read = reading.read_again(whole)
        if isinstance(read, BadEventError):
            faults[whole.letter.letter_id] = read
        else:
            work[whole.letter.letter_id] = read
    companies = {each.cause.company_id for _, each in work.values()}
    async with store.transaction(sorted(companies)) as tx:
        closed = await _close(tx, [each.letter.letter_id for each in wholes], "redriven")
        open_work = {letter_id: work[letter_id] for letter_id in work if letter_id in closed}
        faults = {letter_id: fault for letter_id, fault in faults.items() if letter_id in closed}
        faults |= await _apply(tx, reading.routing, open_work)
        await _reopen(tx, faults)
        taken = sorted(map(str, closed - faults.keys()))
        await keep(tx, note, "redrive", taken, {"refused": len(faults)})
    order = [whole.letter.letter_id for whole in wholes if whole.letter.letter_id in closed]
    return [Outcome(letter_id=each, fault=faults.get(each)) for each in order]


async def _apply(
    tx: Transaction,
    routing: Routing,
    work: dict[UUID, tuple[tuple[str, str], Caused[Any]]],
) -> dict[UUID, BadEventError]:
    by_route: dict[tuple[str, str], list[Caused[Any]]] = {}
    letters = {id(each): letter_id for letter_id, (_, each) in work.items()}
    for route, each in work.values():
        by_route.setdefault(route, []).append(each)
    faults: dict[UUID, BadEventError] = {}
    for route, commands in by_route.items():
        for refused in await apply_or_refuse(tx, commands, routing.find(*route).handle):
            faults[letters[id(refused.work)]] = refused.fault
    return faults


async def _close(tx: Transaction, letter_ids: Sequence[UUID], state: str) -> set[UUID]:
    rows = await tx.fetch(Q.close_letters, list(letter_ids), state)
    return {row["letter_id"] for row in rows}


async def _reopen(tx: Transaction, faults: dict[UUID, BadEventError]) -> None:
    rows = [(letter_id, fault.reason.value, fault.where) for letter_id, fault in faults.items()]
    await tx.execute(Q.reopen_letters, *columns(rows, 3))


def _letter(row: asyncpg.Record) -> Letter:
    return Letter(
        letter_id=row["letter_id"],
        topic=row["topic"],
        partition=row["partition"],
        offset=row["offset_"],
        reason=row["reason"],
        where=row["where_"],
        size_bytes=row["size_bytes"],
        recorded_at=row["recorded_at"],
        state=row["state"],
        attempts=row["attempts"],
        is_mended=row["is_mended"],
    )


def _headers(document: bytes) -> list[tuple[str, bytes]]:
    pairs: list[tuple[str, str]] = msgspec.json.decode(document)
    return [(name, base64.b64decode(text)) for name, text in pairs]
