"""Reading the cells of a row: faults are noted and not raised, so that all are told at once."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from sorgfalt_contracts.events import Model

from services.intake.domain.register import alike
from services.intake.domain.vocabulary import Countries
from services.intake.translate.faults import RowFault, RowReason
from services.intake.translate.tables import Row
from shared.store.cause import Cause

C = TypeVar("C")
M = TypeVar("M", bound=Model)
W = TypeVar("W")
MAX_CELL: Final = 4_000
"""Characters in a cell of a column that we read."""

_DEGREES: Final = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{1,12})?")
_PARTS: Final = re.compile(r"[|,;]")
_REASONS: Final = {
    "missing": RowReason.MISSING,
    "string_too_long": RowReason.TOO_LONG,
    "too_long": RowReason.TOO_LONG,
    RowReason.BAD_LEI.value: RowReason.BAD_LEI,
}
"""Reasons by the types of pydantic's errors; whatever else it says is `invalid`."""

ColumnOf = Callable[[Sequence[str | int]], str]
"""Says which column a place in an event came from."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry(Generic[C]):
    """What one row, or several that go together, ask for: a command as soon as it has a cause.

    `content` holds the cells that were read, whatever their order: the same again is a repeat.
    `becomes` and `is_dated` are for the count at the end.
    """

    rows: tuple[int, ...]
    content: bytes
    make: Callable[[Cause], C]
    becomes: str
    is_dated: bool = True


class Cells:
    """One row while it is read."""

    def __init__(self, row: Row) -> None:
        self.row = row.number
        self._cells = row.cells
        self.faults = [
            RowFault(row=row.number, column=column, reason=RowReason.TOO_LONG)
            for column, cell in row.cells.items()
            if len(cell) > MAX_CELL
        ]

    def refuse(self, column: str, reason: RowReason) -> None:
        """Note that a cell cannot be taken, and the first reason why."""
        if column not in {fault.column for fault in self.faults}:
            self.faults.append(RowFault(row=self.row, column=column, reason=reason))

    def text(self, column: str, *, required: bool = False) -> str | None:
        """Return the cell in one line, or None for an empty one."""
        if text := " ".join(self._cells.get(column, "").split()):
            return text
        if required:
            self.refuse(column, RowReason.MISSING)
        return None

    def word(
        self, column: str, words: Mapping[str, W], unknown: RowReason, *, required: bool = False
    ) -> W | None:
        """Return what the cell's word stands for; a word that is not listed is a fault."""
        text = self.text(column, required=required)
        if text is None:
            return None
        found = words.get(alike(text))
        if found is None:
            self.refuse(column, unknown)
        return found

    def country(self, column: str, countries: Countries) -> str | None:
        """Return the code of the country."""
        return self.word(column, countries.codes, RowReason.UNKNOWN_COUNTRY)

    def code(self, column: str) -> str | None:
        """Return the cell as a code: small letters, a hyphen for each blank."""
        text = self.text(column)
        return None if text is None else alike(text).replace(" ", "-")

    def codes(self, column: str) -> list[str] | None:
        """Return the codes of a cell that lists several with | or comma or semicolon between."""
        text = self.text(column)
        if text is None:
            return None
        return [alike(part).replace(" ", "-") for part in _PARTS.split(text) if part.strip()]

    def degrees(self, column: str) -> float | None:
        """Return a coordinate, with a decimal point."""
        text = self.text(column)
        if text is None or _DEGREES.fullmatch(text):
            return None if text is None else float(text)
        self.refuse(column, RowReason.INVALID)
        return None

    def event(self, kind: type[M], document: Mapping[str, Any], column_of: ColumnOf) -> M | None:
        """Return what the row says as an event or a part of one.

        What the contract does not take is noted and gives None.
        """
        try:
            return kind.model_validate(document)
        except ValidationError as error:
            for fault in error.errors(include_input=False, include_url=False):
                self.refuse(column_of(fault["loc"]), _reason(fault))
            return None


def said(**fields: Any) -> dict[str, Any]:
    """Return the fields that were said; None says nothing."""
    return {name: value for name, value in fields.items() if value is not None}


def _reason(fault: ErrorDetails) -> RowReason:
    if fault["loc"][-1] == "held_on":
        return RowReason.BAD_DATE
    return _REASONS.get(fault["type"], RowReason.INVALID)


def content_of(rows: Sequence[Row]) -> bytes:
    """Return the cells of rows in one spelling, whatever the order of rows and columns."""
    said_by = sorted(json.dumps(row.cells, sort_keys=True) for row in rows)
    return "\n".join(said_by).encode()
