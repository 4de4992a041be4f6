"""Rows of origins: what was held before, and why it changed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sorgfalt_contracts.terms import CompanyId, SupplierId

from services.risk.domain.supplier import Material, SupplierKey
from services.risk.store.statements import Q
from shared.store.bulk import columns
from shared.store.transaction import Connection

VerdictKey: TypeAlias = tuple[CompanyId, bytes]
"""A company and the digest of a verdict of its."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OriginChange:
    """One origin took the place of another; `version` is that of the verdict it came with."""

    key: SupplierKey
    material: Material
    version: int
    changed_at: datetime
    reason: str
    before: bytes | None
    after: bytes | None


async def read_origins(
    connection: Connection, verdicts: Collection[VerdictKey]
) -> dict[VerdictKey, bytes]:
    """Return the origins of kept verdicts, each as one document."""
    rows = await connection.fetch(Q.read_origins, *columns(sorted(verdicts), 2))
    return {(CompanyId(row["company_id"]), row["digest"]): row["origins"] for row in rows}


async def add_origin_changes(connection: Connection, changes: Sequence[OriginChange]) -> None:
    """Note why origins changed."""
    rows = [
        (*c.key, c.material, c.version, c.changed_at, c.reason, c.before, c.after) for c in changes
    ]
    await connection.execute(Q.add_origin_changes, *columns(rows, 8))


async def read_origin_changes(connection: Connection, supplier: SupplierId) -> list[OriginChange]:
    """Return why a supplier's origins changed, the oldest change first."""
    return [
        OriginChange(
            key=(CompanyId(row["company_id"]), supplier),
            material=row["material"],
            version=row["version"],
            changed_at=row["changed_at"],
            reason=row["reason"],
            before=row["before"],
            after=row["after"],
        )
        for row in await connection.fetch(Q.read_origin_changes, supplier)
    ]
