"""The file door: rows of a file, as many at a time as a transaction may hold, each with its answer.

A row's id is made of its own cells, so that the same file twice has one effect and a row that was
mended counts. The whole file is read before anything is taken.
"""

import contextlib
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sorgfalt_contracts.terms import CompanyId, derived_id

from services.intake.api.events import Opening
from services.intake.domain.vocabulary import AuditWords, Countries
from services.intake.handlers import take_audit_rows, take_reports
from services.intake.handlers.receive_events import Answer, ReceivedEvent, Take, receive_events
from services.intake.translate import audit_rows, faults, supplier_rows
from services.intake.translate.cells import Entry
from services.intake.translate.faults import RowFault
from services.intake.translate.tables import Columns, Table, read_table
from shared.store.cause import Cause, Caused

CHUNK: Final = 500
"""Entries in one transaction, as many as a group of HTTP requests."""


class FileKind(StrEnum):
    """What a file lists."""

    SUPPLIERS = "suppliers"
    AUDITS = "audits"


COLUMNS: Final[Mapping[FileKind, Columns]] = {
    FileKind.SUPPLIERS: supplier_rows.COLUMNS,
    FileKind.AUDITS: audit_rows.COLUMNS,
}
FIELDS: Final[Mapping[FileKind, Mapping[str, str]]] = {
    FileKind.SUPPLIERS: {},
    FileKind.AUDITS: audit_rows.FIELDS,
}
"""Columns by the fields that a refusal after reading may name."""

TAKES: Final[Mapping[FileKind, Take[Any]]] = {
    FileKind.SUPPLIERS: take_reports.take_reports,
    FileKind.AUDITS: take_audit_rows.take_audit_rows,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """A file as it was read: what its rows ask for, and why some of them are refused."""

    kind: FileKind
    source: str
    rows: int
    entries: Sequence[Entry[Any]]
    faults: Sequence[RowFault]
    ignored: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """What became of a file; counts are of rows. `repeated` ones had been taken before."""

    sent: Sent
    taken: int
    repeated: int
    faults: Sequence[RowFault]
    became: Mapping[str, int]
    undated: int

    @property
    def refused(self) -> int:
        """Return how many rows were refused; one may have several faults."""
        return len({fault.row for fault in self.faults})


def read_file(
    content: bytes, kind: FileKind, source: str, words: AuditWords, countries: Countries
) -> Sent:
    """Return what a file asks for; raise UnusableFileError."""
    table: Table = read_table(content, COLUMNS[kind])
    entries: Sequence[Entry[Any]]
    if kind is FileKind.AUDITS:
        entries, found = audit_rows.read_rows(table, words, countries)
    else:
        entries, found = supplier_rows.read_rows(table, countries)
    return Sent(
        kind=kind,
        source=source,
        rows=len(table.rows) + len(table.faults),
        entries=entries,
        faults=found,
        ignored=table.ignored,
    )


class FileDoor:
    """Takes what a file asks for; each row of a source takes effect once."""

    def __init__(self, opening: Opening, company: CompanyId, now: Callable[[], datetime]) -> None:
        self._opening = opening
        self._company = company
        self._now = now

    async def take(
        self, sent: Sent, *, is_trial: bool, progress: Callable[[int], None]
    ) -> Received:
        """Take the rows, group by group; a trial takes each group back.

        A group whose fate is unknown when the database goes away is a repeat, or news, on the next
        run: nothing of a file is lost by running it again.
        """
        now, answers = self._now(), list[Answer]()
        for start in range(0, len(sent.entries), CHUNK):
            entries = sent.entries[start : start + CHUNK]
            events = [self._event(sent, entry, now) for entry in entries]
            answers += await self._commit(events, sent, is_trial=is_trial)
            progress(sum(len(entry.rows) for entry in entries))
        return _received(sent, answers)

    async def _commit(
        self, events: Sequence[ReceivedEvent[Any]], sent: Sent, *, is_trial: bool
    ) -> list[Answer]:
        answers: list[Answer] = []
        with contextlib.suppress(_TakenBackError):
            async with self._opening([self._company]) as tx:
                answers = await receive_events(tx, events, TAKES[sent.kind])
                if is_trial:
                    raise _TakenBackError
        return answers

    def _event(self, sent: Sent, entry: Entry[Any], now: datetime) -> ReceivedEvent[Any]:
        sha256 = hashlib.sha256(entry.content).hexdigest()
        event_id = str(derived_id("file-row", sent.kind, sent.source, sha256))
        cause = Cause(
            event_id=event_id,
            correlation_id=event_id,
            depth=0,
            source=sent.source,
            company_id=self._company,
            occurred_at=now,
            now=now,
            traceparent=None,
            topic="file",
            partition=-1,
            offset=entry.rows[0],
            sequence=0,
        )
        return ReceivedEvent(work=Caused(command=entry.make(cause), cause=cause), sha256=sha256)


class _TakenBackError(Exception):
    """Rolls a trial back."""


def _received(sent: Sent, answers: Sequence[Answer]) -> Received:
    answered = list(zip(sent.entries, answers, strict=True))
    good = [(entry, answer) for entry, answer in answered if answer.fault is None]
    became: Counter[str] = Counter()
    for entry, _ in good:
        became[entry.becomes] += 1
    repeated = sum(len(entry.rows) for entry, answer in good if answer.is_repeat)
    return Received(
        sent=sent,
        taken=sum(len(entry.rows) for entry, _ in good) - repeated,
        repeated=repeated,
        faults=sorted([*sent.faults, *_refused(sent.kind, answered)]),
        became=became,
        undated=sum(not entry.is_dated for entry, _ in good),
    )


def _refused(kind: FileKind, answered: Sequence[tuple[Entry[Any], Answer]]) -> Iterator[RowFault]:
    for entry, answer in answered:
        if answer.fault is not None:
            for row in entry.rows:
                yield faults.of_event(row, answer.fault, FIELDS[kind])
