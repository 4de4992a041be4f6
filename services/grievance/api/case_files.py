"""Files of historical cases: strict CSV in, the same rows out, and a file of errors.

Whatever makes it doubtful which cell belongs to which column makes the file unusable. Cells are
kept to the byte: blanks at their ends, line breaks and all.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from services.grievance.domain.historical import (
    NOT_KEPT,
    CellFault,
    Fault,
    Format,
    Row,
    format_of,
    guarded,
    numbered,
    plain,
    row_of,
)
from services.grievance.store.historical_formats import Formats, Limits

DELIMITERS: Final = (",", ";")
ERROR_HEADER: Final = ("row", "column", "kept", "reason", "sentence")
SENTENCES: Final = {
    CellFault.NOT_A_DATE: "The cell is no YYYY, YYYY-MM or YYYY-MM-DD, or there is no such day.",
    CellFault.UNKNOWN_OUTCOME: "The pack historical_cases_v1 does not know this outcome, so the"
    " case has none.",
    CellFault.UNKNOWN_RIGHT: "The pack historical_cases_v1 does not know a phrase of this cell; the"
    " rights of the others count.",
    CellFault.UNKNOWN_FLAG: "The pack historical_cases_v1 does not know this word.",
    CellFault.CLOSED_BEFORE_FILED: "The case would have ended before it was filed; both days stand"
    " as stated.",
    CellFault.TOO_LONG: "The cell is longer than a cell may be.",
    CellFault.NO_NUMBER: "The row has no number of its own, so it could not be told from others.",
    CellFault.NOT_AS_WIDE: "The row has more or fewer cells than the header.",
    CellFault.DIFFERS: "An earlier row with this number says otherwise, and stands.",
}


class UnusableFileError(Exception):
    """A file of which no row can be taken; the sentence says why and quotes nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseFile:
    """What could be read of a file: its format, its rows, and what of it could not be taken."""

    form: Format
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]

    @property
    def cells(self) -> int:
        """Return how many cells are filled."""
        return sum(1 for row in self.rows for value in row.values if value)

    @property
    def misfits(self) -> int:
        """Return how many rows are not as wide as the header."""
        return sum(fault.reason is CellFault.NOT_AS_WIDE for fault in self.faults)


def read_case_file(content: bytes, formats: Formats) -> CaseFile:
    """Return the rows of a file; raise UnusableFileError."""
    text = _text(content, formats.limits)
    delimiter, form = _recognised(text, formats)
    records = enumerate(_records(text, delimiter), start=1)
    _, header = next(records)
    _check(header, form, formats.limits)
    rows: list[Row] = []
    faults: list[Fault] = []
    for line, record in records:
        if len(rows) == formats.limits.rows:
            raise UnusableFileError(f"The file has more than {formats.limits.rows} rows.")
        if len(record) != len(header):
            faults += _not_as_wide(line, record)
            continue
        values = [value if len(value) <= formats.limits.cell_characters else "" for value in record]
        pairs = zip(header, record, values, strict=True)
        faults += [
            _fault(line, name, CellFault.TOO_LONG) for name, sent, kept in pairs if sent != kept
        ]
        rows.append(row_of(line, header, values))
    return CaseFile(form=form, rows=tuple(rows), faults=tuple(faults))


def _not_as_wide(line: int, record: Sequence[str]) -> Iterator[Fault]:
    """Yield the fault of a row that does not fit; a line with nothing in it is none."""
    if any(record):
        yield _fault(line, "", CellFault.NOT_AS_WIDE)


def _fault(line: int, column: str, reason: CellFault) -> Fault:
    return Fault(line=line, column=column, reason=reason)


def _text(content: bytes, limits: Limits) -> str:
    if len(content) > limits.file_bytes:
        raise UnusableFileError(f"The file is larger than {limits.file_bytes // 1024**2} MiB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableFileError(f"The file is not UTF-8 (byte {error.start + 1}).") from None
    if "\x00" in text:
        raise UnusableFileError("The file holds a zero byte; is it UTF-16, or no text at all?")
    return text


def _recognised(text: str, formats: Formats) -> tuple[str, Format]:
    """Return the delimiter and the format by which the header is one of ours."""
    for delimiter in DELIMITERS:
        header = next(_records(text, delimiter), [])
        if form := format_of(frozenset(map(plain, header)), formats.formats):
            return delimiter, form
    wanted = "; or ".join(", ".join(sorted(form.required)) for form in formats.formats)
    raise UnusableFileError(f"The header is not known. It has at least these columns: {wanted}.")


def _check(header: Sequence[str], form: Format, limits: Limits) -> None:
    if len(header) > limits.columns:
        raise UnusableFileError(f"The header has more than {limits.columns} columns.")
    known = form.required | form.columns.keys()
    names = [plain(column) for column in header]
    if twice := sorted({name for name in names if names.count(name) > 1} & known):
        raise UnusableFileError(f"The header names {', '.join(twice)} twice.")


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error:
        raise UnusableFileError(
            f"Near line {reader.line_num} the file is no CSV: a quote that is not closed, or text"
            " behind one, or a cell beyond measure."
        ) from None


def rows_as_csv(rows: Sequence[Row], *, is_exact: bool) -> str:
    """Return rows as CSV under all columns they have.

    A cell that a spreadsheet would compute gets an apostrophe (OWASP ASVS 5.0, 1.2.10) unless the
    exact bytes are asked for; an import takes both for the same.
    """
    header = _header(rows)
    shown = str if is_exact else guarded
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([shown(column) for column, _ in header])
    for row in rows:
        cells = _placed(row)
        writer.writerow([shown(cells.get(place, "")) for place in header])
    return written.getvalue()


def _header(rows: Sequence[Row]) -> list[tuple[str, int]]:
    """Return every column that a row has, in order; the n-th of a name is the n-th of all rows."""
    return list(dict.fromkeys(place for row in rows for place in _placed(row)))


def _placed(row: Row) -> dict[tuple[str, int], str]:
    return dict(zip(numbered(row.columns), row.values, strict=True))


def error_file(faults: Iterable[Fault]) -> str:
    """Return the faults as CSV, by row; no cell of what was sent is in it."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(ERROR_HEADER)
    for fault in in_order(faults):
        kept = "no" if fault.reason in NOT_KEPT else "yes"
        row = (str(fault.line), fault.column, kept, fault.reason.value, SENTENCES[fault.reason])
        writer.writerow([guarded(cell) for cell in row])
    return written.getvalue()


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Return faults by row and column."""
    return sorted(faults, key=lambda fault: (fault.line, fault.column, fault.reason))
