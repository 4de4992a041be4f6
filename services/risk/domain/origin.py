"""Origins: where a material comes from, probably or as a known mine says (design 6.1).

Of a material whose mine is unknown the countries of its top producers are assumed from day one
(seed document on leverage in copper, part II-A): risk and action do not wait for traceability. The
shares are those of the world's mines, so they never add up to all; the rest stays unknown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from sorgfalt_contracts.terms import Confidence, OriginBasis, Stage

from services.risk.domain.exposure import Exposure, Mined, Place
from services.risk.domain.supplier import Country, Material
from services.risk.domain.verdict import Reason, Source, because

WHOLE: Final = Decimal(100)


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """A country's part of a material's origin, in percent; None where nobody knows how much."""

    country: Country
    percent: Decimal | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where a material comes from; `unknown_percent` is what nobody can say.

    `review_on` is the day from which an assumption has to be looked at again.
    """

    material: Material
    basis: OriginBasis
    shares: tuple[Share, ...]
    unknown_percent: Decimal
    confidence: Confidence
    source: Source
    review_on: date | None = None
    stage: Stage = Stage.MINE


@dataclass(frozen=True, kw_only=True, slots=True)
class Assumption:
    """The assumed origin of a material, with the year of its figures and what they are parts of."""

    origin: Origin
    year: str
    whole: str

    @property
    def reason(self) -> Reason:
        """Return why these countries count for a supplier that is not there."""
        origin = self.origin
        return because(
            "origin-assumed",
            origin.source,
            material=origin.material,
            shares=", ".join(f"{each.country} {each.percent} %" for each in origin.shares),
            unknown=str(origin.unknown_percent),
            whole=self.whole,
            year=self.year,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Ledger:
    """What the method assumes of each material, and how sure it is of a mine nobody graded."""

    assumptions: Mapping[Material, Assumption]
    confidence_of_mines: Confidence
    source: Source

    def assumed(self, materials: Iterable[Material]) -> tuple[Assumption, ...]:
        """Return what is assumed of materials, in their order; nothing of those without figures."""
        return tuple(self.assumptions[each] for each in materials if each in self.assumptions)

    def silent(self, materials: Iterable[Material]) -> tuple[Material, ...]:
        """Return the materials of which nothing can be assumed: their origin is just unknown."""
        return tuple(each for each in materials if each not in self.assumptions)

    def origins(self, exposure: Exposure) -> tuple[Origin, ...]:
        """Return the origin of each material that has one, in order of materials.

        A known mine replaces the assumption.
        """
        found = [self._confirmed(each) for each in exposure.mined]
        found += [each.origin for each in self.assumed(exposure.untraced)]
        return tuple(sorted(found, key=lambda each: each.material))

    def places(self, exposure: Exposure) -> tuple[Place, ...]:
        """Return the assumed countries with their materials, in order of countries."""
        found: dict[Country, list[Material]] = {}
        for assumption in self.assumed(exposure.untraced):
            for share in assumption.origin.shares:
                found.setdefault(share.country, []).append(assumption.origin.material)
        return tuple(
            Place(country=country, materials=tuple(sorted(materials)))
            for country, materials in sorted(found.items())
        )

    def _confirmed(self, mined: Mined) -> Origin:
        """Return a confirmed origin: a share is known only where all of it comes from one country.

        Nobody has said how much each of several mines gives, nor what a smelter buys elsewhere.
        """
        is_whole = mined.is_all and len(mined.countries) == 1
        return Origin(
            material=mined.material,
            basis=OriginBasis.CONFIRMED,
            shares=tuple(
                Share(country=each, percent=WHOLE if is_whole else None) for each in mined.countries
            ),
            unknown_percent=WHOLE - WHOLE if is_whole else WHOLE,
            confidence=mined.confidence or self.confidence_of_mines,
            source=self.source,
        )


def why(before: Origin | None, after: Origin | None) -> str:
    """Return the code of why one origin took the place of another."""
    if after is None:
        return "material-gone"
    if before is None:
        return "material-new"
    changed = {
        (OriginBasis.ASSUMED, OriginBasis.CONFIRMED): "mine-confirmed",
        (OriginBasis.CONFIRMED, OriginBasis.ASSUMED): "mine-gone",
        (OriginBasis.CONFIRMED, OriginBasis.CONFIRMED): "mines-changed",
    }
    return changed.get((before.basis, after.basis), "figures-changed")
