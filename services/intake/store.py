"""Rows of intake: numbers and identities, source records, suppliers, and what HTTP received.

Lock order: events received (sorted), numbers (a new one's unique key, sorted), identities (sorted).
Records and suppliers need no lock of their own: whoever writes them holds their identity's.
A batch takes the same number of statements whatever its size; only a supplier that somebody else
merges in that very moment costs a few more.
"""

import contextlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, TypeAlias
from uuid import UUID

import asyncpg
import msgspec
from sorgfalt_contracts.terms import CompanyId, SupplierId

from services.intake.domain.grouping import Place, SupplierKey
from services.intake.domain.identity import Identity, NumberKind, Registry, StrongNumber
from services.intake.domain.record import RecordKey
from services.intake.domain.report import SourceRecord
from services.intake.domain.statements import Statements
from shared.store.bulk import columns
from shared.store.named_sql import load_queries
from shared.store.pool import LOST
from shared.store.transaction import Connection, Transaction

EventKey: TypeAlias = tuple[CompanyId, str, str]
Q: Final = load_queries(Path(__file__).with_name("queries.sql"))
UNAVAILABLE: Final = (
    *LOST,
    TimeoutError,
    asyncpg.TransactionRollbackError,  # class 40: a deadlock or a serialisation failure
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.LockNotAvailableError,
)
"""Errors after which the same request may well succeed."""
_encode: Final = msgspec.json.Encoder().encode
_decode: Final = msgspec.json.Decoder(Statements).decode


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """What last left of a supplier: its version and the digest of the body with version 0."""

    version: int
    digest: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedSupplier:
    """A state that leaves with this transaction."""

    key: SupplierKey
    published: Published
    body: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """An event as the HTTP door notes it; `key` is company, source and the event's id."""

    key: EventKey
    sha256: str
    received_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of an event that was taken."""

    verdict: str
    reasons: tuple[str, ...]
    supplier_id: SupplierId
    fact_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Noted(Outcome):
    """The same as it stands in the table, with what was received when."""

    sha256: str
    received_at: datetime


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


async def load_records(connection: Connection, keys: Iterable[SupplierKey]) -> list[SourceRecord]:
    """Return all records of the suppliers."""
    rows = await connection.fetch(Q.load_records, *columns(sorted(keys), 2))
    return [_record(row) for row in rows]


async def save_records(connection: Connection, records: Mapping[Place, SourceRecord]) -> None:
    """Write records, in order of their keys."""
    rows = [
        (company, key.system, key.client, key.number, r.supplier_id, _encode(r.statements))
        for (company, key), r in sorted(records.items())
    ]
    if rows:
        await connection.execute(Q.save_records, *columns(rows, 6))


async def load_published(
    connection: Connection, keys: Iterable[SupplierKey]
) -> dict[SupplierKey, Published]:
    """Return what last left of those of the suppliers that ever left."""
    rows = await connection.fetch(Q.load_suppliers, *columns(sorted(keys), 2))
    return {
        _supplier_key(row): Published(version=row["version"], digest=row["digest"]) for row in rows
    }


async def save_suppliers(connection: Connection, saved: Sequence[SavedSupplier]) -> None:
    """Write the states that leave with this transaction."""
    rows = [(*s.key, s.published.version, s.published.digest, s.body) for s in saved]
    if rows:
        await connection.execute(Q.save_suppliers, *columns(rows, 5))


async def read_suppliers(connection: Connection, supplier_id: UUID) -> list[bytes]:
    """Return the current state of a supplier for each company the caller may see."""
    rows = await connection.fetch(Q.read_suppliers, supplier_id)
    return [row["document"] for row in rows]


async def read_suppliers_by_number(connection: Connection, number: StrongNumber) -> list[bytes]:
    """Return the same for the supplier that a strong number names today."""
    rows = await connection.fetch(Q.read_suppliers_by_number, number.kind.value, number.value)
    return [row["document"] for row in rows]


async def claim_received(connection: Connection, received: Iterable[Received]) -> set[EventKey]:
    """Note events and return those that had not been received before."""
    rows = [(*each.key, each.sha256, each.received_at) for each in received]
    claimed = await connection.fetch(Q.claim_received, *columns(rows, 5))
    return {(row["company_id"], row["source"], row["event_id"]) for row in claimed}


async def finish_received(connection: Connection, outcomes: Mapping[EventKey, Outcome]) -> None:
    """Note what became of events that were claimed and taken."""
    rows = [
        (*key, each.verdict, _encode(each.reasons), each.supplier_id, _encode(each.fact_ids))
        for key, each in outcomes.items()
    ]
    if rows:
        await connection.execute(Q.finish_received, *columns(rows, 7))


async def forget_received(connection: Connection, keys: Collection[EventKey]) -> None:
    """Take back the note of events that were claimed and then refused."""
    if keys:
        await connection.execute(Q.forget_received, *columns(sorted(keys), 3))


async def read_received(connection: Connection, source: str, event_id: str) -> Noted | None:
    """Return what became of an event, or None if the caller's companies never received it."""
    row = await connection.fetchrow(Q.read_received, source, event_id)
    return None if row is None else Noted(**dict(row))


def _identity(row: asyncpg.Record) -> Identity:
    return Identity(
        supplier_id=row["supplier_id"],
        founded_by=StrongNumber(kind=NumberKind(row["kind"]), value=row["value"]),
        superseded_by=row["superseded_by"],
    )


def _supplier_key(row: asyncpg.Record) -> SupplierKey:
    return CompanyId(row["company_id"]), SupplierId(row["supplier_id"])


def _record(row: asyncpg.Record) -> SourceRecord:
    return SourceRecord(
        company_id=row["company_id"],
        key=RecordKey(system=row["system"], client=row["client"], number=row["number"]),
        supplier_id=row["supplier_id"],
        statements=_decode(row["document"]),
    )
