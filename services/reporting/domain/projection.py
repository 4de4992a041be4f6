"""How facts of others become rows: the newest state of an aggregate, the first of a one-shot.

Both are functions of the set of facts: the order in which they came, repetitions, and the cut into
batches do not matter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias, TypeVar
from uuid import UUID

Key: TypeAlias = tuple[UUID | str, ...]
"""What tells rows of one projection apart; the company comes first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EventReference:
    """Where a fact stands in the log. `recorded_at` is when its writer knew."""

    event_id: str
    topic: str
    partition: int
    sequence: int
    recorded_at: datetime


class Versioned(Protocol):
    """A full state of one aggregate, numbered by its writer."""

    @property
    def key(self) -> Key:
        """Return the aggregate."""
        ...

    @property
    def version(self) -> int:
        """Return how new it is; a higher number replaces a lower one."""
        ...


class OneShot(Protocol):
    """A fact that is said once and never changes."""

    @property
    def key(self) -> Key:
        """Return what it is about."""
        ...

    @property
    def event(self) -> EventReference:
        """Return where it stands in the log."""
        ...


V = TypeVar("V", bound=Versioned)
S = TypeVar("S", bound=OneShot)


def newest(states: Iterable[V]) -> tuple[V, ...]:
    """Return the highest version of each aggregate, sorted by aggregate.

    Facts are full states, so older ones say nothing any more. Sorted, so that rows are locked in
    one order.
    """
    kept: dict[Key, V] = {}
    for state in states:
        if state.key not in kept or state.version > kept[state.key].version:
            kept[state.key] = state
    return tuple(kept[key] for key in sorted(kept))


def first_recorded(facts: Iterable[S]) -> tuple[S, ...]:
    """Return for each key the fact that its writer recorded first, sorted by key.

    A second one under the same key is ignored. Which one is the second is told by the writer's
    clock, and by the id where two have the same moment: never by which came first here.
    """
    kept: dict[Key, S] = {}
    for fact in facts:
        if fact.key not in kept or _moment(fact) < _moment(kept[fact.key]):
            kept[fact.key] = fact
    return tuple(kept[key] for key in sorted(kept))


def _moment(fact: OneShot) -> tuple[datetime, str]:
    return fact.event.recorded_at, fact.event.event_id
