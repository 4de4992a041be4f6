"""Goods: a list names goods made with child or forced labour, by country.

A listing of the same country and material gives a likelihood. Absence is no evidence: research
was done in some places and not in others. A derived good is listed for an input made elsewhere;
the list says neither where at this supplier harm is done nor which kind, so no likelihood follows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sorgfalt_contracts.terms import Right

from services.risk.domain.exposure import Place
from services.risk.domain.supplier import Country, Material
from services.risk.domain.verdict import Evidence, Grade, Source, because

Spot: TypeAlias = tuple[Country, Material]


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """One row: a good from a country, the kinds of labour it is listed for, or its input's origin.

    `materials` are the codes of ours that the good stands for, by the method's table.
    """

    good: str
    country: Country
    materials: tuple[Material, ...]
    kinds: tuple[str, ...]
    input_country: Country | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class GoodsRules:
    """How the method reads the list: kind of labour to rights, and what a listing gives."""

    rights: Mapping[str, tuple[Right, ...]]
    likelihood: Grade
    derived_rights: tuple[Right, ...]
    source: Source
    method: Source

    @property
    def all_rights(self) -> tuple[Right, ...]:
        """Return the rights the list can say something about, in the law's order."""
        return tuple(sorted({*self.derived_rights, *(r for v in self.rights.values() for r in v)}))


class GoodsList:
    """The list as the method reads it: evidence by country and material, made once at start."""

    def __init__(
        self, listings: Sequence[Listing], materials: Iterable[Material], rules: GoodsRules
    ) -> None:
        self.rights = rules.all_rights
        self._rules = rules
        self._materials = frozenset(materials)
        found: dict[Spot, list[Evidence]] = {}
        for listing in listings:
            for material in listing.materials:
                spot = (listing.country, material)
                found.setdefault(spot, []).extend(_listed(listing, material, rules))
        self._evidence = {
            spot: (*evidence, *self._silent(spot, {each.right for each in evidence}))
            for spot, evidence in found.items()
        }

    def evidence(self, place: Place) -> Iterator[Evidence]:
        """Yield what the list says of each material of a place, and where it could not be asked."""
        for material in place.materials:
            spot = (place.country, material)
            yield from self._evidence.get(spot) or self._silent(spot, set())
        if place.has_unknown_material:
            reason = because("material-unknown", self._rules.method, country=place.country)
            for right in self.rights:
                yield Evidence(right=right, likelihood=None, reason=reason)

    def _silent(self, spot: Spot, spoken: set[Right]) -> tuple[Evidence, ...]:
        """Return, for the rights the list left out, that its silence is no evidence."""
        country, material = spot
        if material in self._materials:
            code, source = "dol-not-listed", self._rules.source
        else:
            code, source = "dol-material-unmapped", self._rules.method
        reason = because(code, source, country=country, material=material)
        return tuple(
            Evidence(right=right, likelihood=None, reason=reason)
            for right in self.rights
            if right not in spoken
        )


def _listed(listing: Listing, material: Material, rules: GoodsRules) -> Iterator[Evidence]:
    named = {"country": listing.country, "good": listing.good, "material": material}
    for kind in listing.kinds:
        reason = because(
            "dol-listed",
            rules.source,
            kind=kind.replace("_", " "),
            likelihood=str(rules.likelihood),
            **named,
        )
        for right in rules.rights[kind]:
            yield Evidence(right=right, likelihood=rules.likelihood, reason=reason)
    if listing.input_country is not None:
        reason = because(
            "dol-derived-input", rules.source, input_country=listing.input_country, **named
        )
        for right in rules.derived_rights:
            yield Evidence(right=right, likelihood=None, reason=reason)
