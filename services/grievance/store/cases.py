"""Cases <-> rows. A case without its texts is readable; nobody is named in it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import asyncpg
import msgspec
from sorgfalt_contracts.terms import CaseId, CaseStage, CompanyId

from services.grievance.domain.case import Case
from services.grievance.store.statements import Q
from shared.store.bulk import columns
from shared.store.transaction import Connection

_encode: Final = msgspec.json.Encoder().encode
_decode: Final = msgspec.json.Decoder(Case).decode


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredCase:
    """A case with what last left of it and its wrapped key.

    `version` and `digest` are those of the last fact; version 0: nothing has left yet.
    `receipt_key` is the key as only the receipt unwraps it, where it was asked for.
    """

    case: Case
    version: int = 0
    digest: bytes = b""
    wrapped_key: bytes
    receipt_key: bytes | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenedCase:
    """A case about to get its row, and by what it will be found again."""

    stored: StoredCase
    lookup: bytes | None = None
    origin: bytes | None = None


async def insert_cases(connection: Connection, opened: Sequence[OpenedCase]) -> set[CaseId]:
    """Write new cases; return the ids of those whose receipt and origin were not known before."""
    rows = [
        (
            *_key(new.stored), new.stored.version, new.stored.digest, new.stored.case.stage.value,
            new.stored.wrapped_key, new.stored.receipt_key, new.lookup, new.origin,
            _encode(new.stored.case),
        )
        for new in opened
    ]  # fmt: skip
    written = await connection.fetch(Q.insert_cases, *columns(rows, 10))
    return {CaseId(row["case_id"]) for row in written}


async def save_cases(connection: Connection, saved: Sequence[StoredCase]) -> None:
    """Write cases whose rows the caller has locked."""
    rows = [(*_key(s), s.version, s.digest, s.case.stage.value, _encode(s.case)) for s in saved]
    await connection.execute(Q.save_cases, *columns(rows, 6))


async def lock_case(
    connection: Connection, company_id: CompanyId, case_id: CaseId
) -> StoredCase | None:
    """Lock and return one case, or None."""
    found = await lock_cases(connection, company_id, [case_id])
    return found[0] if found else None


async def lock_cases(
    connection: Connection, company_id: CompanyId, case_ids: Collection[CaseId]
) -> list[StoredCase]:
    """Lock and return cases, in order of their ids; those that do not exist are left out."""
    rows = await connection.fetch(Q.lock_cases, company_id, list(case_ids))
    return [stored_of(row) for row in rows]


async def lock_case_of_receipt(
    connection: Connection, company_id: CompanyId, lookup: bytes
) -> StoredCase | None:
    """Lock and return the case of a receipt, or None."""
    row = await connection.fetchrow(Q.lock_case_of_receipt, company_id, lookup)
    return None if row is None else stored_of(row, row["receipt_key"])


async def read_case_of_receipt(
    connection: Connection, company_id: CompanyId, lookup: bytes
) -> StoredCase | None:
    """Return the case of a receipt, or None."""
    row = await connection.fetchrow(Q.read_case_of_receipt, company_id, lookup)
    return None if row is None else stored_of(row, row["receipt_key"])


async def read_case(
    connection: Connection, company_id: CompanyId, case_id: CaseId
) -> StoredCase | None:
    """Return one case, or None."""
    row = await connection.fetchrow(Q.read_case, company_id, case_id)
    return None if row is None else stored_of(row)


async def read_cases(
    connection: Connection,
    company_id: CompanyId,
    *,
    stage: CaseStage | None = None,
    after: CaseId | None = None,
    limit: int = 100,
) -> list[StoredCase]:
    """Return cases in the order of their ids, which are random and tell no moment."""
    rows = await connection.fetch(Q.read_cases, company_id, stage, after, limit)
    return [stored_of(row) for row in rows]


def _key(stored: StoredCase) -> tuple[CompanyId, CaseId]:
    return stored.case.company_id, stored.case.case_id


def stored_of(row: asyncpg.Record, receipt_key: bytes | None = None) -> StoredCase:
    """Return the case of a row."""
    return StoredCase(
        case=_decode(row["document"]),
        version=row["version"],
        digest=row["digest"],
        wrapped_key=row["wrapped_key"],
        receipt_key=receipt_key,
    )
