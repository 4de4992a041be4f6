"""Compares two frozen editions of one disclosure."""

import asyncio
from dataclasses import dataclass

from sorgfalt_contracts.terms import CompanyId

from services.reporting import translate
from services.reporting.domain.difference import Difference, compare
from services.reporting.domain.edition import FrozenRecord
from services.reporting.handlers.read_editions import read_edition
from shared.store.transaction import Connection


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Two editions, opened, and what differs between them."""

    before: FrozenRecord
    after: FrozenRecord
    difference: Difference


async def read_two_editions(
    connection: Connection, company: CompanyId, disclosure: str, numbers: tuple[int, int]
) -> tuple[bytes, bytes]:
    """Return the bytes of two editions; raise NoSuchEditionError."""
    first, second = numbers
    before = await read_edition(connection, company, disclosure, first)
    after = await read_edition(connection, company, disclosure, second)
    return before.document, after.document


async def compare_editions(before: bytes, after: bytes) -> Comparison:
    """Return what differs from one edition to another.

    It needs no connection and may take seconds, so no transaction is to be open meanwhile.
    """
    return await asyncio.to_thread(_compared, before, after)


def _compared(before: bytes, after: bytes) -> Comparison:
    seen: translate.Seen = {}
    old = translate.open_edition(before, seen=seen)
    new = translate.open_edition(after, seen=seen)
    return Comparison(before=old, after=new, difference=compare(old.record, new.record))
