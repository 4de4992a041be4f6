"""CloudEvents 1.0 as Kafka records: binary mode, structured mode, and batches for HTTP."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

BINARY: Final = "application/json"
STRUCTURED: Final = "application/cloudevents+json"
BATCH: Final = "application/cloudevents-batch+json"

Headers = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedRecord:
    """One record for `intake-inbox`."""

    key: bytes | None
    value: bytes | None
    headers: Headers


@dataclass(frozen=True, kw_only=True, slots=True)
class Envelope:
    """The CloudEvents attributes that a sender sets."""

    id: UUID
    source: str
    type: str
    time: datetime

    def attributes(self) -> dict[str, str]:
        """Return them as text, under their CloudEvents names."""
        time = self.time.astimezone(UTC).isoformat(timespec="milliseconds")
        return {
            "specversion": "1.0",
            "id": str(self.id),
            "source": self.source,
            "type": self.type,
            "time": time.replace("+00:00", "Z"),
        }


def binary(envelope: Envelope, key: bytes | None, value: bytes | None) -> FeedRecord:
    """Put the attributes into `ce_` headers and the body alone into the value."""
    attributes = tuple(
        (f"ce_{name}", text.encode()) for name, text in envelope.attributes().items()
    )
    headers = (*attributes, ("content-type", BINARY.encode()))
    return FeedRecord(key=key, value=value, headers=headers)


def structured(envelope: Envelope, key: bytes, body: dict[str, Any]) -> FeedRecord:
    """Put attributes and body into one JSON document."""
    event = {**envelope.attributes(), "datacontenttype": BINARY, "data": body}
    return FeedRecord(
        key=key, value=as_json(event), headers=(("content-type", STRUCTURED.encode()),)
    )


def batch(records: Iterable[FeedRecord]) -> bytes:
    """Return the records as one CloudEvents batch, the body of `POST /events`."""
    return as_json([_event(record) for record in records])


def as_json(document: object) -> bytes:
    """Return compact JSON in UTF-8."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _event(record: FeedRecord) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(record.value or b"null")
    headers = dict(record.headers)
    if headers["content-type"] == STRUCTURED.encode():
        return document
    attributes = {
        name.removeprefix("ce_"): text.decode()
        for name, text in record.headers
        if name.startswith("ce_")
    }
    return {**attributes, "datacontenttype": BINARY, "data": document}
