"""The error file of an import: row, column, reason, sentence; never a cell of what was sent."""

import csv
import io
from collections.abc import Iterable
from typing import Final

from services.intake.translate.faults import SENTENCES, RowFault

HEADER: Final = ("row", "column", "reason", "sentence")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet compute a cell instead of showing it."""


def error_file(faults: Iterable[RowFault]) -> str:
    """Return the faults as CSV, by row; its header stands there also when there are none."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(HEADER)
    for fault in sorted(faults):
        row = (str(fault.row), fault.column, fault.reason.value, SENTENCES[fault.reason])
        writer.writerow([shown(cell) for cell in row])
    return written.getvalue()


def shown(cell: str) -> str:
    """Return a cell as text for a spreadsheet: what would be a formula gets an apostrophe."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
