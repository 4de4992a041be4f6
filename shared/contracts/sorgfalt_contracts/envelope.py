"""CloudEvents 1.0 on Kafka, binary and structured mode, and our extension attributes.

Binary mode carries attributes in `ce_*` headers. Two trace contexts travel: the Kafka header
`traceparent` is this hop's, the attribute `ce_traceparent` says where the chain began.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
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

_ATTRIBUTES: Final = frozenset(
    {"specversion", "id", "source", "type", "time", "subject", "recordedtime", "correlationid"}
    | {"causationid", "causationdepth", "companyid", "sequence", "traceparent"}
)
_read_instant: Final = msgspec.json.Decoder(datetime).decode


@dataclass(frozen=True, kw_only=True, slots=True)
class Envelope:
    """Attributes of one event. Only the first five must be there on events from outside."""

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


def open_kafka(headers: Headers, value: bytes) -> tuple[Envelope, bytes]:
    """Return envelope and body of a record in either mode; raise BadEventError.

    Headers are few and ours: only `ce_*` and content-type are decoded, the rest is never touched.
    """
    attributes: dict[str, bytes] = {}
    for name, content in headers:
        if name[:3] == "ce_" or name == "content-type":
            if name in attributes:
                raise BadEventError(DeadLetterReason.BAD_ENVELOPE, _declared(name))
            attributes[name] = content or b""
    content_type = attributes.pop("content-type", b"")
    if content_type.lower().startswith(STRUCTURED):
        if attributes:
            raise BadEventError(DeadLetterReason.BOTH_MODES)
        return open_structured(value)
    return from_attributes({name[3:]: _text(raw, name) for name, raw in attributes.items()}), value


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
    if given.get("specversion") != "1.0":
        raise BadEventError(DeadLetterReason.BAD_ENVELOPE, "specversion")
    recorded = given.get("recordedtime")
    sequence = given.get("sequence")
    return Envelope(
        id=_token(given, "id"),
        source=_token(given, "source"),
        type=_type(given),
        time=_instant(given.get("time", ""), "time"),
        subject=given.get("subject", "")[:MAX_SUBJECT],
        recorded_at=_instant(recorded, "recordedtime") if recorded is not None else None,
        correlation_id=given.get("correlationid", "")[:MAX_CHAIN_ID],
        causation_id=given.get("causationid", "")[:MAX_CHAIN_ID],
        depth=_number(given.get("causationdepth", "0"), "causationdepth"),
        company_id=given.get("companyid", ""),
        sequence=_number(sequence, "sequence") if sequence is not None else None,
        traceparent=_trace(given.get("traceparent")),
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


def _text(raw: bytes, where: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise BadEventError(DeadLetterReason.NOT_UTF8, _declared(where)) from None


def _declared(header: str) -> str:
    """Return the header's name if it is one of ours; what a sender made up is never echoed."""
    return header if header == "content-type" or header[3:] in _ATTRIBUTES else ""


def _token(given: Mapping[str, str], name: str) -> str:
    value = given.get(name, "")
    if not TOKEN.fullmatch(value):
        raise BadEventError(DeadLetterReason.BAD_ENVELOPE, name)
    return value


def _type(given: Mapping[str, str]) -> str:
    value = given.get("type", "")
    if not TYPE.fullmatch(value):
        raise BadEventError(DeadLetterReason.UNKNOWN_TYPE)
    return value


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
