import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from infra.local.demo.envelopes import Envelope, as_json, batch, binary, structured

ENVELOPE = Envelope(
    id=UUID(int=7),
    source="/demo/erp/eu1",
    type="sorgfalt.supplier-reported.v1",
    time=datetime(2026, 3, 2, 6, 0, 0, 1000, tzinfo=UTC),
)
ATTRIBUTES = {
    "specversion": "1.0",
    "id": "00000000-0000-0000-0000-000000000007",
    "source": "/demo/erp/eu1",
    "type": "sorgfalt.supplier-reported.v1",
    "time": "2026-03-02T06:00:00.001Z",
}
BODY: dict[str, Any] = {"name": "Zażółć"}


def test_binary_mode_has_attributes_in_headers_and_the_body_alone_as_value() -> None:
    record = binary(ENVELOPE, b"k", as_json(BODY))
    headers = {f"ce_{name}": text.encode() for name, text in ATTRIBUTES.items()}
    assert dict(record.headers) == {**headers, "content-type": b"application/json"}
    assert record.value == '{"name":"Zażółć"}'.encode()


def test_structured_mode_has_all_in_one_document() -> None:
    record = structured(ENVELOPE, b"k", BODY)
    assert dict(record.headers) == {"content-type": b"application/cloudevents+json"}
    assert json.loads(record.value or b"") == {
        **ATTRIBUTES,
        "datacontenttype": "application/json",
        "data": BODY,
    }


def test_batch_says_the_same_of_both_modes() -> None:
    both = [binary(ENVELOPE, b"k", as_json(BODY)), structured(ENVELOPE, b"k", BODY)]
    first, second = json.loads(batch(both))
    assert first == second
