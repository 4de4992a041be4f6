"""Rows of the frozen editions <-> values of the domain. Rows are added and read, never altered."""

from collections.abc import AsyncIterator
from typing import Final

import asyncpg
from sorgfalt_contracts.terms import CompanyId

from services.reporting.domain.edition import Edition
from services.reporting.store.statements import Q
from shared.store.pool import LOST
from shared.store.transaction import Connection

TURN: Final = Q.take_edition_turn
"""What a transaction that freezes begins with: it waits until the one before has ended."""
UNAVAILABLE: Final = (*LOST, asyncpg.PostgresError, TimeoutError)
"""What keeps an edition from being frozen and is over when asked again later."""


async def find_edition_of_request(
    connection: Connection, company: CompanyId, request_id: str
) -> Edition | None:
    """Return the edition that a request has made, or None."""
    row = await connection.fetchrow(Q.find_edition_of_request, company, request_id)
    return Edition(**row) if row else None


async def read_latest_edition(
    connection: Connection, company: CompanyId, disclosure: str
) -> Edition | None:
    """Return the edition with the highest number, or None before the first."""
    row = await connection.fetchrow(Q.read_latest_edition, company, disclosure)
    return Edition(**row) if row else None


async def list_editions(connection: Connection, company: CompanyId) -> tuple[Edition, ...]:
    """Return all editions of a company, by disclosure, the latest first."""
    return tuple(Edition(**row) for row in await connection.fetch(Q.list_editions, company))


async def read_edition(
    connection: Connection, company: CompanyId, disclosure: str, number: int
) -> tuple[str, bytes] | None:
    """Return the SHA-256 on record and the compressed document of an edition, or None."""
    row = await connection.fetchrow(Q.read_edition, company, disclosure, number)
    return (row["sha256"], row["document"]) if row else None


async def read_chain(
    connection: Connection, company: CompanyId, disclosure: str, last: int
) -> AsyncIterator[tuple[int, str, bytes]]:
    """Yield number, SHA-256 on record and compressed document up to `last`, one at a time."""
    rows = await connection.fetch(Q.list_edition_numbers, company, disclosure, last)
    for number in [row["number"] for row in rows]:
        if found := await read_edition(connection, company, disclosure, number):
            yield number, *found


async def insert_edition(
    connection: Connection, company: CompanyId, edition: Edition, request_id: str, document: bytes
) -> None:
    """Keep an edition for ever, with its compressed document."""
    await connection.execute(
        Q.insert_edition,
        *(company, edition.disclosure, edition.number, edition.edition_id, edition.frozen_at),
        *(edition.as_of, edition.rule_pack, edition.rule_pack_edition, edition.content_sha256),
        *(edition.previous_sha256, edition.sha256, edition.size_bytes, request_id, document),
    )
