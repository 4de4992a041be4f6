"""The events that stand behind numbers of one of two records only, by their subject."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeAlias

from services.reporting.domain.evidence import EvidenceEvent, Subject
from services.reporting.domain.record import Record

Identity: TypeAlias = int
"""A subject, whatever people call it at the time: the number that its UUID is. Thousands are
compared, and a number is many times as fast to look up as the UUID itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """The events of one subject that stand in one edition only: `gone` before, `arrived` after."""

    subject: Subject
    gone: tuple[EvidenceEvent, ...]
    arrived: tuple[EvidenceEvent, ...]

    @property
    def exchanges(self) -> tuple[tuple[EvidenceEvent | None, EvidenceEvent | None], ...]:
        """Return old and new events in pairs, topic by topic; None stands for no counterpart."""
        topics = sorted({event.event.topic for event in (*self.gone, *self.arrived)})
        return tuple(
            pair
            for topic in topics
            for pair in zip_longest(_on(topic, self.gone), _on(topic, self.arrived))
        )


def news_between(before: Record, after: Record) -> dict[Identity, News]:
    """Return by subject the events that stand behind numbers of one record only."""
    old, new = _events(before), _events(after)
    gone = _by_subject(event for key, event in old.items() if key not in new)
    arrived = _by_subject(event for key, event in new.items() if key not in old)
    return {
        identity: News(
            subject=[*gone.get(identity, ()), *arrived.get(identity, ())][-1].subject,
            gone=gone.get(identity, ()),
            arrived=arrived.get(identity, ()),
        )
        for identity in sorted(gone.keys() | arrived.keys())
    }


def _events(record: Record) -> dict[tuple[str, Identity], EvidenceEvent]:
    cells = (cell for figure in record.figures for cell in figure.cells)
    return {
        (event.event.event_id, identity_of(event.subject)): event
        for cell in cells
        for event in cell.evidence.events
    }


def _by_subject(events: Iterable[EvidenceEvent]) -> dict[Identity, tuple[EvidenceEvent, ...]]:
    found: dict[Identity, tuple[EvidenceEvent, ...]] = {}
    for event in sorted(events, key=lambda e: (e.event.topic, e.event.partition, e.event.sequence)):
        identity = identity_of(event.subject)
        found[identity] = (*found.get(identity, ()), event)
    return found


def _on(topic: str, events: Iterable[EvidenceEvent]) -> list[EvidenceEvent]:
    return [event for event in events if event.event.topic == topic]


def identity_of(subject: Subject) -> Identity:
    """Return what tells a subject from all others."""
    return subject.id.int
