"""Add a message: who holds the receipt writes to the case, or answers a question."""

from enum import StrEnum

from services.grievance.domain.case import REPORTER
from services.grievance.domain.entry import Entry, EntryKind, NewEntry
from services.grievance.domain.receipt import Receipt
from services.grievance.domain.writing import MOST_ENTRIES
from services.grievance.handlers.desk import Desk
from services.grievance.handlers.keep_case import keep_case
from services.grievance.handlers.read_case import opened
from services.grievance.store import cases, entries
from shared.store.cause import Cause
from shared.store.transaction import Transaction


class Added(StrEnum):
    """What became of a message."""

    KEPT = "kept"
    UNKNOWN = "unknown"  # nobody has this receipt
    FULL = "case-full"


async def add_message(
    tx: Transaction, desk: Desk, receipt: Receipt | None, text: str, cause: Cause
) -> Added:
    """Keep a message of who filed, unless the case holds very many texts already.

    The same text twice in a row is one message: somebody pressed the button twice.
    """
    if receipt is None:
        return Added.UNKNOWN
    stored = await cases.lock_case_of_receipt(tx, desk.company_id, desk.vault.lookup(receipt))
    key = opened(desk, receipt, stored)
    if stored is None or key is None:
        return Added.UNKNOWN
    if stored.case.entries >= MOST_ENTRIES:
        return Added.FULL
    before = await entries.read_entries(tx, desk.company_id, stored.case.case_id, key)
    if not _is_repeat(before, text):
        on = desk.day(cause.now).isoformat()
        message = NewEntry(kind=EntryKind.MESSAGE, text=text, source=REPORTER, on=on)
        await keep_case(tx, desk, stored, stored.case, cause, [message])
    return Added.KEPT


def _is_repeat(before: list[Entry], text: str) -> bool:
    last = before[-1]
    return last.kind is EntryKind.MESSAGE and last.text == text
