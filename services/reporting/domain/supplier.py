"""What this service keeps of a supplier: its record and its assessment, as last told."""

from dataclasses import dataclass

from sorgfalt_contracts.terms import AuditId, CaseId, CompanyId, OriginBasis, Relation, SupplierId

from services.reporting.domain.projection import EventReference, Key


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplierState:
    """A supplier as its newest fact tells it; None means that nobody has said it.

    `materials` are those of the supplier and of its sites.
    """

    company_id: CompanyId
    supplier_id: SupplierId
    version: int
    name: str | None
    relation: Relation | None
    country: str | None
    site_countries: tuple[str, ...]
    materials: tuple[str, ...]
    superseded_by: SupplierId | None
    event: EventReference

    @property
    def key(self) -> Key:
        """Return the aggregate."""
        return self.company_id, self.supplier_id


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Source:
    """A body of data that a verdict was read from, in one edition."""

    code: str
    edition: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OriginSeen:
    """What the origin of one material rests on."""

    material: str
    basis: OriginBasis


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class ContradictionSeen:
    """A clean audit beside a complaint, not decided yet."""

    audit_id: AuditId
    case_id: CaseId


@dataclass(frozen=True, kw_only=True, slots=True)
class RiskState:
    """The newest assessment of a supplier: its rights by what is known of them.

    A right that is neither `known` nor `assumed` is unknown: unknown is what remains, so that
    nothing can lose it. `rated` are those of both that have a priority, `high` those of `rated`
    on which the company acts first; a right without a rating is not one of low priority.
    """

    company_id: CompanyId
    supplier_id: SupplierId
    version: int
    supplier_version: int
    method: str
    known: tuple[str, ...]
    assumed: tuple[str, ...]
    rated: tuple[str, ...]
    high: tuple[str, ...]
    sources: tuple[Source, ...]
    contradictions: tuple[ContradictionSeen, ...]
    origins: tuple[OriginSeen, ...]
    event: EventReference

    @property
    def key(self) -> Key:
        """Return the aggregate."""
        return self.company_id, self.supplier_id

    @property
    def high_known(self) -> tuple[str, ...]:
        """Return the rights on which the company acts first, and not on an assumption alone."""
        return tuple(right for right in self.high if right in self.known)


def weakest_origins(origins: tuple[OriginSeen, ...]) -> tuple[OriginSeen, ...]:
    """Return one origin for each material, sorted: assumed as soon as any part of it is assumed.

    Assumed is not known: a material of which one share is confirmed and another assumed is not a
    confirmed one.
    """
    bases: dict[str, OriginBasis] = {}
    for origin in origins:
        if bases.get(origin.material) != OriginBasis.ASSUMED:
            bases[origin.material] = origin.basis
    return tuple(OriginSeen(material=each, basis=bases[each]) for each in sorted(bases))
