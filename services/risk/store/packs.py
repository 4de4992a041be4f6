"""The published method, put together from its packs."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from services.risk.domain import origin_reading, reading
from services.risk.domain.country_risk import CountryIndex
from services.risk.domain.exposure import PlaceKind
from services.risk.domain.goods import GoodsList
from services.risk.domain.method import Method, faults
from services.risk.domain.verdict import Source
from shared.store.packs import Pack, PackError, PackHeader, load_pack

PACKS: Final = Path(__file__).parent.parent / "packs"
METHOD: Final = "method_v1"


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedMethod:
    """A method with what is published about it: its text and the packs it rests on."""

    method: Method
    text: str
    packs: tuple[PackHeader, ...]


def load_method(folder: Path = PACKS, name: str = METHOD) -> PublishedMethod:
    """Return the method with its data; raise PackError when a pack is unsound or incomplete."""
    rules = load_pack(folder / name)
    used = {role: load_pack(folder / pack) for role, pack in rules.rules["packs"].items()}
    try:
        method = _method(rules, **used)
    except (KeyError, TypeError, ValueError) as error:
        raise PackError(f"pack {name}: {type(error).__name__}: {error}") from error
    if found := faults(method):
        raise PackError(f"pack {name}: {'; '.join(found)}")
    return PublishedMethod(
        method=method,
        text=rules.files["METHOD.md"].decode(),
        packs=(rules.header, *(pack.header for pack in used.values())),
    )


def _method(rules: Pack, *, index: Pack, goods: Pack, countries: Pack, production: Pack) -> Method:
    source = _source(rules)
    known = reading.Countries(countries.rows(countries.rules["countries"]["file"]))
    return Method(
        source=source,
        index=CountryIndex(
            reading.index_values(_rows(index, "index"), index.rules["index"], known),
            reading.index_rules(rules.rules["index"], _source(index)),
        ),
        goods=GoodsList(
            reading.listings(
                _rows(goods, "goods"),
                goods.rules["goods"],
                kinds=tuple(rules.rules["goods"]["rights"]),
                materials=rules.rows("materials.csv"),
                countries=known,
            ),
            {row["material"] for row in rules.rows("materials.csv")},
            reading.goods_rules(rules.rules["goods"], _source(goods), source),
        ),
        ledger=origin_reading.ledger(
            origin_reading.figures(
                _rows(production, "production"), production.rules["production"], known
            ),
            rules.rules["origins"],
            source=_source(production),
            issued_on=production.header.valid_from,
            method=source,
        ),
        evidence=reading.evidence_rules(rules.rules["evidence"], source),
        severities=reading.severities(rules.rows("severity.csv"), source),
        priorities=reading.priorities(rules.rules["priority"]),
        place_order=tuple(PlaceKind(kind) for kind in rules.rules["places"]["order"]),
        most_reasons=rules.rules["places"]["most_reasons"],
        sentences=rules.rules["sentences"],
    )


def _rows(pack: Pack, table: str) -> list[dict[str, str]]:
    return pack.rows(pack.rules[table]["file"])


def _source(pack: Pack) -> Source:
    return Source(pack=pack.header.pack, edition=pack.header.edition)
