"""Fifty events that intake must refuse: five each of ten kinds, with the reason of each.

Each is a good event with one fault, so that the reason can only be that fault.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from sorgfalt_contracts.events import SupplierReported
from sorgfalt_contracts.faults import DeadLetterReason

from infra.local.demo.envelopes import Envelope, FeedRecord, as_json, binary
from infra.local.demo.feed import FIRST_DAY, REPEAT_AFTER, SEED
from infra.local.demo.masters import ERP_ASIA, ERP_EUROPE

EACH_KIND: Final = 5
DEPTH: Final = 100_000
_SENDERS: Final = ((ERP_EUROPE, "eu1"), (ERP_ASIA, "as1"))


@dataclass(frozen=True, kw_only=True, slots=True)
class BadRecord:
    """A record and why it must end as a dead letter."""

    record: FeedRecord
    reason: DeadLetterReason


@dataclass(frozen=True, kw_only=True, slots=True)
class _Good:
    """A good event before it is spoilt."""

    envelope: Envelope
    key: bytes
    value: bytes

    def as_record(self) -> FeedRecord:
        return binary(self.envelope, self.key, self.value)


def bad(seed: int = SEED) -> list[BadRecord]:
    """Return the bad events, the kinds in turn, so that no sender sends only one kind."""
    return [
        BadRecord(record=spoil(_good(seed, turn, reason)), reason=reason)
        for turn in range(EACH_KIND)
        for reason, spoil in _KINDS.items()
    ]


def _good(seed: int, turn: int, reason: DeadLetterReason) -> _Good:
    draw = random.Random(f"{seed} bad {turn} {reason}")
    source, system = draw.choice(_SENDERS)
    number = f"{draw.randrange(10**8):010d}"
    body = {
        "record": {"system": system, "client": "900", "number": number},
        "name": "Spoilt Parts Limited",
        "country": "DE",
        "relation": "indirect",
    }
    envelope = Envelope(
        id=UUID(int=draw.getrandbits(128), version=4),
        source=source,
        type=SupplierReported.TYPE,
        time=FIRST_DAY + 2 * REPEAT_AFTER + timedelta(seconds=draw.randrange(3600)),
    )
    return _Good(envelope=envelope, key=f"{system}/900/{number}".encode(), value=as_json(body))


def _with_name(good: _Good, name: bytes) -> FeedRecord:
    spoilt = good.value.replace(b'"Spoilt Parts Limited"', name)
    return replace(good, value=spoilt).as_record()


def _with_type(good: _Good, name: str) -> FeedRecord:
    return replace(good, envelope=replace(good.envelope, type=name)).as_record()


def _with_field(good: _Good, field: bytes) -> FeedRecord:
    return replace(good, value=good.value[:-1] + b"," + field + b"}").as_record()


_KINDS: Final[dict[DeadLetterReason, Callable[[_Good], FeedRecord]]] = {
    DeadLetterReason.NOT_UTF8: lambda good: _with_name(good, b'"Spoilt \xff\xfe Limited"'),
    DeadLetterReason.NULL_VALUE: lambda good: replace(good.as_record(), value=None),
    DeadLetterReason.NO_KEY: lambda good: replace(good.as_record(), key=None),
    DeadLetterReason.NOT_JSON: lambda good: replace(good, value=good.value[:-1]).as_record(),
    DeadLetterReason.DUPLICATE_KEYS: lambda good: _with_field(good, b'"country":"FR"'),
    DeadLetterReason.NOT_A_NUMBER: lambda good: _with_field(
        good, b'"sites":[{"number":"1","name":"Spoilt Site","country":"DE","latitude":NaN}]'
    ),
    DeadLetterReason.TOO_DEEP: lambda good: _with_name(good, b"[" * DEPTH + b"]" * DEPTH),
    DeadLetterReason.UNKNOWN_TYPE: lambda good: _with_type(good, "sorgfalt.weather-reported.v1"),
    DeadLetterReason.UNKNOWN_VERSION: lambda good: _with_type(
        good, SupplierReported.TYPE.replace(".v1", ".v9")
    ),
    DeadLetterReason.BAD_LEI: lambda good: _with_field(good, b'"lei":"ZZZZ0000000000000000"'),
}
