"""Country risk: a percentile of a governance index becomes the likelihood of a breach.

The index speaks of a country, never of a supplier, so what follows from it is assumed. A country
without a value gives evidence of nothing: it neither raises nor lowers (missing is not low).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from functools import cached_property

from sorgfalt_contracts.terms import Right

from services.risk.domain.supplier import Country
from services.risk.domain.verdict import Evidence, Grade, Source, because


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """Percentiles below `percentile_below` (0-100, 0 is worst) give this likelihood."""

    percentile_below: Decimal
    likelihood: Grade


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexRules:
    """How the method reads the index: indicator to rights, bands in rising order, the rest.

    `decimals` is how many of a percentile's decimals a reason shows: cut, never rounded, so that
    the figure shown stands on the same side of the threshold as the figure read.
    """

    rights: Mapping[str, tuple[Right, ...]]
    bands: tuple[Band, ...]
    otherwise: Grade
    decimals: int
    source: Source


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexValue:
    """One cell of the index; `percentile` is None where the index itself has no value."""

    country: Country
    indicator: str
    year: str
    percentile: Decimal | None


def likelihood_of(percentile: Decimal, rules: IndexRules) -> tuple[Grade, str, Decimal]:
    """Return the likelihood, the reason's code and the threshold that decided.

    The first band above the percentile decides; at or above the last band it is `otherwise`.
    """
    for band in rules.bands:
        if percentile < band.percentile_below:
            return band.likelihood, "wgi-percentile-below", band.percentile_below
    return rules.otherwise, "wgi-percentile-at-least", rules.bands[-1].percentile_below


class CountryIndex:
    """The index as the method reads it: evidence by country, made once at start."""

    def __init__(self, values: Iterable[IndexValue], rules: IndexRules) -> None:
        cells = {(value.country, value.indicator): value for value in values}
        self._rules = rules
        self._indicators = {indicator for _, indicator in cells}
        self._evidence = {
            country: tuple(
                evidence
                for indicator in rules.rights
                for evidence in _evidence(country, indicator, cells, rules)
            )
            for country in {country for country, _ in cells}
        }

    @cached_property
    def rights(self) -> frozenset[Right]:
        """Return the rights the index can say something about."""
        return frozenset(right for rights in self._rules.rights.values() for right in rights)

    @property
    def indicators_without_value(self) -> list[str]:
        """Return the rules' indicators that the index does not hold: a misspelled rule."""
        return sorted(set(self._rules.rights) - self._indicators)

    def evidence(self, country: Country) -> tuple[Evidence, ...]:
        """Return what the index says of a country; for a stranger, that it says nothing."""
        known = self._evidence.get(country)
        if known is not None:
            return known
        return tuple(
            evidence
            for indicator in self._rules.rights
            for evidence in _evidence(country, indicator, {}, self._rules)
        )


def _evidence(
    country: Country,
    indicator: str,
    cells: Mapping[tuple[Country, str], IndexValue],
    rules: IndexRules,
) -> tuple[Evidence, ...]:
    value = cells.get((country, indicator))
    likelihood = None
    reason = because("no-index-value", rules.source, country=country, indicator=indicator)
    if value is not None and value.percentile is not None:
        likelihood, code, threshold = likelihood_of(value.percentile, rules)
        reason = because(
            code,
            rules.source,
            country=country,
            indicator=indicator,
            likelihood=str(likelihood),
            percentile=_shown(value.percentile, rules.decimals),
            threshold=str(threshold),
            year=value.year,
        )
    return tuple(
        Evidence(right=right, likelihood=likelihood, reason=reason)
        for right in rules.rights[indicator]
    )


def _shown(percentile: Decimal, decimals: int) -> str:
    return str(percentile.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_DOWN))
