"""Source records and the suppliers that group them, as they last left."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import asyncpg
import msgspec
from sorgfalt_contracts.terms import CompanyId, SupplierId

from services.intake.domain.grouping import Place, SupplierKey
from services.intake.domain.identity import StrongNumber
from services.intake.domain.record import RecordKey
from services.intake.domain.report import SourceRecord
from services.intake.domain.statements import Statements
from services.intake.store.statements import Q
from shared.store.bulk import columns
from shared.store.transaction import Connection

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


async def load_records(connection: Connection, keys: Iterable[SupplierKey]) -> list[SourceRecord]:
    """Return all records of the suppliers."""
    rows = await connection.fetch(Q.load_records, *columns(sorted(keys), 2))
    return [_record(row) for row in rows]


async def find_records(
    connection: Connection, places: Collection[Place]
) -> dict[Place, SupplierId]:
    """Return which supplier groups each of the records, as far as they are known.

    No lock: when a merge moves the record meanwhile, the supplier it leaves still points on.
    """
    rows = [(company, key.system, key.client, key.number) for company, key in sorted(places)]
    found = await connection.fetch(Q.find_records, *columns(rows, 4))
    return {(CompanyId(row["company_id"]), _key(row)): row["supplier_id"] for row in found}


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


def _supplier_key(row: asyncpg.Record) -> SupplierKey:
    return CompanyId(row["company_id"]), SupplierId(row["supplier_id"])


def _record(row: asyncpg.Record) -> SourceRecord:
    return SourceRecord(
        company_id=row["company_id"],
        key=_key(row),
        supplier_id=row["supplier_id"],
        statements=_decode(row["document"]),
    )


def _key(row: asyncpg.Record) -> RecordKey:
    return RecordKey(system=row["system"], client=row["client"], number=row["number"])
