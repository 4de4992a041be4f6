"""Exposure: the countries that count for a supplier, and the materials known in each.

Two suppliers with equal exposure get equal verdicts, so it is also what a verdict is kept under.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import Final

from sorgfalt_contracts.terms import Confidence, Stage, SupplierId

from services.risk.domain.supplier import Country, Material, Site, Supplier

SURENESS: Final = {confidence: rank for rank, confidence in enumerate(Confidence)}
"""How sure a source is of a site, the least sure first."""


class PlaceKind(StrEnum):
    """What a place is to its supplier."""

    SITE = "site"
    SEAT = "seat"
    ASSUMED_ORIGIN = "assumed-origin"  # nobody said that it is one; see origin.py


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
class Mined:
    """A material that the supplier mines itself, with the countries of these mines in order.

    `is_all` says that every site naming it is a mine; `confidence` is the least that the sources
    of these mines state.
    """

    material: Material
    countries: tuple[Country, ...]
    is_all: bool
    confidence: Confidence | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Exposure:
    """All places that count, one per country, in order of country codes.

    `kind` is None when there is no place. Materials, in order, are `mined` where a mine of them is
    known and `untraced` elsewhere. A superseded supplier is exposed nowhere.
    """

    places: tuple[Place, ...] = ()
    kind: PlaceKind | None = None
    superseded_by: SupplierId | None = None
    mined: tuple[Mined, ...] = ()
    untraced: tuple[Material, ...] = ()


def exposure_of(supplier: Supplier, order: Sequence[PlaceKind]) -> Exposure:
    """Return the places of the first kind in `order` of which the supplier names any.

    The method's order is sites, then seat (LkSG section 2(6), (7): risk arises where people work).
    """
    if supplier.superseded_by is not None:
        return Exposure(superseded_by=supplier.superseded_by)
    mined = _mined(supplier)
    untraced = _materials(supplier).difference(each.material for each in mined)
    traced = Exposure(mined=mined, untraced=tuple(sorted(untraced)))
    for kind in order:
        if sites := _sites(supplier, kind):
            return replace(traced, places=_by_country(sites), kind=kind)
    return traced


def _materials(supplier: Supplier) -> set[Material]:
    return {*supplier.materials, *(each for site in supplier.sites for each in site.materials)}


def _mined(supplier: Supplier) -> tuple[Mined, ...]:
    mines: dict[Material, list[Site]] = {}
    elsewhere: set[Material] = set()
    for site in supplier.sites:
        if site.stage is not Stage.MINE:
            elsewhere.update(site.materials)
            continue
        for material in site.materials:
            mines.setdefault(material, []).append(site)
    return tuple(
        Mined(
            material=material,
            countries=tuple(sorted({site.country for site in sites})),
            is_all=material not in elsewhere,
            confidence=_least(sites),
        )
        for material, sites in sorted(mines.items())
    )


def _least(sites: Sequence[Site]) -> Confidence | None:
    stated = [site.confidence for site in sites if site.confidence is not None]
    return min(stated, key=SURENESS.__getitem__, default=None)


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
