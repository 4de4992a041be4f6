"""What goes in: the feed as it lies on the broker, published data, and what was said in cases."""

import base64
import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

Record = tuple[bytes | None, bytes | None, Sequence[tuple[str, bytes]]]
Figures = dict[str, dict[str, int]]
Cases = Sequence[Mapping[str, Any]]
"""Per case: its number, the day, the topics chosen, every door with what was said there."""

SUPPLIER_REPORTED: Final = "sorgfalt.supplier-reported.v1"
AUDIT_REPORTED: Final = "sorgfalt.audit-reported.v1"
_DEMO: Final = Path(__file__).parents[3] / "infra/local/demo/sources"
_PROCEDURES: Final = Path("grievance/packs")


@dataclass(frozen=True, kw_only=True)
class Texts:
    """The published data as text, so that a test can change a cell and recompute.

    `history` is the file of historical cases, `outcomes` and `phrases` say what its words mean.
    """

    index: str
    goods: str
    countries: str
    severities: str
    method: str
    production: str = ""
    deadlines: str = ""
    procedure: str = ""
    outcomes: str = ""
    phrases: str = ""
    history: str = ""


def read_texts(packs: Path, demo: Path = _DEMO) -> Texts:
    """Read the files of the packs under services/risk/packs, and those beside them."""
    cases = packs.parents[1] / _PROCEDURES
    return Texts(
        index=_read(packs / "wgi_2019/wgi_2019.csv"),
        goods=_read(packs / "dol_goods_2022/dol_tvpra_goods_2022.csv"),
        countries=_read(demo / "country_names.csv"),
        severities=_read(packs / "method_v1/severity.csv"),
        method=_read(packs / "method_v1/pack.toml"),
        production=_read(packs / "usgs_production_2026/usgs_mineral_production.csv"),
        deadlines=_read(packs / "deadlines_v1/deadlines.csv"),
        procedure=_read(cases / "company_lksg_v1/pack.toml"),
        outcomes=_read(cases / "historical_cases_v1/outcomes.csv"),
        phrases=_read(cases / "historical_cases_v1/phrases.csv"),
        history=_read(demo / "historical_cases.csv"),
    )


def read_feed(path: Path) -> Iterator[Record]:
    """Read JSON lines {"key": base64 or null, "value": the same, "headers": {name: text}}."""
    for record in _lines(path):
        parts = (record["key"], record["value"])
        key, value = (None if part is None else base64.b64decode(part) for part in parts)
        yield key, value, [(name, text.encode()) for name, text in record["headers"].items()]


def read_cases(path: Path) -> Cases:
    """Read JSON lines {"case": number, "on": day, "topics": [...], "said": [[door, body], ...]}."""
    return list(_lines(path))


def read_events(feed: Iterable[Record]) -> Iterator[dict[str, Any]]:
    """Yield attributes and data of the good events."""
    return filter(None, map(read_event, feed))


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
    is_known = document["type"] in {SUPPLIER_REPORTED, AUDIT_REPORTED}
    return document if is_known and (lei is None or _is_lei(lei)) else None


def read_rows(text: str) -> Iterator[dict[str, str]]:
    """Read a CSV file as text; `NA` stays Namibia."""
    return csv.DictReader(io.StringIO(text, newline=""))


def _lines(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _is_lei(text: str) -> bool:
    digits = "".join(str(int(sign, 36)) for sign in text)
    return len(text) == 20 and int(digits) % 97 == 1


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")
