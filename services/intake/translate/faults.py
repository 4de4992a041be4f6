"""Why a row, or a whole file, cannot be taken. Nothing here ever holds a cell of the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sorgfalt_contracts.faults import BadEventError, DeadLetterReason


class UnusableFileError(Exception):
    """A file of which no row can be taken; the sentence says why."""


class RowReason(StrEnum):
    """Reason code of a refused row."""

    MISSING = "missing"
    INVALID = "invalid"
    TOO_LONG = "too-long"
    BAD_DATE = "bad-date"
    BAD_LEI = "bad-lei"
    UNKNOWN_COUNTRY = "unknown-country"
    UNKNOWN_SCHEME = "unknown-scheme"
    UNKNOWN_EVENT_TYPE = "unknown-event-type"
    UNKNOWN_DATE_MEANING = "unknown-date-meaning"
    WRONG_NUMBER_OF_CELLS = "wrong-number-of-cells"
    DIFFERS_FROM_EARLIER_ROW = "differs-from-earlier-row"
    OTHER_ROW_REFUSED = "other-row-refused"
    ALREADY_TAKEN = "already-taken"
    TOO_LARGE = "too-large"
    REFUSED_BY_STORE = "refused-by-store"


SENTENCES: Final[Mapping[RowReason, str]] = {
    RowReason.MISSING: "The cell is empty and must not be.",
    RowReason.INVALID: "The cell does not have the form that this column takes.",
    RowReason.TOO_LONG: "The cell is longer than this column takes.",
    RowReason.BAD_DATE: "The cell is no YYYY, YYYY-MM or YYYY-MM-DD, or there is no such day.",
    RowReason.BAD_LEI: "The check digits or the shape of the LEI are wrong.",
    RowReason.UNKNOWN_COUNTRY: "The cell is no ISO 3166-1 code and no listed name of one country.",
    RowReason.UNKNOWN_SCHEME: "The scheme is not listed in the pack audit_imports_v1.",
    RowReason.UNKNOWN_EVENT_TYPE: "The type of event is not listed in the pack audit_imports_v1.",
    RowReason.UNKNOWN_DATE_MEANING: "The meaning of the date is not in the pack audit_imports_v1.",
    RowReason.WRONG_NUMBER_OF_CELLS: "The row has more or fewer cells than the header.",
    RowReason.DIFFERS_FROM_EARLIER_ROW: "An earlier row of this file with this key says otherwise.",
    RowReason.OTHER_ROW_REFUSED: "Another row of this supplier was refused; they go together.",
    RowReason.ALREADY_TAKEN: "What was taken before under this number says otherwise, and stands.",
    RowReason.TOO_LARGE: "The supplier would become larger than an event may be.",
    RowReason.REFUSED_BY_STORE: "The database calls the row wrong.",
}


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class RowFault:
    """One reason why a row is refused. Rows count from 1, the header, as a spreadsheet does."""

    row: int
    column: str
    reason: RowReason


def of_event(row: int, fault: BadEventError, columns: Mapping[str, str]) -> RowFault:
    """Return why a row was refused after it was read; `columns` are those of an event's fields."""
    column = columns.get(fault.where, "")
    reason = _OF_EVENTS.get(fault.reason, RowReason.REFUSED_BY_STORE)
    return RowFault(row=row, column=column, reason=reason)


_OF_EVENTS: Final = {
    DeadLetterReason.TOO_LARGE: RowReason.TOO_LARGE,
    DeadLetterReason.ALREADY_TAKEN: RowReason.ALREADY_TAKEN,
}
