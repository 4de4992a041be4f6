"""A small copy of what intake says of suppliers, so that a case can be attributed to one."""

from collections.abc import Collection, Sequence

import asyncpg
from sorgfalt_contracts.terms import CompanyId, SiteId, SupplierId

from services.grievance.domain.supplier import KnownSupplier
from services.grievance.store.statements import Q
from shared.store.bulk import columns
from shared.store.transaction import Connection


async def save_suppliers(connection: Connection, known: Sequence[KnownSupplier]) -> None:
    """Keep the given states, one per supplier, where they are newer than what is kept."""
    rows = [
        (
            each.company_id, each.supplier_id, each.version, each.superseded_by, each.name,
            each.country, "{" + ",".join(map(str, each.site_ids)) + "}",
        )
        for each in known
    ]  # fmt: skip
    await connection.execute(Q.save_known_suppliers, *columns(rows, 7))


async def read_suppliers(
    connection: Connection, company_id: CompanyId, supplier_ids: Collection[SupplierId]
) -> dict[SupplierId, KnownSupplier]:
    """Return those of the suppliers that are known."""
    rows = await connection.fetch(Q.read_known_suppliers, company_id, list(supplier_ids))
    return {row["supplier_id"]: _known(company_id, row) for row in rows}


async def find_suppliers(
    connection: Connection, company_id: CompanyId, text: str, limit: int = 20
) -> list[KnownSupplier]:
    """Return suppliers with a text in their name, in any case; superseded ones are left out."""
    rows = await connection.fetch(Q.find_known_suppliers, company_id, text, limit)
    return [_known(company_id, row) for row in rows]


async def unknown_sites(
    connection: Connection, company_id: CompanyId, site_ids: Collection[SiteId]
) -> set[SiteId]:
    """Return those of the sites that no known supplier has."""
    rows = await connection.fetch(Q.find_unknown_sites, company_id, list(site_ids))
    return {SiteId(row["site_id"]) for row in rows}


def _known(company_id: CompanyId, row: asyncpg.Record) -> KnownSupplier:
    return KnownSupplier(
        company_id=company_id,
        supplier_id=row["supplier_id"],
        version=row["version"],
        superseded_by=row["superseded_by"],
        name=row["name"],
        country=row["country"],
        site_ids=tuple(row["site_ids"]),
    )
