"""Numbers and the identities behind them, for all obliged companies."""

import contextlib
from collections.abc import Collection

import asyncpg
from sorgfalt_contracts.terms import SupplierId

from services.intake.domain.identity import Identity, NumberKind, Registry, StrongNumber
from services.intake.store.statements import Q
from shared.store.bulk import columns
from shared.store.transaction import Connection, Transaction


async def load_registry(tx: Transaction, numbers: Collection[StrongNumber]) -> Registry:
    """Claim the numbers and lock every identity behind them; return what is known of both."""
    given = columns(sorted((number.kind.value, number.value) for number in numbers), 2)
    await tx.execute(Q.claim_numbers, *given)
    rows = await tx.fetch(Q.read_numbers, *given)
    known = {
        StrongNumber(kind=NumberKind(row["kind"]), value=row["value"]): row["supplier_id"]
        for row in rows
        if row["supplier_id"] is not None
    }
    return Registry(numbers=known, identities=await _lock(tx, set(known.values())))


async def _lock(tx: Transaction, wanted: set[SupplierId]) -> dict[SupplierId, Identity]:
    """Lock, in one sorted go, the suppliers and those that stand for them.

    If a merge commits while we wait, its survivor is missing from what we asked for. Then all
    locks are let go and asked for anew: adding one out of order ended in deadlocks.
    """
    held: dict[SupplierId, Identity] = {}
    while wanted - held.keys():
        with contextlib.suppress(_MergedMeanwhileError):
            async with tx.savepoint():
                rows = await tx.fetch(Q.lock_identities, sorted(wanted))
                held = {row["supplier_id"]: _identity(row) for row in rows}
                wanted |= {each.superseded_by for each in held.values() if each.superseded_by}
                if wanted - held.keys():
                    raise _MergedMeanwhileError
    return held


class _MergedMeanwhileError(Exception):
    """The survivor of a merge is not among what was locked."""


async def save_registry(connection: Connection, before: Registry, after: Registry) -> None:
    """Write what linking added: new numbers, new identities, and which were merged away."""
    numbers = [
        (number.kind.value, number.value, supplier_id)
        for number, supplier_id in after.numbers.items()
        if number not in before.numbers
    ]
    identities = [
        (each.supplier_id, each.founded_by.kind.value, each.founded_by.value, each.superseded_by)
        for each in after.identities.values()
        if each != before.identities.get(each.supplier_id)
    ]
    if identities:
        await connection.execute(Q.save_identities, *columns(identities, 4))
    if numbers:
        await connection.execute(Q.save_numbers, *columns(numbers, 3))


def _identity(row: asyncpg.Record) -> Identity:
    return Identity(
        supplier_id=row["supplier_id"],
        founded_by=StrongNumber(kind=NumberKind(row["kind"]), value=row["value"]),
        superseded_by=row["superseded_by"],
    )
