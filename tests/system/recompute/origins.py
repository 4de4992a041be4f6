"""Origins: a known mine confirms one; else the countries of the top producers are assumed."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from .linking import Supplier
from .reading import Texts, read_rows

_TONNES: Final = {"t": Decimal(1), "kt": Decimal(1_000), "Mt": Decimal(1_000_000)}
_YEARS: Final = (("year_1", "value_1"), ("year_2", "value_2"))


class Origins:
    """What the method assumes of each material, from what the world's mines gave."""

    def __init__(self, texts: Texts) -> None:
        method = tomllib.loads(texts.method)["origins"]
        codes = {row["name"]: row["alpha_2"] for row in read_rows(texts.countries)}
        rows = list(read_rows(texts.production))
        self._countries = {
            material: _top(rows, rule, codes)[: method["top"]]
            for rule in method["rules"]
            for material in rule["materials"]
        }

    def of(self, supplier: Supplier) -> Iterator[tuple[str, str]]:
        """Yield each material with what its origin rests on."""
        mined = _mined(supplier)
        for material in sorted(supplier["materials"]):
            if material in mined:
                yield material, "confirmed"
            else:
                yield material, "assumed" if material in self._countries else "none"

    def places(self, supplier: Supplier) -> Iterator[tuple[str, set[str]]]:
        """Yield the assumed countries, each with the materials assumed to come from there."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for material, basis in self.of(supplier):
            if basis == "assumed":
                for country in self._countries[material]:
                    found[country].add(material)
        yield from found.items()


def _mined(supplier: Supplier) -> set[str]:
    return {
        material
        for site in supplier["sites"]
        if site.get("stage") == "mine"
        for material in site.get("materials", ())
    }


def _top(
    rows: Sequence[Mapping[str, str]], rule: Mapping[str, Any], codes: Mapping[str, str]
) -> list[str]:
    """Return the producers of a commodity at a stage in a year, the largest first."""
    found = []
    for row in rows:
        if (row["commodity"], row["stage"]) != (rule["commodity"], rule["stage"]):
            continue
        for year, value in _YEARS:
            tonnes = _tonnes(row[value], row["unit"])
            if row[year] == rule["year"] and row["country"] in codes and tonnes:
                found.append((-tonnes, codes[row["country"]]))
    return [country for _, country in sorted(found)]


def _tonnes(text: str, unit: str) -> Decimal | None:
    """Return a figure; none for one that is withheld, missing or a bound."""
    try:
        return Decimal(text) * _TONNES[unit]
    except InvalidOperation:
        return None
