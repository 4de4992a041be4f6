"""Where a service stands in the topics it reads: one row per partition, moved with the effect.

An epoch raised at assignment fences stale owners: a batch's first statement compares and sets
(epoch, next_offset), so a frozen owner that wakes up late matches no row and rolls back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

import asyncpg

from shared.store.bulk import columns
from shared.store.outbox import Q
from shared.store.pool import Store
from shared.store.transaction import Connection

Place: TypeAlias = tuple[str, int]
"""A partition: (topic, number)."""


@dataclass(slots=True)
class Standing:
    """What this process holds of one partition it owns."""

    epoch: int
    next_offset: int
    last_sequence: int | None
    halted: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """From where to where one batch moves a partition."""

    place: Place
    epoch: int
    expected: int
    next_offset: int
    last_sequence: int | None


class FencedError(Exception):
    """A newer owner of these partitions exists; the batch must be rolled back."""

    def __init__(self, places: set[Place]) -> None:
        super().__init__(f"{len(places)} partitions have a newer owner")
        self.places = places


async def take_over(store: Store, assigned: Sequence[tuple[Place, UUID]]) -> dict[Place, Standing]:
    """Become the owner of the partitions (with their topics' ids) and return where they stand."""
    rows = await store.pool.fetch(
        Q.take_over_partitions,
        [topic for (topic, _), _ in assigned],
        [partition for (_, partition), _ in assigned],
        [topic_id for _, topic_id in assigned],
    )
    return _standings(rows)


async def advance(connection: Connection, moves: Sequence[Move]) -> None:
    """Move the partitions within the batch's transaction; raise FencedError."""
    rows = [
        (*move.place, move.epoch, move.expected, move.next_offset, move.last_sequence)
        for move in moves
    ]
    moved = await connection.fetch(Q.advance_progress, *columns(rows, 6))
    fenced = {move.place for move in moves} - {(row["topic"], row["partition"]) for row in moved}
    if fenced:
        raise FencedError(fenced)


async def read(store: Store, places: Sequence[Place]) -> dict[Place, Standing]:
    """Return where the partitions stand in the database."""
    return _standings(await store.pool.fetch(Q.read_progress, *columns(places, 2)))


async def halt(store: Store, place: Place, epoch: int, reason: str) -> None:
    """Stop a partition of ours until a person clears it."""
    await store.pool.execute(Q.halt_partition, *place, epoch, reason)


def _standings(rows: Sequence[asyncpg.Record]) -> dict[Place, Standing]:
    return {
        (row["topic"], row["partition"]): Standing(
            row["epoch"], row["next_offset"], row["last_sequence"], row["halted"]
        )
        for row in rows
    }
