"""Rows and packs of risk: the profiles in Postgres, and the method behind its packs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import asyncpg
from sorgfalt_contracts.terms import CompanyId, SupplierId

from services.risk.domain import reading
from services.risk.domain.country_risk import CountryIndex
from services.risk.domain.exposure import PlaceKind
from services.risk.domain.goods import GoodsList
from services.risk.domain.method import Method, faults
from services.risk.domain.profile import RiskProfile
from services.risk.domain.supplier import SupplierKey
from services.risk.domain.verdict import Source
from shared.store.bulk import columns
from shared.store.named_sql import load_queries
from shared.store.packs import Pack, PackError, PackHeader, load_pack
from shared.store.transaction import Connection

Q: Final = load_queries(Path(__file__).with_name("queries.sql"))
PACKS: Final = Path(__file__).with_name("packs")
METHOD: Final = "method_v1"


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedProfile:
    """A profile with the exposure and the verdict it stands on, both as documents."""

    key: SupplierKey
    profile: RiskProfile
    exposure: bytes
    verdict: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedMethod:
    """A method with what is published about it: its text and the packs it rests on."""

    method: Method
    text: str
    packs: tuple[PackHeader, ...]


async def load_profiles(
    connection: Connection, keys: Collection[SupplierKey]
) -> dict[SupplierKey, RiskProfile]:
    """Lock and return the profiles, in order of their keys; a new one is opened empty first.

    Opening before locking makes two writers of one new supplier wait for each other.
    """
    wanted = columns(sorted(keys), 2)
    await connection.execute(Q.open_profiles, *wanted)
    rows = await connection.fetch(Q.lock_profiles, *wanted)
    return {_key(row): _profile(row) for row in rows}


async def save_profiles(connection: Connection, saved: Sequence[SavedProfile]) -> None:
    """Write profiles that `load_profiles` locked, and each of their verdicts once."""
    rows = [
        (*s.key, s.profile.supplier_version, s.profile.version, s.profile.digest, s.exposure)
        for s in saved
    ]
    verdicts = {(s.key[0], s.profile.digest): s.verdict for s in saved}
    contents = [(*place, verdict) for place, verdict in verdicts.items()]
    await connection.execute(Q.save_profiles, *columns(rows, 6))
    await connection.execute(Q.save_verdicts, *columns(contents, 3))


async def read_profiles(connection: Connection, supplier: SupplierId) -> list[SavedProfile]:
    """Return what each company the caller may see holds of a supplier."""
    return [
        SavedProfile(
            key=_key(row),
            profile=_profile(row),
            exposure=row["exposure"],
            verdict=row["verdict"],
        )
        for row in await connection.fetch(Q.read_profiles, supplier)
    ]


def _key(row: asyncpg.Record) -> SupplierKey:
    return CompanyId(row["company_id"]), SupplierId(row["supplier_id"])


def _profile(row: asyncpg.Record) -> RiskProfile:
    return RiskProfile(
        supplier_version=row["supplier_version"], version=row["version"], digest=row["digest"]
    )


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


def _method(rules: Pack, *, index: Pack, goods: Pack, countries: Pack) -> Method:
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
