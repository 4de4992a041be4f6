"""The abstract step of the method: what index and goods list say of the places that count."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from .reading import Texts, read_rows

RIGHTS: Final = tuple(f"HR{n:02d}" for n in range(1, 13)) + tuple(f"EN0{n}" for n in range(1, 9))
INDICATORS: Final = {
    "VoiceandAccountability": ("HR06",),
    "PoliticalStability": ("HR11",),
    "RuleofLaw": ("HR08", "HR10"),
}
PERCENTILES: Final = ((25, 4), (50, 3), (75, 2), (101, 1))
LABOUR: Final = {"child_labor": ("HR01", "HR02"), "forced_labor": ("HR03",)}
MATERIALS_OF_GOODS: Final = {
    "Coal": ("coal", "metallurgical-coal", "thermal-coal"),
    "Cobalt ore (heterogenite)": ("cobalt",),
    "Copper": ("copper",),
    "Diamonds": ("diamond",),
    "Gold": ("gold",),
    "Iron": ("iron", "iron-ore"),
    "Silver": ("silver",),
    "Tantalum ore (coltan)": ("tantalum", "coltan"),
    "Tin": ("tin",),
    "Tin ore (cassiterite)": ("tin", "cassiterite"),
    "Tungsten ore (wolframite)": ("tungsten", "wolframite"),
    "Zinc": ("zinc",),
}
"""The metals and minerals of the demo; of other goods this recomputation knows nothing."""


class Judge:
    """The method: the worst place decides, absence says nothing, severity leads."""

    def __init__(self, texts: Texts) -> None:
        method = tomllib.loads(texts.method)
        self._codes = {row["name"]: row["alpha_2"] for row in read_rows(texts.countries)}
        self._index = self._read_index(texts.index)
        self._listed = self._read_goods(texts.goods)
        self._listing: int = method["goods"]["likelihood"]
        self._priorities: list[dict[str, Any]] = method["priority"]
        self._severities = {
            row["right"]: max(int(row["scale"]), int(row["irremediability"]))
            for row in read_rows(texts.severities)
        }

    def likelihoods(self, places: Iterable[tuple[str, set[str]]]) -> dict[str, int]:
        """Return the highest likelihood of each right over all places; silent ones are left out."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for country, materials in places:
            for right, likelihood in self._index.get(country, ()):
                found[right].append(likelihood)
            for material in materials:
                for right in self._listed.get((country, material), ()):
                    found[right].append(self._listing)
        return {right: max(each) for right, each in found.items()}

    def priority(self, right: str, likelihood: int, severity: int = 0) -> str:
        """Return the priority of the method's first rule that fits; the graver severity counts."""
        gravest = max(severity, self._severities[right])
        for rule in self._priorities:
            is_severe = gravest >= rule["severity_at_least"]
            if is_severe and likelihood >= rule["likelihood_at_least"]:
                return str(rule["priority"])
        raise ValueError(f"the method leaves {right} without a priority")

    def _read_index(self, text: str) -> dict[str, list[tuple[str, int]]]:
        index: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for row in read_rows(text):
            if row["Rank"] != "NA":
                likelihood = next(high for below, high in PERCENTILES if float(row["Rank"]) < below)
                for right in INDICATORS.get(row["indicator"], ()):
                    index[self._codes[row["country"]]].append((right, likelihood))
        return index

    def _read_goods(self, text: str) -> Mapping[tuple[str, str], list[str]]:
        listed: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for row in read_rows(text):
            rights = [right for kind in LABOUR if row[kind] == "Yes" for right in LABOUR[kind]]
            for material in MATERIALS_OF_GOODS.get(row["good"], ()):
                listed[self._codes[row["country"]], material] += rights
        return listed
