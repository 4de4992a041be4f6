"""Makes the masters that this folder ships from the original files; run once, by hand.

The original files name real companies and mines. What is shipped names none: names are invented,
LEIs are minted under a prefix that belongs to nobody, rows are shuffled, names change places inside
their country, coordinates are rounded to one degree. The secret is not shipped and was thrown away,
so the way back is not shipped either.
"""

import argparse
import csv
import random
import string
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from sorgfalt_contracts.lei import check_digits

from infra.local.demo.invented_names import KeptWords, NameInventor, key_of, secret_signs
from infra.local.demo.kept_words import LEGAL_FORMS, MINE_WORDS, TRADE_WORDS

SOURCES: Final = Path(__file__).with_name("sources")
LEI_PREFIX: Final = "ZZZZ00"
"""No issuer of LEIs has this prefix (ISO 17442: the first four signs name the issuer)."""

_COMPANY_WORDS: Final = KeptWords(
    legal_forms=LEGAL_FORMS, trade_words=TRADE_WORDS, most_trade_words=2
)
_MINE_WORDS: Final = KeptWords(legal_forms=frozenset(), trade_words=MINE_WORDS, most_trade_words=3)
WANTED_MATERIALS: Final = ("copper", "lithium", "cobalt")
NO_NAME: Final = "unknown"
"""What the register writes where it knows no group; that is no group of this name."""

_MASTERS: Final = {
    "gleif_lei_automotive.csv": "suppliers_automotive.csv",
    "gleif_lei_metals_mining.csv": "suppliers_metals_mining.csv",
}
_REGISTER: Final = "icmm_global_mining_dataset_2025-09.csv"
_COMMODITIES: Final = ("Primary Commodity", "Secondary Commodity", "Other Commodities")
_SITE_COLUMNS: Final = (
    *("site_number", "name", "groups", "unnamed_operator", "latitude", "longitude", "asset_type"),
    *("country", "primary_commodity", "secondary_commodity", "other_commodities", "confidence"),
)

Row = dict[str, str]


def invent_master(rows: Sequence[Row], secret: bytes, label: str) -> list[Row]:
    """Return the master with invented names and LEIs, in an order that says nothing."""
    names = [row["Entity.LegalName"] for row in rows]
    inventor = NameInventor(secret, names, _COMPANY_WORDS)
    order = random.Random(secret + label.encode())
    by_country: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        by_country[row["Entity.LegalAddress.Country"]].append(row["Entity.LegalName"])
    for real in by_country.values():
        order.shuffle(real)
    invented = [
        {
            "lei": minted_lei(row["LEI"], secret),
            "name": inventor.invent(by_country[row["Entity.LegalAddress.Country"]].pop()),
            "country": row["Entity.LegalAddress.Country"],
            "category": row["Entity.EntityCategory"],
        }
        for row in rows
    ]
    order.shuffle(invented)
    return invented


def minted_lei(real: str, secret: bytes) -> str:
    """Return a valid LEI under the unassigned prefix; one real LEI always gives the same one."""
    signs = string.digits + string.ascii_uppercase
    stem = LEI_PREFIX + secret_signs(secret, f"lei {real}", 18 - len(LEI_PREFIX), signs)
    return stem + check_digits(stem)


def invent_sites(rows: Sequence[Row], secret: bytes) -> list[Row]:
    """Return the sites with a wanted material, renamed, renumbered and shuffled."""
    names = [name for row in rows for name in (row["Mine Name"], *groups_of(row))]
    inventor = NameInventor(secret, names, _MINE_WORDS)
    wanted = [row for row in rows if has_wanted_material(row)]
    random.Random(secret + b"sites").shuffle(wanted)
    return [
        _invented_site(f"MS{number:05d}", row, inventor) for number, row in enumerate(wanted, 1)
    ]


def has_wanted_material(row: Row) -> bool:
    """Say whether any commodity column names copper, lithium or cobalt."""
    return any(word in row[column].lower() for column in _COMMODITIES for word in WANTED_MATERIALS)


def groups_of(row: Row) -> list[str]:
    """Return the groups a site names, each once, without the register's word for none."""
    named = {key_of(name): name.strip() for name in row["Group Names"].split(";") if name.strip()}
    named.pop(NO_NAME, None)
    return list(named.values())


def _invented_site(number: str, row: Row, inventor: NameInventor) -> Row:
    groups = sorted(inventor.invent(name) for name in groups_of(row))
    operator = "" if groups else inventor.invent(row["Mine Name"], role=row["ICMMID"])
    cells = (
        *(number, inventor.invent(row["Mine Name"]), ";".join(groups), operator),
        *(whole_degree(row["Latitude"]), whole_degree(row["Longitude"])),
        *(row["Asset Type"], row["Country"]),
        *(row[column] for column in _COMMODITIES),
        row["Confidence Factor"],
    )
    return dict(zip(_SITE_COLUMNS, cells, strict=True))


def whole_degree(text: str) -> str:
    """Round degrees to a whole degree: about 110 km, so that it points at no gate."""
    return str(round(float(text)))


def read_rows(path: Path) -> list[Row]:
    """Read a CSV file as text; `NA` stays Namibia."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """Write rows with the columns of the first one."""
    listed = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(listed[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)


def main() -> None:
    """Read the originals, write the invented files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("originals", type=Path, help="folder that holds the original CSV files")
    parser.add_argument("secret", type=Path, help="file with at least 32 random bytes")
    parser.add_argument("--out", type=Path, default=SOURCES, help="folder to write to")
    asked = parser.parse_args()
    secret = asked.secret.read_bytes()
    if len(secret) < 32:  # noqa: PLR2004 - said in the help text
        parser.error("the secret must be at least 32 bytes long")
    for original, shipped in _MASTERS.items():
        rows = invent_master(read_rows(asked.originals / original), secret, original)
        write_rows(asked.out / shipped, rows)
        print(f"{shipped}: {len(rows)} rows")
    sites = invent_sites(read_rows(asked.originals / _REGISTER), secret)
    write_rows(asked.out / "mining_sites.csv", sites)
    print(f"mining_sites.csv: {len(sites)} rows")


if __name__ == "__main__":
    main()
