"""What must hold of any run, said as faults: a list that is empty when all of it does."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from sorgfalt_contracts.topics import (
    INTAKE_INBOX,
    RISK_ASSESSED,
    SUPPLIER_UPDATED,
    TOPICS,
    Topic,
)

from infra.contracts.published import Published, name_of
from infra.contracts.validation import validator
from tests.system.line import Outcome
from tests.system.topic_log import Logged, Place

READERS: Final[Mapping[str, tuple[Topic, ...]]] = {
    "intake": (INTAKE_INBOX,),
    "risk": (SUPPLIER_UPDATED,),
    "grievance": (),
    "reporting": (SUPPLIER_UPDATED, RISK_ASSESSED),
}
_UNTRACED: Final = frozenset({"content-type", "traceparent"})


def account_faults(outcome: Outcome) -> list[str]:
    """Say where the broker and the databases do not give one and the same account."""
    faults = [fault for place in _written() for fault in _writing_faults(outcome, place)]
    for service, topics in READERS.items():
        expected = {place: _end(outcome, place) for topic in topics for place in _places(topic)}
        if (found := outcome.books[service].read) != expected:
            faults.append(f"{service} has read {found}, there is {expected}")
    return faults


def _writing_faults(outcome: Outcome, place: Place) -> Iterator[str]:
    topic, number = place
    log = outcome.log
    owner = next(each.written_by for each in TOPICS if each.name == topic)
    books = outcome.books[owner]
    rows = books.rows.get(place, 0)
    if log.begins[place] != 0 or log.ends[place] - log.repeats(place) != rows:
        repeats = log.repeats(place)
        yield f"{place}: {log.ends[place]} records, {repeats} repeats, {rows} rows of the outbox"
    if books.spans.get(place, (1, 0, 0)) != (1, rows, rows):
        yield f"{place}: {rows} rows span {books.spans[place]}"
    if books.given.get(place, 0) != rows or books.sent.get(place, 0) != rows:
        yield f"{place}: {rows} rows, counter {books.given[place]}, sent {books.sent[place]}"
    sequences = [r.sequence for r in log.news(topic) if r.partition == number]
    if sequences != list(range(1, rows + 1)):
        yield f"{place}: the sequences on the log have a gap"


def _end(outcome: Outcome, place: Place) -> tuple[int, int | None, None]:
    """Return how a reader of the partition has to stand: at its end, without a halt."""
    records = outcome.log.records[place]
    is_fact = place[0] != INTAKE_INBOX.name
    mark = max((record.sequence for record in records), default=None) if is_fact else None
    return outcome.log.ends[place], mark, None


def _written() -> Iterator[Place]:
    yield from (place for topic in TOPICS if topic.is_fact for place in _places(topic))


def _places(topic: Topic) -> Iterator[Place]:
    yield from ((topic.name, number) for number in range(topic.partitions))


def schema_faults(records: Iterable[Logged]) -> list[str]:
    """Say which facts break the committed writer schema of their type or of the envelope."""
    envelope = _Schema("envelope.v1")
    bodies: dict[str, _Schema] = {}
    faults = []
    for record in records:
        kind = name_of(record.headers["ce_type"])
        body = bodies.setdefault(kind, _Schema(kind))
        attributes = {k[3:]: v for k, v in record.headers.items() if k.startswith("ce_")}
        others = record.headers.keys() - {f"ce_{name}" for name in attributes} - _UNTRACED
        found = [body.fault(record.body), envelope.fault({**attributes, "data": None})]
        found += [f"header {name}" for name in sorted(others)]
        faults += [f"{record.topic} {record.offset}: {fault}" for fault in found if fault]
    return faults


class _Schema:
    """A committed writer schema."""

    def __init__(self, name: str) -> None:
        path = Published().schemas / f"{name}.writer.json"
        self._validator = validator(json.loads(path.read_text(encoding="utf-8")))

    def fault(self, document: Any) -> str | None:
        found = next(self._validator.iter_errors(document), None)
        return None if found is None else f"{found.json_path} breaks {found.validator}"
