"""Exposure: the countries that count for a supplier, and the materials known in each.

Two suppliers with equal exposure get equal verdicts, so it is also what a verdict is kept under.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from sorgfalt_contracts.terms import SupplierId

from services.risk.domain.supplier import Country, Material, Site, Supplier


class PlaceKind(StrEnum):
    """What a place is to its supplier."""

    SITE = "site"
    SEAT = "seat"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A country where the supplier's people work or, failing that, sits.

    `has_unknown_material` says that at least one site there has no material at all: the goods
    list could not be asked for it, whatever the other sites name.
    """

    country: Country
    materials: tuple[Material, ...] = ()
    has_unknown_material: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Exposure:
    """All places that count, one per country, in order of country codes.

    `kind` is None when there is no place. A superseded supplier is exposed nowhere.
    """

    places: tuple[Place, ...] = ()
    kind: PlaceKind | None = None
    superseded_by: SupplierId | None = None


def exposure_of(supplier: Supplier, order: Sequence[PlaceKind]) -> Exposure:
    """Return the places of the first kind in `order` of which the supplier names any.

    The method's order is sites, then seat (LkSG section 2(6), (7): risk arises where people work).
    """
    if supplier.superseded_by is not None:
        return Exposure(superseded_by=supplier.superseded_by)
    for kind in order:
        if sites := _sites(supplier, kind):
            return Exposure(places=_by_country(sites), kind=kind)
    return Exposure()


def _sites(supplier: Supplier, kind: PlaceKind) -> list[Site]:
    if kind is PlaceKind.SEAT:
        seat = supplier.country
        return [] if seat is None else [Site(country=seat, materials=supplier.materials)]
    named = {material for site in supplier.sites for material in site.materials}
    homeless = tuple(each for each in supplier.materials if each not in named)
    return [
        Site(
            country=site.country,
            materials=(site.materials or supplier.materials) + homeless,
        )
        for site in supplier.sites
    ]


def _by_country(sites: Iterable[Site]) -> tuple[Place, ...]:
    ordered = sorted(sites, key=lambda site: site.country)
    return tuple(
        _place(country, tuple(group))
        for country, group in groupby(ordered, key=lambda site: site.country)
    )


def _place(country: Country, sites: Sequence[Site]) -> Place:
    return Place(
        country=country,
        materials=tuple(sorted({material for site in sites for material in site.materials})),
        has_unknown_material=not all(site.materials for site in sites),
    )
