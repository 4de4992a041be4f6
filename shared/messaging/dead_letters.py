"""Dead letters: what could not be taken, kept whole, with a reason, in the batch's transaction.

The row holds the bytes and never leaves the service; the notice on the topic holds the reason,
the place and a hash. Above our size limit the row keeps the hash and the first 64 KiB.
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec
from sorgfalt_contracts import structs
from sorgfalt_contracts.events import DeadLetterNoticed
from sorgfalt_contracts.faults import BadEventError
from sorgfalt_contracts.terms import CompanyId, derived_id
from sorgfalt_contracts.topics import DEAD_LETTERS, MAX_EVENT_BYTES

from shared.messaging.records import Record, appended_at
from shared.store.bulk import columns
from shared.store.cause import Cause
from shared.store.named_sql import load_queries
from shared.store.outbox import Fact
from shared.store.transaction import Transaction
from shared.telemetry import metrics

Q: Final = load_queries(Path(__file__).with_name("queries.sql"))
KEPT_BYTES: Final = 64 * 1024
_KEY: Final = re.compile(rb"[!-?A-~]{1,200}")
"""Keys that may travel as received: numbers and ids, no blanks and no mail address."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DeadLetter:
    """One record that could not be taken. `topic_id` tells a re-created topic's offsets apart."""

    record: Record
    fault: BadEventError
    topic_id: UUID

    @property
    def letter_id(self) -> UUID:
        """Return the id that this record always gets."""
        at = self.record
        return derived_id("dead-letter", str(self.topic_id), str(at.partition), str(at.offset))


async def write(tx: Transaction, service: str, letters: Sequence[DeadLetter]) -> None:
    """Keep the letters and let a notice of each leave with the transaction."""
    if not letters:
        return
    hashes = [hashlib.sha256(letter.record.value or b"").hexdigest() for letter in letters]
    rows = [_row(letter, sha256) for letter, sha256 in zip(letters, hashes, strict=True)]
    await tx.execute(Q.save_dead_letters, *columns(rows, 12))
    tx.append(
        _notice(service, letter, sha256) for letter, sha256 in zip(letters, hashes, strict=True)
    )
    for letter in letters:
        metrics.DEAD_LETTERS.labels(letter.record.topic, letter.fault.reason.value).inc()


def _row(letter: DeadLetter, sha256: str) -> tuple[object, ...]:
    record, fault = letter.record, letter.fault
    value = record.value
    if value is not None and len(value) > MAX_EVENT_BYTES:
        value = value[:KEPT_BYTES]
    headers = [(name, base64.b64encode(raw or b"").decode()) for name, raw in record.headers]
    return (
        letter.letter_id, record.topic, record.partition, record.offset, fault.reason.value,
        fault.where, record.key, msgspec.json.encode(headers), value, len(record.value or b""),
        sha256, appended_at(record),
    )  # fmt: skip


def _notice(service: str, letter: DeadLetter, sha256: str) -> Fact:
    record, fault = letter.record, letter.fault
    notice = structs.DeadLetterNoticed(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        reason=fault.reason.value,
        where=fault.where,
        size_bytes=len(record.value or b""),
        sha256=sha256,
    )
    return Fact(
        topic=DEAD_LETTERS[service].name,
        key=_key(letter),
        type=DeadLetterNoticed.TYPE,
        data=structs.encode(notice),
        cause=_cause(letter),
        has_company=False,
    )


def _key(letter: DeadLetter) -> str:
    key = letter.record.key or b""
    return key.decode() if _KEY.fullmatch(key) else str(letter.letter_id)


def _cause(letter: DeadLetter) -> Cause:
    record, now = letter.record, appended_at(letter.record)
    name = str(letter.letter_id)
    return Cause(
        event_id=name, correlation_id=name, depth=0, source="dead-letter",
        company_id=CompanyId(UUID(int=0)), occurred_at=now, now=now, traceparent=None,
        topic=record.topic, partition=record.partition, offset=record.offset, sequence=0,
    )  # fmt: skip
