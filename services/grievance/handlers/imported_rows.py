"""Imported rows as texts of a case: every cell of a row, to the byte, sealed in one entry.

One entry and not thirty: nobody can count from outside how many cells were filled.
"""

from dataclasses import dataclass
from typing import Final

import msgspec

from services.grievance.domain.case import PartialDate
from services.grievance.domain.entry import EntryKind, NewEntry
from services.grievance.domain.historical import Row, row_of

LABEL: Final = "imported-row"


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportedRow:
    """A row with the file it came from, its format, and the day it was imported."""

    form: str
    source: str
    on: PartialDate
    row: Row


class _Words(msgspec.Struct, frozen=True, kw_only=True):
    form: str
    source: str
    on: str
    line: int
    columns: tuple[str, ...]
    values: tuple[str, ...]


_encode: Final = msgspec.json.Encoder().encode
_decode: Final = msgspec.json.Decoder(_Words).decode


def entry_of(imported: ImportedRow) -> NewEntry:
    """Return the text that keeps a row."""
    row = imported.row
    words = _Words(
        form=imported.form,
        source=imported.source,
        on=imported.on,
        line=row.line,
        columns=row.columns,
        values=row.values,
    )
    return NewEntry(
        kind=EntryKind.STATEMENT,
        text=_encode(words).decode(),
        source=imported.source,
        on=imported.on,
        label=LABEL,
    )


def is_imported_row(text: NewEntry) -> bool:
    """Say whether a text keeps an imported row."""
    return (text.kind, text.label) == (EntryKind.STATEMENT, LABEL)


def imported_row(text: NewEntry) -> ImportedRow:
    """Return the row that a text keeps, its columns in the order of the file."""
    words = _decode(text.text)
    return ImportedRow(
        form=words.form,
        source=words.source,
        on=words.on,
        row=row_of(words.line, words.columns, words.values),
    )
