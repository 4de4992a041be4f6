"""A frozen edition: its number, what it rests on, and whether the chain of editions holds.

Each edition names the SHA-256 of the one before it, so that no edition can be altered, dropped or
slipped in later without every following one contradicting it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sorgfalt_contracts.terms import CompanyId, EditionId, derived_id

from services.reporting.domain.position import Position
from services.reporting.domain.record import Record

FORMAT: Final = "sorgfalt.edition.v1"
"""How a frozen document is laid out; a reader refuses any other."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Predecessor:
    """The edition before: its number, and the SHA-256 of its bytes in hexadecimal digits."""

    number: int
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """What stands at the head of a frozen document.

    `content_sha256` is taken over the record alone, without number, moment and predecessor: two
    editions of the same state have the same. `previous` is None for the first edition.
    """

    company_id: CompanyId
    disclosure: str
    number: int
    frozen_at: datetime
    position: Position
    rule_pack: str
    rule_pack_edition: str
    content_sha256: str
    previous: Predecessor | None

    @property
    def edition_id(self) -> EditionId:
        """Return the id that this edition always has: uuid5 of company, disclosure and number."""
        parts = (str(self.company_id), self.disclosure, str(self.number))
        return EditionId(derived_id("edition", *parts))


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """A frozen edition without its document.

    `sha256` is taken over the canonical bytes of the document, `size_bytes` counts them. `as_of` is
    the short name of the position in the log.
    """

    disclosure: str
    number: int
    edition_id: EditionId
    frozen_at: datetime
    as_of: str
    rule_pack: str
    rule_pack_edition: str
    content_sha256: str
    previous_sha256: str | None
    sha256: str
    size_bytes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class FrozenRecord:
    """A frozen edition opened: its heading, the SHA-256 of its bytes, and the record it holds."""

    heading: Heading
    sha256: str
    record: Record


def holds_already(latest: Edition | None, content_sha256: str) -> bool:
    """Say whether the latest edition says exactly this: same facts read, same rules, same company.

    The moment of asking is no part of it: time alone makes no edition.
    """
    return latest is not None and latest.content_sha256 == content_sha256


def next_heading(latest: Edition | None, record: Record, content_sha256: str) -> Heading:
    """Return the heading of the edition that follows; numbers start at 1 and leave no gap."""
    previous = Predecessor(number=latest.number, sha256=latest.sha256) if latest else None
    return Heading(
        company_id=record.company.company_id,
        disclosure=record.book.code,
        number=previous.number + 1 if previous else 1,
        frozen_at=record.generated_at,
        position=record.position,
        rule_pack=record.book.edition.pack,
        rule_pack_edition=record.book.edition.edition,
        content_sha256=content_sha256,
        previous=previous,
    )


def sealed(heading: Heading, sha256: str, size_bytes: int) -> Edition:
    """Return the edition that a document with this heading is, once its bytes have a digest."""
    return Edition(
        disclosure=heading.disclosure,
        number=heading.number,
        edition_id=heading.edition_id,
        frozen_at=heading.frozen_at,
        as_of=heading.position.as_of,
        rule_pack=heading.rule_pack,
        rule_pack_edition=heading.rule_pack_edition,
        content_sha256=heading.content_sha256,
        previous_sha256=heading.previous.sha256 if heading.previous else None,
        sha256=sha256,
        size_bytes=size_bytes,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Examined:
    """An edition under examination: what its row says and what its bytes say.

    `heading` is None when the bytes are no frozen document of a known format. The digests
    `bytes_sha256` and `content_sha256` are computed anew; `sha256` is the one on record.
    """

    number: int
    sha256: str
    bytes_sha256: str
    content_sha256: str
    is_canonical: bool
    heading: Heading | None


def first_fault(chain: Iterable[Examined], last: int) -> str | None:
    """Return in one sentence what does not hold in editions 1 to `last`, or None when all holds.

    The chain comes in the order of its numbers. What is found first is named: later editions may
    be at fault too.
    """
    previous: Predecessor | None = None
    reached = 0
    for found in chain:
        if found.number != reached + 1:
            return _missing(reached + 1)
        if fault := document_fault(found) or _link_fault(found, previous):
            return fault
        previous = Predecessor(number=found.number, sha256=found.sha256)
        reached = found.number
    return _missing(reached + 1) if reached < last else None


def document_fault(found: Examined) -> str | None:
    """Return in one sentence what is wrong with one edition taken alone, or None."""
    number, heading = found.number, found.heading
    if found.bytes_sha256 != found.sha256:
        return (
            f"The bytes of edition {number} do not have the SHA-256 on record: they were altered."
        )
    if heading is None:
        return f"The bytes of edition {number} are no frozen document of a known format."
    if not found.is_canonical:
        return f"The bytes of edition {number} are not in canonical form."
    if heading.content_sha256 != found.content_sha256:
        return f"The record in edition {number} does not have the SHA-256 that its heading names."
    if heading.number != number:
        return f"Edition {number} calls itself edition {heading.number}."
    return None


def _link_fault(found: Examined, previous: Predecessor | None) -> str | None:
    named = found.heading.previous if found.heading else None
    if named == previous:
        return None
    if previous is None:
        return f"Edition {found.number} names a predecessor, but none is on record."
    if named is None:
        return f"Edition {found.number} names no predecessor, but edition {previous.number} is one."
    return (
        f"Edition {found.number} names another SHA-256 for edition {previous.number} than it has."
    )


def _missing(number: int) -> str:
    return f"Edition {number} is missing."
