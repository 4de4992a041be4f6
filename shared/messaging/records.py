"""Records as the engine sees them, whatever client fetched them."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final, Protocol, TypeAlias

from sorgfalt_contracts.envelope import Envelope

from shared.store.cause import Cause
from shared.store.progress import Place

MAX_BATCH_BYTES: Final = 8 * 1024 * 1024
"""A fetch is cut here; one bigger record still goes alone."""


class Record(Protocol):
    """One record of a topic. `timestamp` is in milliseconds since 1970, UTC."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]


CauseOf: TypeAlias = Callable[[Envelope, Record], Cause]
"""Says where a command comes from; raises BadEventError for a sender nobody knows."""


class Source(Protocol):
    """What the engine asks of the client that fetches for it."""

    def seek(self, place: Place, offset: int) -> None:
        """Fetch from `offset` next; what is buffered of the partition is dropped."""

    def pause(self, place: Place) -> None:
        """Fetch no more of the partition until it is assigned anew."""


def place_of(record: Record) -> Place:
    """Return the record's partition."""
    return (record.topic, record.partition)


def appended_at(record: Record) -> datetime:
    """Return the record's Kafka time (the broker's append time on intake-inbox)."""
    return datetime.fromtimestamp(record.timestamp / 1000, UTC)


def cut(records: Sequence[Record], limit: int = MAX_BATCH_BYTES) -> Iterator[list[Record]]:
    """Yield runs of records of at most `limit` bytes of body, in order."""
    run: list[Record] = []
    held = 0
    for record in records:
        size = len(record.value or b"")
        if run and held + size > limit:
            yield run
            run, held = [], 0
        run.append(record)
        held += size
    if run:
        yield run
