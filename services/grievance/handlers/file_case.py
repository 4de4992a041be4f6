"""File a case: what a person writes is encrypted before it reaches the database."""

from dataclasses import dataclass

from sorgfalt_contracts.terms import CaseId

from services.grievance.domain.case import REPORTER, Refusal
from services.grievance.domain.entry import EntryKind, NewEntry
from services.grievance.domain.receipt import Receipt
from services.grievance.domain.transitions import Filing, file
from services.grievance.handlers.desk import Desk
from services.grievance.handlers.keep_case import open_case
from services.grievance.handlers.read_case import read_by_receipt
from shared.store.cause import Cause
from shared.store.transaction import Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class Complaint:
    """What a person tells us. Only the text is needed."""

    text: str
    topics: tuple[str, ...] = ()
    language: str | None = None
    country: str = ""
    contact: str = ""

    def __repr__(self) -> str:
        """Return nothing of it: no error that names it may tell what stands in it."""
        return "Complaint(…)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Filed:
    """What became of a filing: a case was opened, stood already, or was refused.

    `is_other`: the same form was sent before with another text, and that text stands.
    """

    is_new: bool = False
    is_other: bool = False
    refusal: Refusal | None = None


async def file_case(
    tx: Transaction,
    desk: Desk,
    complaint: Complaint,
    receipt: Receipt,
    case_id: CaseId,
    cause: Cause,
) -> Filed:
    """Open a case that the receipt will find; the same receipt again opens no second one."""
    day = desk.day(cause.now)
    filing = Filing(company_id=desk.company_id, case_id=case_id, topics=complaint.topics)
    decision = file(filing, day, desk.deadlines(day, None), desk.rules)
    if decision.refusal is not None:
        return Filed(refusal=decision.refusal)
    texts = _texts(complaint, day.isoformat())
    if await open_case(tx, desk, decision.case, texts, cause, receipt=receipt) is not None:
        return Filed(is_new=True)
    before = await read_by_receipt(tx, desk, receipt)
    return Filed(is_other=before is None or before.complaint != complaint.text)


def _texts(complaint: Complaint, on: str) -> list[NewEntry]:
    """Return the texts of a complaint; one that says less has as many, so that none is missed."""
    parts = (
        (EntryKind.COMPLAINT, complaint.text, ""),
        (EntryKind.CONTACT, complaint.contact, ""),
        (EntryKind.STATEMENT, complaint.country, "country"),
    )
    return [
        NewEntry(
            kind=kind, text=text, source=REPORTER, on=on, label=label, language=complaint.language
        )
        for kind, text, label in parts
    ]
