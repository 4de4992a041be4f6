"""Rows of the events in a frozen document <-> the events behind its numbers."""

from datetime import datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

import msgspec

from services.reporting.domain.evidence import EvidenceEvent, Subject, SubjectKind
from services.reporting.domain.projection import EventReference

COLUMNS: Final = (
    "topic", "partition", "sequence", "event_id", "recorded_at",
    "version", "kind", "subject_id", "label", "part",
)  # fmt: skip
"""What the rows of `events` hold, in this order; the document names them too."""


class UnreadableEditionError(Exception):
    """The bytes are no frozen document of a format that this reader knows."""


Seen: TypeAlias = dict[tuple[Any, ...], EvidenceEvent]
"""Rows that were read before, with the events they are."""


class EventTable(msgspec.Struct):
    """The events of a frozen document as they stand in it."""

    columns: tuple[str, ...]
    rows: list[list[Any]]


def order(event: EvidenceEvent) -> tuple[object, ...]:
    """Return the place of an event among the rows: neighbours often stand behind one number."""
    place, subject = event.event, event.subject
    return (place.topic, subject.kind, subject.id, event.part, place.event_id, subject.label or "")


def row_of(event: EvidenceEvent) -> list[Any]:
    """Return an event as a row."""
    place, subject = event.event, event.subject
    return [
        *(place.topic, place.partition, place.sequence, place.event_id, place.recorded_at),
        *(event.version, subject.kind, subject.id, subject.label, event.part),
    ]


class EventRows:
    """Makes events of rows when they are asked for, each once: one stands behind many numbers."""

    def __init__(self, table: EventTable, seen: Seen | None = None) -> None:
        if table.columns != COLUMNS:
            raise UnreadableEditionError
        self._rows = table.rows
        self._made: dict[int, EvidenceEvent] = {}
        self._seen: Seen = {} if seen is None else seen
        self._subjects: dict[tuple[str, str, str | None], Subject] = {}

    def event(self, number: int) -> EvidenceEvent:
        """Return the event of a row."""
        if number not in self._made:
            row = tuple(self._rows[number])
            if row not in self._seen:
                self._seen[row] = self._event(*row)
            self._made[number] = self._seen[row]
        return self._made[number]

    def _event(
        self,
        topic: str,
        partition: int,
        sequence: int,
        event_id: str,
        recorded_at: str,
        *about: Any,
    ) -> EvidenceEvent:
        version, kind, subject_id, label, part = about
        return EvidenceEvent(
            subject=self._subject(kind, subject_id, label),
            part=part,
            version=version,
            event=EventReference(
                event_id=event_id,
                topic=topic,
                partition=partition,
                sequence=sequence,
                recorded_at=datetime.fromisoformat(recorded_at),
            ),
        )

    def _subject(self, kind: str, subject_id: str, label: str | None) -> Subject:
        key = (kind, subject_id, label)
        if key not in self._subjects:
            made = Subject(kind=SubjectKind(kind), id=UUID(subject_id), label=label)
            self._subjects[key] = made
        return self._subjects[key]
