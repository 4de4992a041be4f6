"""What came by HTTP or by file: each (source, id) once, with what became of it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias
from uuid import UUID

import msgspec
from sorgfalt_contracts.terms import CompanyId, SupplierId

from services.intake.store.statements import Q
from shared.store.bulk import columns
from shared.store.transaction import Connection

EventKey: TypeAlias = tuple[CompanyId, str, str]
_encode: Final = msgspec.json.Encoder().encode


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """An event as the HTTP door notes it; `key` is company, source and the event's id."""

    key: EventKey
    sha256: str
    received_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of an event that was taken."""

    verdict: str
    reasons: tuple[str, ...]
    supplier_id: SupplierId
    fact_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Noted(Outcome):
    """The same as it stands in the table, with what was received when."""

    sha256: str
    received_at: datetime


async def claim_received(connection: Connection, received: Iterable[Received]) -> set[EventKey]:
    """Note events and return those that had not been received before."""
    rows = [(*each.key, each.sha256, each.received_at) for each in received]
    claimed = await connection.fetch(Q.claim_received, *columns(rows, 5))
    return {(row["company_id"], row["source"], row["event_id"]) for row in claimed}


async def finish_received(connection: Connection, outcomes: Mapping[EventKey, Outcome]) -> None:
    """Note what became of events that were claimed and taken."""
    rows = [
        (*key, each.verdict, _encode(each.reasons), each.supplier_id, _encode(each.fact_ids))
        for key, each in outcomes.items()
    ]
    if rows:
        await connection.execute(Q.finish_received, *columns(rows, 7))


async def forget_received(connection: Connection, keys: Collection[EventKey]) -> None:
    """Take back the note of events that were claimed and then refused."""
    if keys:
        await connection.execute(Q.forget_received, *columns(sorted(keys), 3))


async def read_received(connection: Connection, source: str, event_id: str) -> Noted | None:
    """Return what became of an event, or None if the caller's companies never received it."""
    row = await connection.fetchrow(Q.read_received, source, event_id)
    return None if row is None else Noted(**dict(row))
