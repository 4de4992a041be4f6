"""What must hold of any run, said as faults: a list that is empty when all of it does."""

from collections.abc import Iterator

from sorgfalt_contracts.topics import INTAKE_INBOX, TOPICS, Topic

from infra.local.demo.progress import READERS
from tests.system.line import Outcome
from tests.system.topic_log import Place


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
