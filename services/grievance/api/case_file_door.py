"""The door for files of historical cases, and what it tells of them; no cell is ever shown."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from services.grievance.api.case_files import SENTENCES, CaseFile, in_order
from services.grievance.domain.historical import NOT_KEPT, Fault, Row
from services.grievance.handlers.desk import Desk, Now
from services.grievance.handlers.export_cases import export_rows
from services.grievance.handlers.import_cases import (
    ROWS_AT_ONCE,
    Arriving,
    Imported,
    import_rows,
)
from shared.store.cause import Cause
from shared.store.pool import Store

SHOWN: Final = 20
"""Faults on the terminal; the error file holds all."""

Progress = Callable[[int], object]


class _TrialOverError(Exception):
    """Ends a trial, so that its transaction takes everything back."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """What became of a file."""

    file: CaseFile
    source: str
    outcome: Imported
    is_trial: bool

    @property
    def faults(self) -> list[Fault]:
        """Return every fault, by row."""
        return in_order([*self.file.faults, *self.outcome.faults])

    @property
    def refused(self) -> int:
        """Return how many rows are not kept."""
        return self.outcome.refused + self.file.misfits


class CaseFileDoor:
    """Takes files in and gives them out again."""

    def __init__(self, store: Store, desk: Desk, now: Now) -> None:
        self._store = store
        self._desk = desk
        self._now = now

    async def take(self, file: CaseFile, source: str, progress: Progress) -> Received:
        """Import a file, part by part; what was taken stays if a later part fails."""
        outcome = Imported()
        cause = _cause(self._desk, self._now)
        for part in _parts(file, source):
            async with self._store.transaction([self._desk.company_id]) as tx:
                outcome += await import_rows(tx, self._desk, part, cause)
            progress(len(part.rows))
        return Received(file=file, source=source, outcome=outcome, is_trial=False)

    async def attempt(self, file: CaseFile, source: str, progress: Progress) -> Received:
        """Do the same in one transaction and take it back: what would become of the file."""
        outcome = Imported()
        cause = _cause(self._desk, self._now)
        try:
            async with self._store.transaction([self._desk.company_id]) as tx:
                for part in _parts(file, source):
                    outcome += await import_rows(tx, self._desk, part, cause)
                    progress(len(part.rows))
                raise _TrialOverError  # noqa: TRY301 - the transaction has to see it
        except _TrialOverError:
            return Received(file=file, source=source, outcome=outcome, is_trial=True)

    async def give(self) -> Mapping[str, Sequence[Row]]:
        """Return all imported rows, by the file they came from."""
        async with self._store.reading([self._desk.company_id]) as connection:
            return await export_rows(connection, self._desk)


def _parts(file: CaseFile, source: str) -> Iterator[Arriving]:
    for first in range(0, len(file.rows), ROWS_AT_ONCE):
        rows = file.rows[first : first + ROWS_AT_ONCE]
        yield Arriving(form=file.form, source=source, rows=rows)


def _cause(desk: Desk, now: Now) -> Cause:
    event_id, instant = str(uuid4()), now()
    return Cause(
        event_id=event_id,
        correlation_id=event_id,
        depth=0,
        source="/sorgfalt/grievance/import",
        company_id=desk.company_id,
        occurred_at=instant,
        now=instant,
        traceparent=None,
        topic="file",
        partition=-1,
        offset=-1,
        sequence=0,
    )


def document(received: Received) -> dict[str, Any]:
    """Return what became of a file, for machines."""
    return {
        "format": received.file.form.code,
        "source": received.source,
        "dry_run": received.is_trial,
        "rows": len(received.file.rows) + received.file.misfits,
        "cells": received.file.cells,
        "taken": received.outcome.taken,
        "repeated": received.outcome.repeated,
        "refused": received.refused,
        "errors": [
            {
                "row": fault.line,
                "column": fault.column,
                "kept": fault.reason not in NOT_KEPT,
                "reason": fault.reason.value,
                "sentence": SENTENCES[fault.reason],
            }
            for fault in received.faults
        ],
    }


def sentences(received: Received) -> Iterator[str]:
    """Yield what became of a file, for people, line by line."""
    if received.is_trial:
        yield "Nothing was kept: this is what would become of the file."
    yield (
        f"{len(received.file.rows) + received.file.misfits} rows with {received.file.cells} filled"
        f" cells: {received.outcome.taken} rows taken, {received.outcome.repeated} known before,"
        f" {received.refused} refused."
    )
    faults = received.faults
    for fault in faults[:SHOWN]:
        where = f"row {fault.line}" + (f", column {fault.column}" if fault.column else "")
        kept = "" if fault.reason in NOT_KEPT else " Its words are kept."
        yield f"{where}: {fault.reason.value}. {SENTENCES[fault.reason]}{kept}"
    if (left := len(faults) - SHOWN) > 0:
        yield f"{left} more; --errors FILE.csv writes all of them."
