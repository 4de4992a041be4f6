"""What this service keeps of the facts of others: the newest state of each supplier and verdict."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from sorgfalt_contracts.terms import CompanyId, Relation, SupplierId


@dataclass(frozen=True, kw_only=True, slots=True)
class EventReference:
    """Where a fact stands in the log. `recorded_at` is when its writer knew."""

    event_id: str
    topic: str
    partition: int
    sequence: int
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplierState:
    """A supplier as its newest fact tells it; None means that nobody has said it."""

    company_id: CompanyId
    supplier_id: SupplierId
    version: int
    name: str | None
    relation: Relation | None
    country: str | None
    site_countries: tuple[str, ...]
    superseded_by: SupplierId | None
    event: EventReference


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Source:
    """A body of data that a verdict was read from, in one edition."""

    code: str
    edition: str


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
    event: EventReference


class Versioned(Protocol):
    """A full state of one aggregate (company, supplier), numbered by its writer."""

    @property
    def company_id(self) -> CompanyId:
        """Whose knowledge it is."""
        ...

    @property
    def supplier_id(self) -> SupplierId:
        """Whom it is about."""
        ...

    @property
    def version(self) -> int:
        """How new it is; a higher number replaces a lower one."""
        ...


V = TypeVar("V", bound=Versioned)


def newest(states: Iterable[V]) -> tuple[V, ...]:
    """Return the highest version of each aggregate, sorted by aggregate.

    Facts are full states, so older ones say nothing any more; the order in which they came, and
    how they were cut into batches, does not matter. Sorted, so that rows are locked in one order.
    """
    kept: dict[tuple[CompanyId, SupplierId], V] = {}
    for state in states:
        key = (state.company_id, state.supplier_id)
        if key not in kept or state.version > kept[key].version:
            kept[key] = state
    return tuple(kept[key] for key in sorted(kept))
