"""How far the log had been read when a figure was taken."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """One partition of a topic: the last fact taken from it and the next place to read.

    `last_sequence` counts the facts of the partition without gaps; None when none was taken yet.
    `next_offset` is the broker's own count and starts anew when a topic is made again.
    """

    topic: str
    partition: int
    last_sequence: int | None
    next_offset: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Position:
    """The marks of all partitions read, taken in the same snapshot as the figures."""

    marks: tuple[Mark, ...]

    @property
    def as_of(self) -> str:
        """Return a short name of this position: equal for equal facts read, whatever the broker.

        It is the first 16 hexadecimal digits of the SHA-256 of topic, partition and last sequence.
        """
        lines = sorted(f"{m.topic}/{m.partition}/{m.last_sequence or 0}" for m in self.marks)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]

    @property
    def facts_read(self) -> bool:
        """Say whether any fact has been taken from the log at all."""
        return any(mark.last_sequence is not None for mark in self.marks)
