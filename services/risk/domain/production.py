"""Production: what the world's mines gave, by country, as a table of figures becomes assumptions.

Only rows of the stage and year that the method names are read: the refineries of copper stand in
China, its mines in the Andes and in Congo. A withheld figure and a bound (`>9.1M`) are no figures;
a remainder and a total are no countries.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal, InvalidOperation

from sorgfalt_contracts.terms import Confidence, OriginBasis

from services.risk.domain.origin import WHOLE, Assumption, Origin, Share
from services.risk.domain.supplier import Country, Material
from services.risk.domain.verdict import Source

SUM: str = "the sum of the listed countries"
"""What shares are parts of where the table prints no total."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One cell: what a country, or the world if it has none, gave in a year, in tonnes.

    `tonnes` is None where the table withholds it or prints a bound; `name` is as printed.
    """

    commodity: str
    stage: str
    year: str
    name: str
    country: Country | None
    is_total: bool
    tonnes: Decimal | None


@dataclass(frozen=True, kw_only=True, slots=True)
class OriginRule:
    """Which figures say where materials are mined, and how sure that is."""

    commodity: str
    stage: str
    year: str
    materials: tuple[Material, ...]
    confidence: Confidence


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """How many producers are taken, with how many decimals, and when they are looked at again."""

    top: int
    decimals: int
    source: Source
    review_on: date


def tonnes(text: str, unit: str, units: Mapping[str, Decimal]) -> Decimal | None:
    """Return a printed figure in tonnes; None for one that is withheld, missing or a bound.

    Raises KeyError for a unit nobody described: a share of mixed units would be off by thousands.
    """
    factor = units[unit]
    try:
        return Decimal(text) * factor
    except InvalidOperation:
        return None


def assumptions(
    figures: Iterable[Figure], rules: Iterable[OriginRule], selection: Selection
) -> dict[Material, Assumption]:
    """Return what is assumed of each material; raise ValueError for a rule without figures."""
    kept = list(figures)
    return {
        material: _assumption(material, rule, _asked(kept, rule), selection)
        for rule in rules
        for material in rule.materials
    }


def _asked(figures: Sequence[Figure], rule: OriginRule) -> list[Figure]:
    wanted = (rule.commodity, rule.stage, rule.year)
    return [each for each in figures if (each.commodity, each.stage, each.year) == wanted]


def _assumption(
    material: Material, rule: OriginRule, figures: Sequence[Figure], selection: Selection
) -> Assumption:
    whole, amount = _whole(figures)
    producers = [(each.tonnes, each.country) for each in figures if each.tonnes and each.country]
    top = sorted(producers, key=lambda each: (-each[0], each[1]))[: selection.top]
    if not top or not amount:
        raise ValueError(f"no {rule.stage} figures of {rule.commodity} for {rule.year}")
    unit = Decimal(1).scaleb(-selection.decimals)
    parts = {country: (WHOLE * given / amount).quantize(unit, ROUND_DOWN) for given, country in top}
    origin = Origin(
        material=material,
        basis=OriginBasis.ASSUMED,
        shares=tuple(Share(country=code, percent=part) for code, part in parts.items()),
        unknown_percent=WHOLE - sum(parts.values()),
        confidence=rule.confidence,
        source=selection.source,
        review_on=selection.review_on,
    )
    return Assumption(origin=origin, year=rule.year, whole=whole)


def _whole(figures: Sequence[Figure]) -> tuple[str, Decimal]:
    """Return what shares are parts of: the printed total, else the sum of what is printed."""
    for each in figures:
        if each.is_total and each.tonnes:
            return each.name, each.tonnes
    return SUM, sum((each.tonnes for each in figures if each.tonnes), Decimal(0))
