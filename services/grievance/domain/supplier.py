"""A supplier as far as a case needs one: somebody the complaint can be about."""

from dataclasses import dataclass

from sorgfalt_contracts.terms import CompanyId, SiteId, SupplierId


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownSupplier:
    """The newest state of a supplier. One that is superseded has been merged into another."""

    company_id: CompanyId
    supplier_id: SupplierId
    version: int
    superseded_by: SupplierId | None = None
    name: str | None = None
    country: str | None = None
    site_ids: tuple[SiteId, ...] = ()
