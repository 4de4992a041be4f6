"""Records, routes and standings of one reading service, as tests of the engine arrange them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
from sorgfalt_contracts import topics
from sorgfalt_contracts.envelope import REPUBLISHED, Envelope, to_headers
from sorgfalt_contracts.events import RiskAssessed, SupplierUpdated
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason

from shared.messaging.batch import Batch, Reader
from shared.messaging.causes import cause_of_fact
from shared.messaging.routes import Route, Routing
from shared.store.cause import Cause, Caused
from shared.store.progress import Standing
from shared.store.transaction import Transaction

COMPANY = UUID("0b2f5f3e-7c1d-5a64-9c59-6a3f1f0e6d01")
TOPIC_ID = UUID(int=7)
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
SUPPLIERS, RISKS = topics.SUPPLIER_UPDATED, topics.RISK_ASSESSED
PLACE = (SUPPLIERS.name, 0)
UNREADABLE = "unreadable"


@dataclass(kw_only=True, slots=True)
class ARecord:
    """One record as a client would have fetched it."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]


def an_envelope(sequence: int | None, **changed: Any) -> Envelope:
    given: dict[str, Any] = {
        "id": f"event-{sequence}",
        "source": "/sorgfalt/intake",
        "type": SupplierUpdated.TYPE,
        "time": AT,
        "recorded_at": AT,
        "correlation_id": "chain",
        "company_id": str(COMPANY),
        "sequence": sequence,
    }
    return Envelope(**(given | changed))


def a_record(
    offset: int,
    sequence: int | None,
    *,
    republished: bool = False,
    hop: str | None = None,
    attributes: Mapping[str, Any] | None = None,
    **changed: Any,
) -> ARecord:
    headers = to_headers(an_envelope(sequence, **(attributes or {})), hop)
    given: dict[str, Any] = {
        "topic": SUPPLIERS.name,
        "partition": 0,
        "offset": offset,
        "timestamp": int(AT.timestamp() * 1000),
        "key": b"supplier",
        "value": b'"%d"' % (sequence or 0),
        "headers": [*headers, (REPUBLISHED, b"1")] if republished else headers,
    }
    return ARecord(**(given | changed))


def a_standing(
    next_offset: int = 0, last_sequence: int | None = None, halted: str | None = None
) -> Standing:
    return Standing(epoch=3, next_offset=next_offset, last_sequence=last_sequence, halted=halted)


def read_text(body: bytes) -> str:
    if body == b'"deep"':
        raise RecursionError
    return msgspec.json.decode(body, type=str)


def to_command(text: str, _cause: Cause) -> str:
    if text == UNREADABLE:
        raise BadEventError(DeadLetterReason.BAD_LEI, "supplier.lei")
    return text


async def handle(_tx: Transaction, _work: Sequence[Caused[str]]) -> None:
    """Take the work; the reader never calls this."""


def routing() -> Routing:
    return Routing(
        [
            Route(topic=topic, type=kind.TYPE, read=read_text, translate=to_command, handle=handle)
            for topic, kind in ((SUPPLIERS, SupplierUpdated), (RISKS, RiskAssessed))
        ]
    )


def a_reader() -> Reader:
    return Reader(routing(), cause_of_fact)


def read(
    records: Sequence[ARecord], standing: Standing | None = None, reader: Reader | None = None
) -> Batch:
    """Read a fetch of partition 0 of supplier-updated."""
    owned = {PLACE: standing or a_standing()}
    return (reader or a_reader()).read(records, owned, {SUPPLIERS.name: TOPIC_ID})


def commands(batch: Batch) -> list[str]:
    return [each.command for work in batch.work.values() for each in work]


def reasons(batch: Batch) -> list[str]:
    return [str(letter.fault) for letter in batch.letters]
