"""Rows of profiles and verdicts: how far risk is with each supplier, and what it holds of it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import asyncpg
from sorgfalt_contracts.terms import CompanyId, SupplierId

from services.risk.domain.profile import RiskProfile
from services.risk.domain.supplier import Supplier, SupplierKey
from services.risk.store.statements import Q
from shared.store.bulk import columns
from shared.store.transaction import Connection

FIRST: Final = (CompanyId(UUID(int=0)), SupplierId(UUID(int=0)))
"""Before every supplier, in order of keys."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedProfile:
    """A profile with what it stands on, as documents: supplier, exposure and verdict."""

    key: SupplierKey
    profile: RiskProfile
    supplier: bytes
    exposure: bytes
    verdict: bytes


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
    rows = [_row(each) for each in saved]
    verdicts = {(s.key[0], s.profile.digest): s.verdict for s in saved}
    contents = [(*place, verdict) for place, verdict in verdicts.items()]
    await connection.execute(Q.save_profiles, *columns(rows, 8))
    await connection.execute(Q.save_verdicts, *columns(contents, 3))


def _row(saved: SavedProfile) -> tuple[object, ...]:
    profile = saved.profile
    return (
        *saved.key,
        profile.supplier_version,
        profile.superseded_by,
        profile.version,
        profile.digest,
        saved.supplier,
        saved.exposure,
    )


async def save_states(connection: Connection, states: Iterable[tuple[Supplier, bytes]]) -> None:
    """Note newer states of locked suppliers, each with its document, before they are judged."""
    rows = [(*each.key, each.version, each.superseded_by, document) for each, document in states]
    await connection.execute(Q.save_states, *columns(rows, 5))


async def read_states(
    connection: Connection, keys: Collection[SupplierKey]
) -> dict[SupplierKey, bytes]:
    """Return the kept states of suppliers; none of one whose own news has not come yet."""
    rows = await connection.fetch(Q.read_states, *columns(sorted(keys), 2))
    return {_key(row): row["supplier"] for row in rows}


async def watch_profiles(connection: Connection, keys: Collection[SupplierKey]) -> None:
    """Mark locked suppliers for whom there is more to judge by than their own state."""
    await connection.execute(Q.watch_profiles, *columns(sorted(keys), 2))


async def heirs(
    connection: Connection, keys: Collection[SupplierKey]
) -> dict[SupplierKey, SupplierKey]:
    """Return who stands for each supplier: the last it was merged into, else itself."""
    rows = await connection.fetch(Q.find_heirs, *columns(sorted(keys), 2))
    found = {_key(row): (CompanyId(row["company_id"]), SupplierId(row["heir_id"])) for row in rows}
    return {key: found.get(key, key) for key in keys}


async def count_profiles(connection: Connection) -> int:
    """Return how many suppliers were judged."""
    return int(await connection.fetchval(Q.count_profiles))


async def page_profiles(connection: Connection, after: SupplierKey, size: int) -> list[SupplierKey]:
    """Return the next suppliers that were judged, in order of their keys; begin after FIRST."""
    return [_key(row) for row in await connection.fetch(Q.page_profiles, *after, size)]


async def read_profiles(connection: Connection, supplier: SupplierId) -> list[SavedProfile]:
    """Return what each company the caller may see holds of a supplier."""
    return [
        SavedProfile(
            key=_key(row),
            profile=_profile(row),
            supplier=row["supplier"],
            exposure=row["exposure"],
            verdict=row["verdict"],
        )
        for row in await connection.fetch(Q.read_profiles, supplier)
    ]


def _key(row: asyncpg.Record) -> SupplierKey:
    return CompanyId(row["company_id"]), SupplierId(row["supplier_id"])


def _profile(row: asyncpg.Record) -> RiskProfile:
    heir = row["superseded_by"]
    return RiskProfile(
        supplier_version=row["supplier_version"],
        version=row["version"],
        digest=row["digest"],
        superseded_by=None if heir is None else SupplierId(heir),
        is_watched=row["is_watched"],
    )
