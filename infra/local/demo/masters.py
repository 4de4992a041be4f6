"""What the demo's senders know: the shipped CSV files read into bodies of `supplier-reported`."""

import csv
import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from sorgfalt_contracts.events import SupplierReported
from sorgfalt_contracts.terms import Relation

Row = Mapping[str, str]
Body = dict[str, Any]

SOURCES: Final = Path(__file__).with_name("sources")
HISTORICAL_CASES: Final = "historical_cases.csv"
ERP_EUROPE: Final = "/demo/erp/eu1"
ERP_ASIA: Final = "/demo/erp/as1"
MINING_REGISTER: Final = "/demo/mining-register"
PUBLISHED_AUDITS: Final = "/demo/auditors/published"
SYNTHETIC_AUDITS: Final = "/demo/auditors/synthetic"
SENDERS: Final = (ERP_EUROPE, ERP_ASIA, MINING_REGISTER, PUBLISHED_AUDITS, SYNTHETIC_AUDITS)
"""The demo's `ce_source` values; intake must know each of them."""

SERIES_CLIENT: Final = "100"  # buys parts: the automotive master
MATERIALS_CLIENT: Final = "200"  # buys metals: the metals and mining master
_SYSTEMS: Final = {ERP_EUROPE: "eu1", ERP_ASIA: "as1"}
_ASIAN: Final = frozenset(
    {
        *("AE", "BH", "CN", "HK", "ID", "IN", "IQ", "JO", "JP", "KW", "KZ", "LA", "LK", "MY"),
        *("OM", "PH", "PK", "SA", "SG", "TH", "TJ", "VN"),
    }
)

RELATION_WEIGHTS: Final = {
    Relation.DIRECT: 600,
    Relation.INDIRECT: 360,
    Relation.CANDIDATE: 20,
    Relation.FORMER: 12,
    Relation.SUBSIDIARY: 6,
    Relation.OWN_SITE: 2,
}
"""Per thousand names of the automotive master; invented: no public source counts relations."""

LINKED_PAIRS: Final = 12
"""Companies that both ERP systems hold under one LEI."""

LINKED_CHAINS: Final = 3
"""Companies with three numbers: the first two share a LEI, the last two a BPN."""


A_DAY: Final = timedelta(days=1)
LATER: Final = timedelta(days=63)
"""From the feed's first day to the days on which audits and changes are reported."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """One thing a sender says about one supplier; `key` is system/client/number.

    `after` is the time from the feed's first day to the day on which it is said; `label` tells it
    from others about the same supplier.
    """

    source: str
    body: Body
    type: str = SupplierReported.TYPE
    after: timedelta = timedelta()
    label: str = ""

    @property
    def key(self) -> str:
        """Return the sender's own object as the key of a record."""
        record = self.body["record"]
        return f"{record['system']}/{record['client']}/{record['number']}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Masters:
    """The rows of the shipped files; tests change rows and build the feed again."""

    automotive: Sequence[Row]
    metals_mining: Sequence[Row]
    sites: Sequence[Row]
    countries: Mapping[str, str]
    audits: Sequence[Row]
    cases: Sequence[Row]


def read_masters(folder: Path = SOURCES) -> Masters:
    """Read the files as text; `NA` is Namibia."""
    return Masters(
        automotive=_rows(folder / "suppliers_automotive.csv"),
        metals_mining=_rows(folder / "suppliers_metals_mining.csv"),
        sites=_rows(folder / "mining_sites.csv"),
        countries={row["name"]: row["alpha_2"] for row in _rows(folder / "country_names.csv")},
        audits=_rows(folder / "published_audits.csv"),
        cases=_rows(folder / HISTORICAL_CASES),
    )


def automotive_reports(masters: Masters, seed: int) -> Iterator[Report]:
    """Report the automotive master, and some companies a second and a third time."""
    for row in masters.automotive:
        yield _erp_report(row, SERIES_CLIENT, drawn_relation(seed, row["lei"]))
    ranked = sorted(masters.automotive, key=lambda row: digest(f"{seed} linked {row['lei']}"))
    for row in ranked[:LINKED_PAIRS]:
        yield _twin(row, seed)
    for row in ranked[LINKED_PAIRS : LINKED_PAIRS + LINKED_CHAINS]:
        twin = _twin(row, seed)
        bpn = f"BPNLZZZZ{digest(row['lei'])[:8].upper()}"
        # sent after all others: by then two suppliers exist that it shows to be one
        yield Report(source=twin.source, body={**twin.body, "bpn": bpn}, after=A_DAY)
        third = _erp_report({**row, "lei": ""}, MATERIALS_CLIENT, Relation.INDIRECT)
        number = erp_number(f"third {row['lei']}")
        record = {**third.body["record"], "number": number}
        yield Report(source=third.source, body={**third.body, "record": record, "bpn": bpn})


def metals_reports(masters: Masters) -> Iterator[Report]:
    """Report the metals and mining master: nobody buys from a mine directly."""
    for row in masters.metals_mining:
        yield _erp_report(row, MATERIALS_CLIENT, Relation.INDIRECT)


def _erp_report(row: Row, client: str, relation: Relation) -> Report:
    source = ERP_ASIA if row["country"] in _ASIAN else ERP_EUROPE
    record = {"system": _SYSTEMS[source], "client": client, "number": erp_number(row["lei"])}
    said = {"country": row["country"], "lei": row["lei"]}
    body: Body = {"record": record, "name": row["name"], "relation": relation.value}
    return Report(source=source, body=body | {name: text for name, text in said.items() if text})


def _twin(row: Row, seed: int) -> Report:
    """Return the other ERP system's word on a company: own number, own spelling, own relation."""
    first = _erp_report(row, SERIES_CLIENT, drawn_relation(seed, f"twin {row['lei']}"))
    source = ERP_EUROPE if first.source == ERP_ASIA else ERP_ASIA
    record = {
        "system": _SYSTEMS[source],
        "client": SERIES_CLIENT,
        "number": erp_number(f"twin {row['lei']}"),
    }
    return Report(source=source, body={**first.body, "record": record, "name": row["name"].upper()})


def drawn_relation(seed: int, label: str) -> Relation:
    """Return how a company of the automotive master stands to the buyer."""
    draw = random.Random(f"{seed} relation {label}")
    return draw.choices(list(RELATION_WEIGHTS), weights=list(RELATION_WEIGHTS.values()))[0]


def erp_number(label: str) -> str:
    """Return ten digits, as ERP systems number suppliers."""
    return f"{int(digest(label)[:12], 16) % 10**8:010d}"


def digest(text: str) -> str:
    """Return the sha256 of a text in hex: numbers that depend on the text alone."""
    return hashlib.sha256(text.encode()).hexdigest()


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
