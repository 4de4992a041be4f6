"""Tables as they come in files: strict CSV, comma or semicolon, UTF-8 with or without a mark.

Columns are known by name, in any order; a column that nobody knows is left aside and named. A
column that is absent says nothing and neither does an empty cell. Whatever makes it doubtful
which cell belongs to which column makes the whole file unusable: nothing is taken on a guess.
"""

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from services.intake.translate.faults import RowFault, RowReason, UnusableFileError

MAX_FILE_BYTES: Final = 32 * 1024 * 1024
DELIMITERS: Final = (",", ";")
_TOLD: Final = re.compile(r"[A-Za-z][A-Za-z0-9_. -]{0,63}")
"""Names of columns that may be shown as they came; others are shown by their place."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """The columns of a kind of file."""

    known: tuple[str, ...]
    required: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row: its number as a spreadsheet counts, and its cells that are not empty, by column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """What could be read of a file."""

    rows: tuple[Row, ...]
    faults: tuple[RowFault, ...]
    ignored: tuple[str, ...]


def read_table(content: bytes, columns: Columns) -> Table:
    """Return the table in a file; raise UnusableFileError."""
    records = enumerate(_records(_text(content), columns), start=1)
    header = next((record for _, record in records if _says(record)), [])
    places, ignored = _places([name.strip().casefold() for name in header], columns)
    rows, faults = [], []
    for number, record in records:
        if not _says(record):
            continue
        if len(record) != len(header):
            reason = RowReason.WRONG_NUMBER_OF_CELLS
            faults.append(RowFault(row=number, column="", reason=reason))
            continue
        cells = {name: record[place].strip() for name, place in places.items()}
        rows.append(Row(number=number, cells={name: cell for name, cell in cells.items() if cell}))
    return Table(rows=tuple(rows), faults=tuple(faults), ignored=ignored)


def _text(content: bytes) -> str:
    if len(content) > MAX_FILE_BYTES:
        raise UnusableFileError(f"The file is larger than {MAX_FILE_BYTES // 1024**2} MiB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableFileError(f"The file is not UTF-8 (byte {error.start + 1}).") from None
    if "\x00" in text:
        raise UnusableFileError("The file holds a zero byte; is it UTF-16, or no text at all?")
    if not text.strip():
        raise UnusableFileError("The file is empty.")
    return text


def _records(text: str, columns: Columns) -> Iterator[list[str]]:
    """Yield the records, also blank ones, by the delimiter under which the header is ours."""
    known = {delimiter: _known(_first(text, delimiter), columns.known) for delimiter in DELIMITERS}
    return _parsed(text, max(DELIMITERS, key=known.__getitem__))


def _first(text: str, delimiter: str) -> list[str]:
    """Return the header; a header of quoted names is no CSV at all by the wrong delimiter."""
    try:
        return next((record for record in _parsed(text, delimiter) if _says(record)), [])
    except UnusableFileError:
        return []


def _known(header: Sequence[str], known: Collection[str]) -> int:
    return len(set(known) & {name.strip().casefold() for name in header})


def _parsed(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error:
        raise UnusableFileError(
            f"Near line {reader.line_num} the file is no CSV: a quote that is not closed, or text"
            " behind one, or a cell beyond measure."
        ) from None


def _says(record: Sequence[str]) -> bool:
    return any(cell.strip() for cell in record)


def _places(header: Sequence[str], columns: Columns) -> tuple[dict[str, int], tuple[str, ...]]:
    """Return where the known columns stand, and the names of those that nobody knows."""
    twice = [place for place, name in enumerate(header) if name and name in header[:place]]
    if twice:
        raise UnusableFileError(f"The header names {_told(header, twice[0])} twice.")
    if missing := sorted(columns.required.difference(header)):
        raise UnusableFileError(f"The header lacks {', '.join(missing)}.")
    places = {name: place for place, name in enumerate(header) if name in columns.known}
    strange = [place for place in range(len(header)) if place not in places.values()]
    return places, tuple(_told(header, place) for place in strange)


def _told(header: Sequence[str], place: int) -> str:
    """Return a column's name if it is fit to be shown, else its place."""
    name = header[place]
    return name if _TOLD.fullmatch(name) else f"column {place + 1}"
