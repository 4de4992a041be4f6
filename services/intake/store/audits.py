"""Audits as they left, and what the rows of audit files say."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import msgspec
from sorgfalt_contracts.terms import AuditId, CompanyId, SupplierId

from services.intake.domain.audit import AuditKey
from services.intake.store.statements import Q
from shared.store.bulk import columns
from shared.store.transaction import Connection

PAGE: Final = 500
"""Statements on one page."""

_encode: Final = msgspec.json.Encoder().encode


@dataclass(frozen=True, kw_only=True, slots=True)
class StoodAudit:
    """What stands of an audit: as whose it left, and the digest of its report."""

    supplier_id: SupplierId
    digest: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedAudit(StoodAudit):
    """An audit that leaves with this transaction."""

    key: AuditKey
    body: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class RowStatement:
    """What one row of an audit file says. `audit_id` is None unless it became a fact."""

    statement_id: UUID
    source: str
    kind: str
    supplier_id: SupplierId
    audit_id: AuditId | None
    imported_at: datetime
    cells: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Which statements are wanted; None asks for all."""

    after: UUID | None = None
    kind: str | None = None
    supplier_id: UUID | None = None
    audit_id: UUID | None = None


async def claim_audits(connection: Connection, saved: Iterable[SavedAudit]) -> set[AuditKey]:
    """Put audits down and return those that did not stand before."""
    rows = [(*each.key, each.supplier_id, each.digest, each.body) for each in saved]
    claimed = await connection.fetch(Q.claim_audits, *columns(rows, 5))
    return {_audit_key(row) for row in claimed}


async def load_audits(
    connection: Connection, keys: Collection[AuditKey]
) -> dict[AuditKey, StoodAudit]:
    """Return what stands of those of the audits that stand."""
    if not keys:
        return {}
    rows = await connection.fetch(Q.load_audits, *columns(sorted(keys), 2))
    return {
        _audit_key(row): StoodAudit(supplier_id=row["supplier_id"], digest=row["digest"])
        for row in rows
    }


async def read_audits(connection: Connection, audit_id: UUID) -> list[bytes]:
    """Return an audit as it left, for each company the caller may see."""
    rows = await connection.fetch(Q.read_audits, audit_id)
    return [row["document"] for row in rows]


async def save_statements(
    connection: Connection, said: Iterable[tuple[CompanyId, RowStatement]]
) -> None:
    """Keep what rows say; the door has seen to it that each comes once."""
    rows = [
        (
            company, each.statement_id, each.source, each.kind, each.supplier_id, each.audit_id,
            each.imported_at, _encode(each.cells),
        )
        for company, each in said
    ]  # fmt: skip
    await connection.execute(Q.save_audit_statements, *columns(rows, 8))


async def read_statements(connection: Connection, asked: Asked) -> list[RowStatement]:
    """Return a page of statements, in order of their ids."""
    rows = await connection.fetch(
        Q.read_audit_statements, asked.after, asked.kind, asked.supplier_id, asked.audit_id, PAGE
    )
    return [_statement(row) for row in rows]


def _audit_key(row: asyncpg.Record) -> AuditKey:
    return CompanyId(row["company_id"]), AuditId(row["audit_id"])


def _statement(row: asyncpg.Record) -> RowStatement:
    given: dict[str, object] = dict(row)
    cells: Mapping[str, str] = msgspec.json.decode(row["document"])
    del given["document"]
    return RowStatement(cells=cells, **given)  # type: ignore[arg-type]
