"""Hypothesis strategies for envelopes and for whatever else may come as a Kafka record."""

import json
from datetime import UTC
from typing import Any

from hypothesis import strategies as st
from sorgfalt_contracts.envelope import TOKEN, TRACEPARENT, TYPE, Envelope, Headers, to_headers

STRUCTURED_HEADERS: Headers = [("content-type", b"application/cloudevents+json; charset=utf-8")]

tokens = st.from_regex(TOKEN, fullmatch=True)
instants = st.datetimes(timezones=st.just(UTC))
chain_ids = st.text(st.characters(codec="utf-8"), max_size=64)
numbers = st.integers(0, 10**18 - 1)
envelopes = st.builds(
    Envelope,
    id=tokens,
    source=tokens,
    type=st.from_regex(TYPE, fullmatch=True),
    time=instants,
    subject=st.text(st.characters(codec="utf-8"), max_size=256),
    recorded_at=st.none() | instants,
    correlation_id=chain_ids,
    causation_id=chain_ids,
    depth=numbers,
    company_id=st.just("") | st.uuids().map(str),
    sequence=st.none() | numbers,
    traceparent=st.none() | st.from_regex(TRACEPARENT, fullmatch=True),
)

_plain = st.none() | st.booleans() | st.integers()


def _trees(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=8,
    )


json_values = _trees(_plain | st.floats() | st.text(st.characters()))
"""Also NaN, infinities and half surrogate pairs: whatever the standard library writes."""

good_values = _trees(_plain | st.floats(allow_nan=False, allow_infinity=False) | st.text())
bodies = json_values.map(lambda value: json.dumps(value).encode())
_attributes = st.sampled_from(
    ["specversion", "id", "source", "type", "time", "subject", "sequence", "companyid", "data"]
).map(lambda name: f"ce_{name}")
_names = _attributes | st.sampled_from(["ce_Erika", "ce_", "content-type", "traceparent"])
_contents = (
    st.binary(max_size=30)
    | st.sampled_from([b"1.0", b"application/cloudevents+json", b"2026-01-01T00:00:00Z", b"7"])
    | st.sampled_from([b"sorgfalt.exit-assessed.v1", b"0001-01-01T00:00:00+14:00", b"\xff"])
)
strange_headers = st.lists(st.tuples(_names | st.text(), st.none() | _contents), max_size=12)


def structured_document(envelope: Envelope, body: Any) -> dict[str, Any]:
    """Return the event as one JSON document, attributes beside the body."""
    headers = to_headers(envelope)
    attributes = {name[3:]: raw.decode() for name, raw in headers if name.startswith("ce_")}
    return {**attributes, "datacontenttype": "application/json", "data": body}


def as_json(document: Any) -> bytes:
    """Return compact JSON."""
    return json.dumps(document, separators=(",", ":")).encode()
