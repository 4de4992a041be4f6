"""Entries: what people wrote in a case. In clear they exist in memory only."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from services.grievance.domain.case import PartialDate


class EntryKind(StrEnum):
    """What a text is, and thereby who may read it."""

    COMPLAINT = "complaint"
    CONTACT = "contact"  # how to reach the person; for handlers only
    MESSAGE = "message"  # by who filed
    REPLY = "reply"  # by a handler
    QUESTION = "question"  # by a handler, waits for an answer
    PETITIONER = "petitioner"
    RESPONDENT = "respondent"
    STATEMENT = "statement"  # words of an imported cell
    NOTE = "note"  # among handlers


REPORTERS: Final = frozenset(
    {EntryKind.COMPLAINT, EntryKind.MESSAGE, EntryKind.REPLY, EntryKind.QUESTION}
)
"""What who holds the receipt may read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NewEntry:
    """A text about to be kept. `label` says more about an imported one: its column."""

    kind: EntryKind
    text: str
    source: str
    on: PartialDate | None = None
    label: str = ""
    language: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry(NewEntry):
    """A kept text; numbers count from 1 within the case."""

    number: int


def unanswered(entries: Sequence[Entry]) -> list[Entry]:
    """Return the questions after which the person has written nothing."""
    written = [entry.number for entry in entries if entry.kind is EntryKind.MESSAGE]
    last = max(written, default=0)
    return [entry for entry in entries if entry.kind is EntryKind.QUESTION and entry.number > last]
