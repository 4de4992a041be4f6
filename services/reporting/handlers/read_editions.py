"""Reads frozen editions: the list, the bytes of one, and whether their chain holds."""

import asyncio
from dataclasses import dataclass

from sorgfalt_contracts.terms import CompanyId

from services.reporting import store, translate
from services.reporting.domain.edition import Edition, Examined, Heading, first_fault
from services.reporting.domain.figure import Cell
from services.reporting.handlers.read_record import NoSuchCellError
from shared.store.transaction import Connection


class NoSuchEditionError(Exception):
    """No edition of this disclosure and number is on record."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """An edition as it is on record: its canonical bytes and the SHA-256 kept beside them."""

    document: bytes
    sha256: str


async def list_editions(connection: Connection, company: CompanyId) -> tuple[Edition, ...]:
    """Return all editions, by disclosure, the latest first."""
    return await store.list_editions(connection, company)


async def read_edition(
    connection: Connection, company: CompanyId, disclosure: str, number: int
) -> Stored:
    """Return the bytes of an edition; raise NoSuchEditionError."""
    found = await store.read_edition(connection, company, disclosure, number)
    if found is None:
        raise NoSuchEditionError
    sha256, packed = found
    return Stored(document=await asyncio.to_thread(translate.decompress, packed), sha256=sha256)


async def read_frozen_cell(
    connection: Connection, company: CompanyId, edition: tuple[str, int], place: tuple[str, str]
) -> tuple[Heading, Cell]:
    """Return one number of an edition with all its events, `place` being figure and cell code.

    Raise NoSuchEditionError, or NoSuchCellError for what does not stand in the edition.
    """
    found = await read_edition(connection, company, *edition)
    try:
        return await asyncio.to_thread(translate.open_cell, found.document, *place)
    except KeyError:
        raise NoSuchCellError from None


async def verify_edition(
    connection: Connection, company: CompanyId, disclosure: str, number: int
) -> str | None:
    """Return in one sentence what does not hold in an edition or in any before it, or None.

    Hashes are computed anew from the stored bytes, and so is the chain from the first edition on.
    """
    rows = store.read_chain(connection, company, disclosure, number)
    chain = [await asyncio.to_thread(_examined, *row) async for row in rows]
    return first_fault(chain, number)


async def verify_document(
    connection: Connection, company: CompanyId, document: bytes
) -> str | None:
    """Return in one sentence why bytes are not an edition of a sound chain, or None when they are.

    They must be, byte for byte, the edition that their heading names.
    """
    heading = translate.examine(0, "", document).heading
    if heading is None:
        return "The file is no frozen document of a known format."
    place = (heading.disclosure, heading.number)
    found = await store.read_edition(connection, company, *place)
    if heading.company_id != company or found is None:
        return f"No edition {heading.number} of {heading.disclosure} of this company is on record."
    if found[0] != translate.digest(document):
        return f"The file is not edition {heading.number} as it is on record: its SHA-256 differs."
    return await verify_edition(connection, company, *place)


def _examined(number: int, sha256: str, packed: bytes) -> Examined:
    try:
        document = translate.decompress(packed)
    except translate.UnreadableEditionError:
        document = b""
    return translate.examine(number, sha256, document)
