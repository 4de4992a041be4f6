"""Read a case: by its receipt, as who filed it; by the key file, as a handler."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sorgfalt_contracts.terms import CaseId

from services.grievance.domain.case import Case
from services.grievance.domain.entry import REPORTERS, Entry, EntryKind, unanswered
from services.grievance.domain.outlook import Outlook, outlook
from services.grievance.domain.receipt import Receipt
from services.grievance.handlers.desk import Desk
from services.grievance.store import cases, entries
from services.grievance.store.cases import StoredCase
from services.grievance.store.vault import CaseKey, SealedError
from shared.store.transaction import Connection

NOBODYS: Final = CaseId(UUID(int=0))


@dataclass(frozen=True, kw_only=True, slots=True)
class FollowedCase:
    """A case as who filed it sees it: its stage, what comes next, and what was written."""

    case: Case
    outlook: Outlook
    texts: Sequence[Entry]
    questions: Sequence[Entry]

    @property
    def complaint(self) -> str:
        """Return what the complaint said."""
        return next(text.text for text in self.texts if text.kind is EntryKind.COMPLAINT)


async def read_by_receipt(
    connection: Connection, desk: Desk, receipt: Receipt | None
) -> FollowedCase | None:
    """Return the case of a receipt; None for a receipt that cannot be or that nobody has."""
    if receipt is None:
        return None
    lookup = desk.vault.lookup(receipt)
    stored = await cases.read_case_of_receipt(connection, desk.company_id, lookup)
    key = opened(desk, receipt, stored)
    if stored is None or key is None:
        return None
    case = stored.case
    written = await entries.read_entries(connection, desk.company_id, case.case_id, key)
    texts = [entry for entry in written if entry.kind in REPORTERS]
    return FollowedCase(
        case=case, outlook=outlook(case, desk.rules), texts=texts, questions=unanswered(texts)
    )


async def read_entries(connection: Connection, desk: Desk, stored: StoredCase) -> list[Entry]:
    """Return all texts of a case, by number; for handlers, with the key file."""
    key = desk.vault.case_key(stored.case.case_id, stored.wrapped_key)
    case = stored.case
    return await entries.read_entries(connection, desk.company_id, case.case_id, key)


def opened(desk: Desk, receipt: Receipt, stored: StoredCase | None) -> CaseKey | None:
    """Return the key that a receipt unwraps, or None.

    Where there is no case the work is done on nothing, so that the time tells nothing either.
    """
    case_id = NOBODYS if stored is None else stored.case.case_id
    wrapped = b"" if stored is None else stored.receipt_key or b""
    try:
        return desk.vault.case_key_by(receipt, case_id, wrapped)
    except SealedError:
        return None
