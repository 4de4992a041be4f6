"""CloudEvents 1.0 on Kafka, binary and structured mode, and our extension attributes.

Binary mode carries attributes in `ce_*` headers. Two trace contexts travel: the Kafka header
`traceparent` is this hop's, the attribute `ce_traceparent` says where the chain began.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

import msgspec

from sorgfalt_contracts import strict_json
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason

Headers = Sequence[tuple[str, bytes]]
STRUCTURED: Final = b"application/cloudevents+json"
REPUBLISHED: Final = "republished"
"""Header of a record that a relay sent again on purpose: neither drop nor gap check."""

TYPE: Final = re.compile(r"sorgfalt\.[a-z-]{1,64}\.v[0-9]{1,4}")
TRACEPARENT: Final = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
TOKEN: Final = re.compile(r"[!-~]{1,256}")
NUMBER: Final = re.compile(r"[0-9]{1,18}")  # below 2^63
MAX_SUBJECT: Final = 256
MAX_CHAIN_ID: Final = 64
"""Characters of correlationid and causationid; what is longer is cut."""

_BINARY: Final = tuple(
    (name, f"ce_{name}")
    for name in (
        "specversion", "id", "source", "type", "time", "subject", "recordedtime", "correlationid",
        "causationid", "causationdepth", "companyid", "sequence", "traceparent",
    )
)  # fmt: skip
_read_instant: Final = msgspec.json.Decoder(datetime).decode


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """Attributes of one event. Only the first four must be there on events from outside.

    `hop` and `is_republished` are not attributes but what the record's own headers said.
    """

    id: str
    source: str
    type: str
    time: datetime
    subject: str = ""
    recorded_at: datetime | None = None
    correlation_id: str = ""
    causation_id: str = ""
    depth: int = 0
    company_id: str = ""
    sequence: int | None = None
    traceparent: str | None = None
    hop: str | None = None
    is_republished: bool = False


def open_kafka(headers: Headers, value: bytes) -> tuple[Envelope, bytes]:
    """Return envelope and body of a record in either mode; raise BadEventError.

    Hot: every fact passes here, so headers become one dict and only those we know are decoded.
    """
    given = dict(headers)
    if len(given) != len(headers):
        _refuse_repeated(headers)
    if (given.get("content-type") or b"").lower().startswith(STRUCTURED):
        if any(name.startswith("ce_") for name in given):
            raise BadEventError(DeadLetterReason.BOTH_MODES)
        return open_structured(value)
    try:
        attributes = {
            name: (given[header] or b"").decode() for name, header in _BINARY if header in given
        }
    except UnicodeDecodeError:
        raise BadEventError(DeadLetterReason.NOT_UTF8, _undecodable(given)) from None
    hop = given.get("traceparent")
    return _envelope(
        attributes,
        hop.decode("ascii", "replace") if hop else None,
        is_republished=REPUBLISHED in given,
    ), value


def open_structured(value: bytes) -> tuple[Envelope, bytes]:
    """Return envelope and body of one structured event; raise BadEventError."""
    document = strict_json.parse(value)
    if not isinstance(document, dict):
        raise BadEventError(DeadLetterReason.BAD_ENVELOPE)
    return open_document(document)


def open_document(document: dict[str, Any]) -> tuple[Envelope, bytes]:
    """Return envelope and body of one parsed structured event; raise BadEventError.

    An attribute that is null is one that is left out (CloudEvents JSON format 1.0.2, section 2.2).
    """
    if "data_base64" in document or "data" not in document:
        raise BadEventError(DeadLetterReason.BAD_ENVELOPE, "data")
    attributes = {
        name: value for name, value in document.items() if name != "data" and value is not None
    }
    if not all(isinstance(value, str | int) for value in attributes.values()):
        raise BadEventError(DeadLetterReason.BAD_ENVELOPE)
    envelope = from_attributes({name: str(value) for name, value in attributes.items()})
    return envelope, msgspec.json.encode(document["data"])


def from_attributes(given: Mapping[str, str]) -> Envelope:
    """Return the envelope of the attributes by their CloudEvents names; raise BadEventError."""
    return _envelope(given, None, is_republished=False)


def _envelope(given: Mapping[str, str], hop: str | None, *, is_republished: bool) -> Envelope:
    get = given.get
    if get("specversion") != "1.0":
        raise BadEventError(DeadLetterReason.BAD_ENVELOPE, "specversion")
    recorded, sequence, depth = get("recordedtime"), get("sequence"), get("causationdepth")
    return Envelope(
        id=_token(given, "id"),
        source=_token(given, "source"),
        type=_type(get("type", "")),
        time=_instant(get("time", ""), "time"),
        subject=get("subject", "")[:MAX_SUBJECT],
        recorded_at=None if recorded is None else _instant(recorded, "recordedtime"),
        correlation_id=get("correlationid", "")[:MAX_CHAIN_ID],
        causation_id=get("causationid", "")[:MAX_CHAIN_ID],
        depth=0 if depth is None else _number(depth, "causationdepth"),
        company_id=get("companyid", ""),
        sequence=None if sequence is None else _number(sequence, "sequence"),
        traceparent=_trace(get("traceparent")),
        hop=hop,
        is_republished=is_republished,
    )


def to_headers(envelope: Envelope, hop: str | None = None) -> list[tuple[str, bytes]]:
    """Return the Kafka headers of a fact in binary mode; `hop` is this hop's traceparent."""
    pairs = [
        ("ce_specversion", "1.0"),
        ("ce_id", envelope.id),
        ("ce_source", envelope.source),
        ("ce_type", envelope.type),
        ("ce_subject", envelope.subject),
        ("ce_time", _written(envelope.time)),
        ("ce_recordedtime", _written(envelope.recorded_at)),
        ("ce_correlationid", envelope.correlation_id),
        ("ce_causationid", envelope.causation_id),
        ("ce_causationdepth", str(envelope.depth)),
        ("ce_companyid", envelope.company_id),
        ("ce_sequence", "" if envelope.sequence is None else str(envelope.sequence)),
        ("ce_traceparent", envelope.traceparent or ""),
        ("content-type", "application/json"),
        ("traceparent", hop or ""),
    ]
    return [(name, value.encode()) for name, value in pairs if value]


def _written(instant: datetime | None) -> str:
    return "" if instant is None else instant.isoformat().replace("+00:00", "Z")


def _refuse_repeated(headers: Headers) -> None:
    """Refuse a CloudEvents header that stands twice; others' headers may."""
    seen: set[str] = set()
    for name, _ in headers:
        if name in seen and (name.startswith("ce_") or name == "content-type"):
            ours = name == "content-type" or any(name == header for _, header in _BINARY)
            raise BadEventError(DeadLetterReason.BAD_ENVELOPE, name if ours else "")
        seen.add(name)


def _undecodable(given: Mapping[str, bytes]) -> str:
    """Return the first of our headers that is not UTF-8; names a sender made up are never told."""
    for _, header in _BINARY:
        try:
            (given.get(header) or b"").decode()
        except UnicodeDecodeError:
            return header
    return ""


def _token(given: Mapping[str, str], name: str) -> str:
    value = given.get(name, "")
    if not TOKEN.fullmatch(value):
        raise BadEventError(DeadLetterReason.BAD_ENVELOPE, name)
    return value


@lru_cache(maxsize=64)
def _type(value: str) -> str:
    if not TYPE.fullmatch(value):
        raise BadEventError(DeadLetterReason.UNKNOWN_TYPE)
    return value


@lru_cache(maxsize=4_096)  # the facts of one transaction share their recorded time
def _instant(value: str, where: str) -> datetime:
    try:
        instant = _read_instant(f'"{value}"')
    except (msgspec.DecodeError, UnicodeEncodeError):
        raise BadEventError(DeadLetterReason.BAD_ENVELOPE, where) from None
    if instant.tzinfo is None:
        raise BadEventError(DeadLetterReason.BAD_ENVELOPE, where)
    try:
        return instant.astimezone(UTC)
    except OverflowError:  # the first and the last day there is, told east or west of Greenwich
        raise BadEventError(DeadLetterReason.BAD_ENVELOPE, where) from None


def _number(value: str, where: str) -> int:
    if not NUMBER.fullmatch(value):
        raise BadEventError(DeadLetterReason.BAD_ENVELOPE, where)
    return int(value)


def _trace(value: str | None) -> str | None:
    return value if value is not None and TRACEPARENT.fullmatch(value) else None
