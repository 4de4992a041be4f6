"""The CloudEvents SDK for Python as a judge: it reads what we write, we read what it writes."""

import json
from typing import Any

from cloudevents.core.bindings.kafka import (
    KafkaMessage,
    from_binary,
    from_kafka,
    to_binary,
    to_structured,
)
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from hypothesis import given, settings
from sorgfalt_contracts.envelope import Envelope, open_kafka, to_headers

from tests.contract.envelopes import STRUCTURED_HEADERS, as_json, envelopes, structured_document

some = settings(max_examples=100, deadline=None)
BODY = {"record": {"system": "eu1", "client": "100", "number": "4711"}, "name": "示例"}


def attributes_of(envelope: Envelope) -> dict[str, Any]:
    """Return the attributes as the SDK holds them: text, but for the time."""
    headers = to_headers(envelope)
    written = {name[3:]: raw.decode() for name, raw in headers if name.startswith("ce_")}
    return {**written, "time": envelope.time, "datacontenttype": "application/json"}


@given(envelope=envelopes)
@some
def test_the_sdk_reads_our_records(envelope: Envelope) -> None:
    headers = dict(to_headers(envelope, hop="00-" + "1" * 52))

    event = from_binary(KafkaMessage(headers, None, as_json(BODY)), JSONFormat())

    assert event.get_attributes() == attributes_of(envelope)
    assert event.get_data() == BODY


@given(envelope=envelopes)
@some
def test_the_sdk_reads_our_structured_events(envelope: Envelope) -> None:
    value = as_json(structured_document(envelope, BODY))

    event = from_kafka(KafkaMessage(dict(STRUCTURED_HEADERS), None, value), JSONFormat())

    assert event.get_attributes() == attributes_of(envelope)
    assert event.get_data() == BODY


@given(envelope=envelopes)
@some
def test_we_read_the_records_of_the_sdk(envelope: Envelope) -> None:
    event = CloudEvent(attributes_of(envelope), BODY)

    for message in (to_binary(event, JSONFormat()), to_structured(event, JSONFormat())):
        opened, body = open_kafka(list(message.headers.items()), message.value)
        assert opened == envelope
        assert json.loads(body) == BODY
