"""Import historical cases: each row one case, once, with every cell kept as it came."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sorgfalt_contracts.terms import CaseId

from services.grievance.domain.calendars import WorkingCalendar
from services.grievance.domain.case import Case
from services.grievance.domain.historical import (
    CellFault,
    Fault,
    Format,
    Row,
    differing,
)
from services.grievance.domain.historical_case import read_row
from services.grievance.handlers.desk import Desk
from services.grievance.handlers.imported_rows import (
    ImportedRow,
    entry_of,
    imported_row,
    is_imported_row,
)
from services.grievance.handlers.keep_case import NewCase, open_cases
from services.grievance.handlers.read_case import read_entries
from services.grievance.store import cases
from services.grievance.store.cases import StoredCase
from services.grievance.store.places import calendar_of, years_from
from shared.store.cause import Cause
from shared.store.transaction import Connection, Transaction

ROWS_AT_ONCE: Final = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Arriving:
    """Rows of one file on their way in. `source` names the file: its numbers count within it."""

    form: Format
    source: str
    rows: Sequence[Row]


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """What became of rows: taken, known before, refused; and every cell that decided nothing."""

    taken: int = 0
    repeated: int = 0
    refused: int = 0
    faults: tuple[Fault, ...] = ()

    def __add__(self, other: "Imported") -> "Imported":
        """Return the sum of two parts of a file."""
        return Imported(
            taken=self.taken + other.taken,
            repeated=self.repeated + other.repeated,
            refused=self.refused + other.refused,
            faults=self.faults + other.faults,
        )


async def import_rows(tx: Transaction, desk: Desk, arriving: Arriving, cause: Cause) -> Imported:
    """Keep the rows that are new. One that is known changes nothing, and differences are faults.

    A foreign number is no key of ours: two files may use the same one for different cases. The id
    follows from source and number by a keyed hash, so nobody outside can tell which case it is.
    """
    known = await _known(tx, desk, arriving)
    done = Imported()
    new: dict[CaseId, tuple[Row, NewCase]] = {}
    for row in arriving.rows:
        if not row.said(arriving.form.number):
            done += _refused([_fault(row, "", CellFault.NO_NUMBER)])
            continue
        origin, case_id = _identity(desk, arriving, row)
        earlier = known.get(case_id) or (new[case_id][0] if case_id in new else None)
        if earlier is not None:
            done += _repeated(row, earlier)
            continue
        new[case_id], faults = _read(desk, arriving, row, origin, case_id, cause)
        done += Imported(faults=faults)
    written = await open_cases(tx, desk, [case for _, case in new.values()], cause)
    taken = sum(each is not None for each in written)
    return done + Imported(taken=taken, repeated=len(written) - taken)


def _read(
    desk: Desk, arriving: Arriving, row: Row, origin: bytes, case_id: CaseId, cause: Cause
) -> tuple[tuple[Row, NewCase], tuple[Fault, ...]]:
    today = desk.day(cause.now)
    blank = Case(company_id=desk.company_id, case_id=case_id, procedure=desk.rules.code)
    read = read_row(arriving.form, row, blank, today, _calendar)
    text = entry_of(
        ImportedRow(form=arriving.form.code, source=arriving.source, on=today.isoformat(), row=row)
    )
    return (row, NewCase(case=read.case, texts=[text], origin=origin)), read.faults


def _repeated(row: Row, earlier: Row) -> Imported:
    """Count a row that is known; where it now says something else, what stands stays."""
    faults = [_fault(row, column, CellFault.DIFFERS) for column in differing(earlier, row)]
    return _refused(faults) if faults else Imported(repeated=1)


def _refused(faults: Sequence[Fault]) -> Imported:
    return Imported(refused=1, faults=tuple(faults))


def _fault(row: Row, column: str, reason: CellFault) -> Fault:
    return Fault(line=row.line, column=column, reason=reason)


def _calendar(place: str, year: int) -> WorkingCalendar:
    return calendar_of(place, years_from({year}))


def _identity(desk: Desk, arriving: Arriving, row: Row) -> tuple[bytes, CaseId]:
    """Return the keyed hash of source and number, and the id that follows from it."""
    origin = desk.vault.origin(arriving.source, row.said(arriving.form.number))
    return origin, CaseId(UUID(bytes=origin[:16], version=4))


async def _known(tx: Connection, desk: Desk, arriving: Arriving) -> dict[CaseId, Row]:
    """Return the rows of this file that were imported before, as they were kept last."""
    numbered = (row for row in arriving.rows if row.said(arriving.form.number))
    ids = {_identity(desk, arriving, row)[1] for row in numbered}
    found = await cases.lock_cases(tx, desk.company_id, ids)
    rows = {each.case.case_id: await _kept(tx, desk, each) for each in found}
    return {case_id: row for case_id, row in rows.items() if row is not None}


async def _kept(connection: Connection, desk: Desk, stored: StoredCase) -> Row | None:
    imported = await rows_of(connection, desk, stored)
    return imported[-1].row if imported else None


async def rows_of(connection: Connection, desk: Desk, stored: StoredCase) -> list[ImportedRow]:
    """Return the rows that a case came from, opened with the key file."""
    texts = await read_entries(connection, desk, stored)
    return [imported_row(text) for text in texts if is_imported_row(text)]
