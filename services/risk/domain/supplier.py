"""The supplier as risk sees it: where people work, and what with. No name, no number."""

from dataclasses import dataclass
from typing import TypeAlias

from sorgfalt_contracts.terms import CompanyId, Confidence, SiteId, Stage, SupplierId

Country: TypeAlias = str
"""ISO 3166-1 alpha-2; NA is Namibia."""

Material: TypeAlias = str
"""Material code of the published language, such as `cobalt`."""

SupplierKey: TypeAlias = tuple[CompanyId, SupplierId]
"""The aggregate: what one obliged company knows of one supplier."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """A place where people work; without materials its materials are not known.

    `confidence` is how sure its source is of it, if the source says so.
    """

    country: Country
    materials: tuple[Material, ...] = ()
    site_id: SiteId | None = None
    stage: Stage | None = None
    confidence: Confidence | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Supplier:
    """A supplier in one state. `country` is the seat's; `version` orders the states."""

    company_id: CompanyId
    supplier_id: SupplierId
    version: int
    country: Country | None = None
    materials: tuple[Material, ...] = ()
    sites: tuple[Site, ...] = ()
    superseded_by: SupplierId | None = None

    @property
    def key(self) -> SupplierKey:
        """Return the aggregate's identity."""
        return self.company_id, self.supplier_id
