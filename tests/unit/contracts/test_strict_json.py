"""JSON that two parsers could read differently, or that nothing can hold, is refused."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts import strict_json
from sorgfalt_contracts.faults import BadEventError
from sorgfalt_contracts.faults import DeadLetterReason as Reason

DEEPEST = strict_json.MAX_DEPTH


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.NOT_JSON),
        (b"{", Reason.NOT_JSON),
        (b"{} {}", Reason.NOT_JSON),
        (b"{'a':1}", Reason.NOT_JSON),
        (b'{"a":1,}', Reason.NOT_JSON),
        (b'"\x00"', Reason.NOT_JSON),
        (b"\xef\xbb\xbf{}", Reason.NOT_JSON),
        ("{}".encode("utf-16"), Reason.NOT_UTF8),
        (b'"\xff"', Reason.NOT_UTF8),
        (b'"\xed\xa0\x80"', Reason.NOT_UTF8),
        (b'{"a":1,"a":1}', Reason.DUPLICATE_KEYS),
        (b'[{"b":{"a":1,"\\u0061":2}}]', Reason.DUPLICATE_KEYS),
        (b"NaN", Reason.NOT_A_NUMBER),
        (b"[Infinity]", Reason.NOT_A_NUMBER),
        (b'{"a":-Infinity}', Reason.NOT_A_NUMBER),
        (b"1e400", Reason.NOT_A_NUMBER),
        (b"[-1.0e999]", Reason.NOT_A_NUMBER),
        (b"1" * 5_000, Reason.NOT_JSON),
        (b'"\\ud800"', Reason.NOT_UTF8),
        (b'{"\\uDFFF":1}', Reason.NOT_UTF8),
        (b'["\\ude00\\ud83d"]', Reason.NOT_UTF8),
        (b"[" * 100_000 + b"]" * 100_000, Reason.TOO_DEEP),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, Reason.TOO_DEEP),
        (b"[" * 100_000, Reason.TOO_DEEP),
        (b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), Reason.TOO_DEEP),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_what_is_refused_has_its_reason(data: bytes, reason: Reason) -> None:
    with pytest.raises(BadEventError) as caught:
        strict_json.parse(data)

    assert (caught.value.reason, caught.value.where) == (reason, "")


@pytest.mark.parametrize(
    ("data", "document"),
    [
        (b'"\\ud83d\\ude00"', "\U0001f600"),
        (b'"\\\\ud800"', "\\ud800"),
        (b" null\n", None),
        (b"[1e308, -0.0, 12345678901234567890123]", [1e308, -0.0, 12345678901234567890123]),
        (b'{"a":{"a":{}}}', {"a": {"a": {}}}),
    ],
)
def test_what_is_sound_is_taken(data: bytes, document: Any) -> None:
    assert strict_json.parse(data) == document


def test_as_deep_as_allowed_is_taken() -> None:
    deepest = b"[" * DEEPEST + b"]" * DEEPEST

    assert strict_json.parse(deepest) == json.loads(deepest)


def outcome_of(data: bytes) -> tuple[Any, Reason | None]:
    """The document in the bytes, or the reason there is none."""
    try:
        return strict_json.parse(data), None
    except BadEventError as fault:
        return None, fault.reason


@given(data=st.binary(max_size=200))
def test_bytes_are_read_or_refused_with_a_reason(data: bytes) -> None:
    document, reason = outcome_of(data)

    assert reason in Reason if reason else document == json.loads(data)


@given(
    document=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters()), inner),
        max_leaves=10,
    )
)
def test_what_is_taken_can_be_written_again(document: Any) -> None:
    try:
        taken = strict_json.parse(json.dumps(document).encode())
    except BadEventError:
        return

    assert taken == document
    assert json.loads(json.dumps(taken, ensure_ascii=False, allow_nan=False).encode()) == taken


@given(number=st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_that_is_one_is_taken(number: float) -> None:
    taken = strict_json.parse(repr(number).encode())

    assert taken == number
    assert math.copysign(1, taken) == math.copysign(1, number)
