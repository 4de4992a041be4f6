"""The schema of the envelope: an event in structured mode, attributes beside the body.

In binary mode the same attributes are Kafka headers under `ce_`, all of them text.
"""

from typing import Any, Final

from sorgfalt_contracts.envelope import MAX_CHAIN_ID, MAX_SUBJECT, NUMBER, TOKEN, TRACEPARENT, TYPE

from infra.contracts.published import ENVELOPE
from infra.contracts.renderings import named

_INSTANT: Final = {"type": "string", "format": "date-time"}
_NUMBER: Final = {
    "anyOf": [
        {"type": "string", "pattern": f"^{NUMBER.pattern}$"},
        {"type": "integer", "minimum": 0, "maximum": 10**18 - 1},
    ]
}
_REQUIRED: Final = ("specversion", "id", "source", "type", "time", "data")


def envelope_schema() -> dict[str, Any]:
    """Return the closed schema of one event in structured mode."""
    attributes = {
        "specversion": {"type": "string", "const": "1.0"},
        "id": _said("Unique among the events of its source.", _matching(TOKEN.pattern)),
        "source": _said("Who says it.", _matching(TOKEN.pattern)),
        "type": _said("Which schema the body keeps to.", _matching(TYPE.pattern)),
        "time": _said("When it happened.", _INSTANT),
        "subject": _said("The aggregate's key.", _at_most(MAX_SUBJECT)),
        "recordedtime": _said("When the writer knew.", _INSTANT),
        "correlationid": _said("The same along a whole chain.", _at_most(MAX_CHAIN_ID)),
        "causationid": _said("The event that led to this one.", _at_most(MAX_CHAIN_ID)),
        "causationdepth": _said("How many events lie before it in its chain.", _NUMBER),
        "companyid": _said("The obliged company.", {"type": "string", "format": "uuid"}),
        "sequence": _said("Gap-free per topic and partition; on facts only.", _NUMBER),
        "traceparent": _said("Where the chain began.", _matching(TRACEPARENT.pattern)),
        "datacontenttype": _said("JSON, however it is spelt.", {"type": "string"}),
        "data": {"description": "The body, by the schema of its type."},
    }
    schema = {
        "title": "Envelope",
        "description": "One event in structured mode (CloudEvents 1.0).",
        "type": "object",
        "properties": attributes,
        "required": list(_REQUIRED),
        "additionalProperties": False,
    }
    return named(schema, ENVELOPE, "writer")


def _said(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, **schema}


def _matching(pattern: str) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{pattern}$"}


def _at_most(characters: int) -> dict[str, Any]:
    return {"type": "string", "maxLength": characters}
