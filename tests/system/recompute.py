"""The disclosed figures, computed a second time from the feed and the published data alone.

Standard library only, and nothing of this project is imported: what both agree on is not an error
that both copied. Rules: one supplier per group of records that share a number, LEI or BPN; per
field the statement said last; risk by method_v1 as its METHOD.md tells it. Severity grades and the
order of priorities are data and are read from the method's folder.

    python tests/system/recompute.py FEED.jsonl services/risk/packs
"""

import base64
import csv
import io
import json
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

Record = tuple[bytes | None, bytes | None, Sequence[tuple[str, bytes]]]
Figures = dict[str, dict[str, int]]

COUNTRY_NAMES: Final = Path(__file__).parents[2] / "infra/local/demo/sources/country_names.csv"
SUPPLIER_REPORTED: Final = "sorgfalt.supplier-reported.v1"
FIELDS: Final = ("name", "country", "relation", "lei", "bpn", "materials", "sites")
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


@dataclass(frozen=True, kw_only=True)
class Texts:
    """The published data as text, so that a test can change a cell and recompute."""

    index: str
    goods: str
    countries: str
    severities: str
    method: str


def read_texts(packs: Path, countries: Path = COUNTRY_NAMES) -> Texts:
    """Read the files of the packs under services/risk/packs."""
    return Texts(
        index=(packs / "wgi_2019/wgi_2019.csv").read_text(encoding="utf-8"),
        goods=(packs / "dol_goods_2022/dol_tvpra_goods_2022.csv").read_text(encoding="utf-8"),
        countries=countries.read_text(encoding="utf-8"),
        severities=(packs / "method_v1/severity.csv").read_text(encoding="utf-8"),
        method=(packs / "method_v1/pack.toml").read_text(encoding="utf-8"),
    )


def figures(feed: Iterable[Record], packs: Path | Texts) -> Figures:
    """Return each figure as cells by their code; cells without a supplier are left out."""
    texts = read_texts(packs) if isinstance(packs, Path) else packs
    judge = Judge(texts)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for supplier in suppliers(feed):
        counts["suppliers_by_relation"][supplier.get("relation") or "unknown"] += 1
        counts["suppliers_by_country"][supplier.get("country") or "unknown"] += 1
        verdict = judge.verdict(supplier)
        unknown = sum(verdict[right] is None for right in RIGHTS)
        assessed = "unknown" if unknown == len(RIGHTS) else "assumed"
        counts["suppliers_assessed"][assessed] += 1
        share = "all" if unknown == len(RIGHTS) else "some" if unknown else "none"
        counts["suppliers_with_unknown_rights"][share] += 1
        for right, likelihood in verdict.items():
            if likelihood is None:
                counts["high_priority_by_right"][f"{right}.unrated"] += 1
            elif judge.priority(right, likelihood) == "high":
                counts["high_priority_by_right"][f"{right}.high-assumed"] += 1
    return {name: dict(sorted(cells.items())) for name, cells in counts.items()}


def predict(
    feed: Iterable[Record],
    packs: Path | Texts,
    *,
    dropped: Callable[[Record], bool] = lambda _: False,
    **changed: str,
) -> Figures:
    """Return the figures after a change: records that are `dropped`, texts that are `changed`."""
    texts = read_texts(packs) if isinstance(packs, Path) else packs
    kept = [record for record in feed if not dropped(record)]
    return figures(kept, replace(texts, **changed))


def suppliers(feed: Iterable[Record]) -> Iterator[dict[str, Any]]:
    """Yield one supplier per group of linked records, with what was said last of each field."""
    said: dict[tuple[str, ...], dict[str, _Said]] = {}
    groups = _Groups()
    for event in filter(None, map(read_event, feed)):
        data, time = event["data"], datetime.fromisoformat(event["time"])
        key = tuple(data["record"][part] for part in ("system", "client", "number"))
        groups.link(key, *((kind, data[kind]) for kind in ("lei", "bpn") if data.get(kind)))
        fields = said.setdefault(key, {})
        for name in FIELDS:
            if name in data:
                fields[name] = _heard(fields.get(name), data[name], time)
    members: defaultdict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for key in sorted(said):
        members[groups.root(key)].append(key)
    yield from (_folded(keys, said) for keys in members.values())


def read_event(record: Record) -> dict[str, Any] | None:
    """Return attributes and data of a good event, None for one that has to be refused."""
    key, value, headers = record
    named = dict(headers)
    if not key or value is None:
        return None
    try:
        document = json.loads(
            value.decode(), object_pairs_hook=_once_each, parse_constant=_no_number
        )
        if "ce_specversion" in named:
            attributes = {k[3:]: v.decode() for k, v in named.items() if k.startswith("ce_")}
            document = {**attributes, "data": document}
    except (ValueError, RecursionError):
        return None
    lei = document["data"].get("lei")
    is_good = document["type"] == SUPPLIER_REPORTED and (lei is None or _is_lei(lei))
    return document if is_good else None


class Judge:
    """The method: the worst place decides, absence says nothing, severity leads."""

    def __init__(self, texts: Texts) -> None:
        method = tomllib.loads(texts.method)
        self._codes = {row["name"]: row["alpha_2"] for row in _rows(texts.countries)}
        self._index = self._read_index(texts.index)
        self._listed = self._read_goods(texts.goods)
        self._listing: int = method["goods"]["likelihood"]
        self._priorities: list[dict[str, Any]] = method["priority"]
        self._severities = {
            row["right"]: max(int(row["scale"]), int(row["irremediability"]))
            for row in _rows(texts.severities)
        }

    def verdict(self, supplier: Mapping[str, Any]) -> dict[str, int | None]:
        """Return the highest likelihood of each right over all places; None if none speaks."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for country, materials in _places(supplier):
            for right, likelihood in self._index.get(country, ()):
                found[right].append(likelihood)
            for material in materials:
                for right in self._listed.get((country, material), ()):
                    found[right].append(self._listing)
        return {right: max(found[right], default=None) for right in RIGHTS}

    def priority(self, right: str, likelihood: int) -> str:
        """Return the priority of the method's first rule that fits."""
        for rule in self._priorities:
            is_severe = self._severities[right] >= rule["severity_at_least"]
            if is_severe and likelihood >= rule["likelihood_at_least"]:
                return str(rule["priority"])
        raise ValueError(f"the method leaves {right} without a priority")

    def _read_index(self, text: str) -> dict[str, list[tuple[str, int]]]:
        index: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for row in _rows(text):
            if row["Rank"] != "NA":
                likelihood = next(high for below, high in PERCENTILES if float(row["Rank"]) < below)
                for right in INDICATORS.get(row["indicator"], ()):
                    index[self._codes[row["country"]]].append((right, likelihood))
        return index

    def _read_goods(self, text: str) -> dict[tuple[str, str], list[str]]:
        listed: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for row in _rows(text):
            rights = [right for kind in LABOUR if row[kind] == "Yes" for right in LABOUR[kind]]
            for material in MATERIALS_OF_GOODS.get(row["good"], ()):
                listed[self._codes[row["country"]], material] += rights
        return listed


def read_feed(path: Path) -> Iterator[Record]:
    """Read JSON lines {"key": base64 or null, "value": the same, "headers": {name: text}}."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            parts = (record["key"], record["value"])
            key, value = (None if part is None else base64.b64decode(part) for part in parts)
            yield key, value, [(name, text.encode()) for name, text in record["headers"].items()]


@dataclass(frozen=True)
class _Said:
    value: Any
    since: datetime
    heard: datetime


class _Groups:
    """Numbers that were ever named together belong to one supplier (union-find)."""

    def __init__(self) -> None:
        self._parents: dict[tuple[str, ...], tuple[str, ...]] = {}

    def root(self, number: tuple[str, ...]) -> tuple[str, ...]:
        parent = self._parents.setdefault(number, number)
        while parent != self._parents[parent]:
            parent = self._parents[parent]
        return parent

    def link(self, first: tuple[str, ...], *others: tuple[str, ...]) -> None:
        for other in others:
            self._parents[self.root(other)] = self.root(first)


def _heard(kept: _Said | None, value: Any, time: datetime) -> _Said:
    """Late news has no effect; the same value again keeps the time at which it was first said."""
    if kept is not None and time < kept.heard:
        return kept
    since = kept.since if kept is not None and kept.value == value else time
    return _Said(value, since, time)


def _folded(
    keys: Sequence[tuple[str, ...]], said: Mapping[tuple[str, ...], Mapping[str, _Said]]
) -> dict[str, Any]:
    newest: dict[str, _Said] = {}
    sites: dict[tuple[str, ...], _Said] = {}
    materials: set[str] = set()
    for key in keys:
        for name, each in said[key].items():
            if each.value is not None and (name not in newest or each.since > newest[name].since):
                newest[name] = each
        materials.update(_value(said[key].get("materials")))
        for site in _value(said[key].get("sites")):
            materials.update(site.get("materials", ()))
            number, since = (*key[:2], site["number"]), said[key]["sites"].since
            if number not in sites or since > sites[number].since:
                sites[number] = _Said(site, since, since)
    single = {name: each.value for name, each in newest.items()}
    return {**single, "materials": materials, "sites": [each.value for each in sites.values()]}


def _places(supplier: Mapping[str, Any]) -> Iterator[tuple[str, set[str]]]:
    """Yield the country and materials of each site, or of the seat where no site is known."""
    materials: set[str] = supplier["materials"]
    named = {code for site in supplier["sites"] for code in site.get("materials", ())}
    for site in supplier["sites"]:
        own = set(site.get("materials", ())) or materials
        yield site["country"], own | (materials - named)
    if not supplier["sites"] and supplier.get("country"):
        yield supplier["country"], materials


def _value(said: _Said | None) -> list[Any]:
    return (said.value if said is not None else None) or []


def _is_lei(text: str) -> bool:
    digits = "".join(str(int(sign, 36)) for sign in text)
    return len(text) == 20 and int(digits) % 97 == 1


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")


def _rows(text: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO(text, newline=""))


if __name__ == "__main__":
    json.dump(figures(read_feed(Path(sys.argv[1])), Path(sys.argv[2])), sys.stdout, indent=2)
