"""The envelope: two modes that mean the same, and nothing that gets past it as another error."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from sorgfalt_contracts.envelope import Envelope, Headers, open_kafka, to_headers
from sorgfalt_contracts.faults import BadEventError
from sorgfalt_contracts.faults import DeadLetterReason as Reason

from infra.contracts.envelope import envelope_schema
from infra.contracts.published import ENVELOPE
from infra.contracts.renderings import reader
from infra.contracts.validation import fault
from tests.contract.envelopes import (
    STRUCTURED_HEADERS,
    as_json,
    bodies,
    envelopes,
    good_values,
    json_values,
    strange_headers,
    structured_document,
)

GIVEN = Envelope(
    id="1",
    source="/example/erp",
    type="sorgfalt.supplier-reported.v1",
    time=datetime(2026, 11, 22, 8, 15, tzinfo=UTC),
)
BINARY = to_headers(GIVEN)
DOCUMENT = structured_document(GIVEN, {"a": 1})
many = settings(max_examples=300, deadline=None)


def fault_of(headers: Any, value: bytes = b"{}") -> tuple[Reason, str]:
    with pytest.raises(BadEventError) as caught:
        open_kafka(headers, value)
    return caught.value.reason, caught.value.where


def binary_with(**attributes: bytes | None) -> Any:
    changed = {f"ce_{name}": content for name, content in attributes.items()}
    return [*(pair for pair in BINARY if pair[0] not in changed), *changed.items()]


@given(envelope=envelopes, body=bodies, hop=st.none() | st.just("00-" + "1" * 52))
@many
def test_what_is_written_is_read_back(envelope: Envelope, body: bytes, hop: str | None) -> None:
    opened, read = open_kafka(to_headers(envelope, hop), body)

    assert (opened.hop, read) == (hop, body)
    assert structs.replace(opened, hop=None) == envelope


@given(envelope=envelopes, body=good_values)
@many
def test_both_modes_mean_the_same(envelope: Envelope, body: Any) -> None:
    document = structured_document(envelope, body)

    opened, inner = open_kafka(STRUCTURED_HEADERS, as_json(document))

    assert opened == open_kafka(to_headers(envelope), b"")[0]
    assert json.loads(inner) == body


@given(envelope=envelopes)
@many
def test_the_envelope_keeps_to_its_schemas(envelope: Envelope) -> None:
    document = structured_document(envelope, {})
    schema = envelope_schema()

    assert fault(schema, document) is None
    assert fault(reader(schema, ENVELOPE), {**document, "extension": "of a sender"}) is None


@given(headers=strange_headers, value=st.binary(max_size=50) | bodies)
@many
def test_strange_records_are_read_or_refused_with_a_reason(headers: Any, value: bytes) -> None:
    where = ""
    try:
        open_kafka(headers, value)
    except BadEventError as error:
        where = error.where
    assert "Erika" not in where


@given(
    changed=st.dictionaries(st.sampled_from(sorted(DOCUMENT)), json_values, max_size=3),
    dropped=st.sets(st.sampled_from(sorted(DOCUMENT)), max_size=1),
)
@many
def test_strange_documents_are_read_or_refused_with_a_reason(
    changed: dict[str, Any], dropped: set[str]
) -> None:
    document = {k: v for k, v in {**DOCUMENT, **changed}.items() if k not in dropped}
    try:
        opened, body = open_kafka(STRUCTURED_HEADERS, as_json(document))
    except BadEventError:
        return
    assert json.loads(body) == document["data"]
    open_kafka(to_headers(opened), body)


@pytest.mark.parametrize("attribute", ["id", "source", "time"])
@pytest.mark.parametrize("content", [None, b"", b"\x00", b" ", b"a\n", "Z\u00fcrich".encode()])
def test_an_attribute_that_must_be_there_is_named_when_it_is_not(
    attribute: str, content: bytes | None
) -> None:
    assert fault_of(binary_with(**{attribute: content})) == (Reason.BAD_ENVELOPE, attribute)


@pytest.mark.parametrize(
    ("attribute", "content"),
    [
        ("specversion", b"0.3"),
        ("specversion", None),
        ("time", b"2026-11-22T08:15:00"),
        ("time", b"2026-02-30T08:15:00Z"),
        ("time", b'2026-11-22T08:15:00Z"'),
        ("time", b"0001-01-01T00:00:00+14:00"),
        ("time", b"9999-12-31T23:59:59-14:00"),
        ("recordedtime", b""),
        ("sequence", b"-1"),
        ("sequence", b"1" * 19),
        ("sequence", "\u0664".encode()),
        ("causationdepth", b"1.0"),
    ],
)
def test_a_malformed_attribute_is_named(attribute: str, content: bytes | None) -> None:
    assert fault_of(binary_with(**{attribute: content})) == (Reason.BAD_ENVELOPE, attribute)


@pytest.mark.parametrize("kind", [None, b"", b"com.example.v1", b"sorgfalt.x", b"sorgfalt.x.v1\n"])
def test_a_type_that_is_not_ours_is_unknown(kind: bytes | None) -> None:
    assert fault_of(binary_with(type=kind)) == (Reason.UNKNOWN_TYPE, "")


def test_times_are_told_in_utc() -> None:
    opened, _ = open_kafka(binary_with(time=b"2026-11-22T09:15:00+01:00"), b"{}")

    assert opened == GIVEN
    assert opened.time.utcoffset() == GIVEN.time.utcoffset()


def test_a_trace_that_is_malformed_is_dropped_and_stops_nothing() -> None:
    assert open_kafka(binary_with(traceparent=b"00-xyz"), b"{}") == (GIVEN, b"{}")


def test_text_that_is_not_utf8_is_refused_where_it_is_ours_to_read() -> None:
    assert fault_of(binary_with(subject=b"\xff")) == (Reason.NOT_UTF8, "ce_subject")
    assert open_kafka([*BINARY, ("x-other", b"\xff")], b"{}") == (GIVEN, b"{}")


@pytest.mark.parametrize("name", ["Erika-Mustermann", "\x00", "subject" * 9])
def test_a_header_that_a_sender_made_up_is_never_named(name: str) -> None:
    assert open_kafka([*BINARY, (f"ce_{name}", b"\xff")], b"{}") == (GIVEN, b"{}")
    assert fault_of([*BINARY, *[(f"ce_{name}", b"1")] * 2]) == (Reason.BAD_ENVELOPE, "")


@pytest.mark.parametrize("name", ["ce_id", "content-type"])
def test_a_header_that_comes_twice_is_refused(name: str) -> None:
    twice = [pair for pair in BINARY if pair[0] == name]

    assert fault_of([*BINARY, *twice]) == (Reason.BAD_ENVELOPE, name)


@pytest.mark.parametrize(
    "content_type", ["application/cloudevents+json", "Application/CloudEvents+JSON; charset=UTF-8"]
)
def test_both_modes_at_once_are_refused_however_the_content_type_is_spelt(
    content_type: str,
) -> None:
    headers: Headers = [("content-type", content_type.encode())]

    assert open_kafka(headers, as_json(DOCUMENT)) == (GIVEN, b'{"a":1}')
    assert fault_of([*headers, ("ce_id", b"1")], as_json(DOCUMENT)) == (Reason.BOTH_MODES, "")


def test_an_attribute_that_is_null_is_one_left_out() -> None:
    document = {**DOCUMENT, "subject": None, "sequence": None, "extension": None}

    assert open_kafka(STRUCTURED_HEADERS, as_json(document))[0] == GIVEN
    assert fault_of(STRUCTURED_HEADERS, as_json({**DOCUMENT, "id": None})) == (
        Reason.BAD_ENVELOPE,
        "id",
    )


def test_a_number_of_a_structured_event_may_be_a_number() -> None:
    opened, _ = open_kafka(STRUCTURED_HEADERS, as_json({**DOCUMENT, "sequence": 7}))

    assert opened.sequence == 7


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (b"", Reason.NOT_JSON),
        (b"[]", Reason.BAD_ENVELOPE),
        (as_json({"specversion": "1.0"}), Reason.BAD_ENVELOPE),
        (as_json({**DOCUMENT, "data_base64": "e30="}), Reason.BAD_ENVELOPE),
        (as_json({**DOCUMENT, "subject": ["list"]}), Reason.BAD_ENVELOPE),
        (as_json({**DOCUMENT, "subject": "\ud800"}), Reason.NOT_UTF8),
        (as_json({**DOCUMENT, "data": {"name": "\udfff"}}), Reason.NOT_UTF8),
        (as_json(DOCUMENT).replace(b'"a":1', b'"a":1e400'), Reason.NOT_A_NUMBER),
        (as_json(DOCUMENT).replace(b'"a":1', b'"a":1,"a":2'), Reason.DUPLICATE_KEYS),
    ],
)
def test_a_structured_event_that_cannot_be_taken_has_a_reason(value: bytes, reason: Reason) -> None:
    assert fault_of(STRUCTURED_HEADERS, value)[0] == reason


def test_what_is_too_long_to_matter_is_cut() -> None:
    opened, _ = open_kafka(binary_with(subject=b"s" * 300, correlationid=b"c" * 300), b"{}")

    assert (len(opened.subject), len(opened.correlation_id)) == (256, 64)
