"""CloudEvents over HTTP: binary, structured and batch mode of one request, read from its raw body.

The framework's own body models are not used: their errors echo what was sent, and a field of them
costs more than the whole of this.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeAlias
from urllib.parse import unquote

from sorgfalt_contracts import envelope, strict_json
from sorgfalt_contracts.envelope import Envelope
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason
from sorgfalt_contracts.topics import MAX_EVENT_BYTES
from starlette.datastructures import Headers
from starlette.requests import Request

MAX_BODY_BYTES: Final = 4 * 1024 * 1024
MAX_EVENTS: Final = 500
BINARY: Final = "application/json"
STRUCTURED: Final = "application/cloudevents+json"
BATCH: Final = "application/cloudevents-batch+json"


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenedEvent:
    """One event of a request whose envelope could be read; the body is yet to be."""

    envelope: Envelope
    body: bytes


Posted: TypeAlias = OpenedEvent | BadEventError
"""An event, or why it could not even be opened."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EventRequest:
    """The events of one request, in order."""

    events: Sequence[Posted]
    is_batch: bool


class RefusedRequestError(Exception):
    """A request that holds no events we could look at: HTTP status, reason code, a sentence."""

    def __init__(self, status: int, reason: str, detail: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.detail = detail


async def read_events(request: Request) -> EventRequest:
    """Return the events of a request; raise RefusedRequestError."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    attributes = _attributes(request.headers)
    if kind not in {BINARY, STRUCTURED, BATCH} or (kind == BINARY and not attributes):
        raise RefusedRequestError(
            415,
            "unknown-content-type",
            f"Send {STRUCTURED}, {BATCH}, or {BINARY} with ce- headers.",
        )
    body = await _read_body(request)
    if kind == BATCH:
        return EventRequest(events=_open_batch(body), is_batch=True)
    opening = _open_structured if kind == STRUCTURED else _open_binary
    return EventRequest(events=[_posted(partial(opening, attributes, body))], is_batch=False)


async def _read_body(request: Request) -> bytes:
    """Return the body; stop reading as soon as it is too large, whatever its length header says."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY_BYTES:
            raise RefusedRequestError(413, "too-large", "A request may hold 4 MiB.")
        parts.append(part)
    return b"".join(parts)


def _attributes(headers: Headers) -> list[tuple[str, str]]:
    """Return the ce- headers by their CloudEvents names; HTTP carries other signs as %XX."""
    return [(name[3:], unquote(text)) for name, text in headers.items() if name.startswith("ce-")]


def _posted(opening: Callable[[], OpenedEvent]) -> Posted:
    try:
        return opening()
    except BadEventError as fault:
        return fault


def _open_structured(attributes: Sequence[tuple[str, str]], body: bytes) -> OpenedEvent:
    if attributes:
        raise BadEventError(DeadLetterReason.BOTH_MODES)
    return _sized(*envelope.open_structured(body))


def _open_binary(attributes: Sequence[tuple[str, str]], body: bytes) -> OpenedEvent:
    given = dict(attributes)
    if len(given) < len(attributes):
        raise BadEventError(DeadLetterReason.BAD_ENVELOPE)
    return _sized(envelope.from_attributes(given), body)


def _open_batch(body: bytes) -> list[Posted]:
    try:
        documents = strict_json.parse(body)
    except BadEventError as fault:
        raise RefusedRequestError(
            400, fault.reason.value, "The body is not JSON as it is taken here."
        ) from None
    if not isinstance(documents, list):
        raise RefusedRequestError(400, "not-a-batch", "A batch is a JSON list of events.")
    if len(documents) > MAX_EVENTS:
        raise RefusedRequestError(413, "too-many-events", f"A batch may hold {MAX_EVENTS} events.")
    return [_posted(partial(_open_document, document)) for document in documents]


def _open_document(document: Any) -> OpenedEvent:
    if not isinstance(document, dict):
        raise BadEventError(DeadLetterReason.BAD_ENVELOPE)
    return _sized(*envelope.open_document(document))


def _sized(opened: Envelope, body: bytes) -> OpenedEvent:
    if len(body) > MAX_EVENT_BYTES:
        raise BadEventError(DeadLetterReason.TOO_LARGE)
    return OpenedEvent(envelope=opened, body=body)


def documented(*event_types: str) -> dict[str, Any]:
    """Return what OpenAPI says of a request body that holds events of these types."""
    text = {"type": "string", "minLength": 1, "maxLength": 256}
    event = {
        "type": "object",
        "required": ["specversion", "id", "source", "type", "time", "data"],
        "properties": {
            "specversion": {"const": "1.0"},
            "id": text,
            "source": text,
            "type": {"enum": list(event_types)},
            "time": {"type": "string", "format": "date-time"},
            "data": {"type": "object", "description": "By the JSON Schema of its type."},
        },
    }
    batch = {"type": "array", "items": event, "maxItems": MAX_EVENTS}
    alone = {"type": "object", "description": "The data; the attributes go into ce- headers."}
    kinds = {STRUCTURED: event, BATCH: batch, BINARY: alone}
    content = {kind: {"schema": schema} for kind, schema in kinds.items()}
    return {"requestBody": {"required": True, "content": content}}
