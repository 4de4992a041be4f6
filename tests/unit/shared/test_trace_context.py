"""Trace contexts are passed on by W3C rules; a broken one is as good as none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry import trace
from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags

from shared.telemetry import tracing

TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
VALID = f"00-{TRACE}-{SPAN}-01"


def test_a_valid_context_is_read() -> None:
    context = tracing.parse(VALID)
    assert context is not None
    assert (f"{context.trace_id:032x}", f"{context.span_id:016x}") == (TRACE, SPAN)
    assert (context.trace_flags, context.is_remote) == (TraceFlags.SAMPLED, True)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "x",
        VALID[:-1],
        VALID + "-00",
        VALID.replace(TRACE, "0" * 32),
        VALID.replace(SPAN, "0" * 16),
        VALID.replace(TRACE, "g" * 32),
        VALID.replace("-", "_"),
    ],
)
def test_a_broken_context_is_none(text: str | None) -> None:
    assert tracing.parse(text) is None


@given(text=st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert tracing.parse(text) is None or len(text) == len(VALID)


def test_outside_any_span_there_is_no_context() -> None:
    assert tracing.current() is None


@given(
    trace_id=st.integers(1, 2**128 - 1), span_id=st.integers(1, 2**64 - 1), flags=st.integers(0, 1)
)
def test_the_context_of_a_span_is_read_back_as_it_was(
    trace_id: int, span_id: int, flags: int
) -> None:
    given_context = SpanContext(trace_id, span_id, is_remote=True, trace_flags=TraceFlags(flags))
    with trace.use_span(NonRecordingSpan(given_context)):
        written = tracing.current()
    assert written == f"00-{trace_id:032x}-{span_id:016x}-{flags:02x}"
    assert tracing.parse(written) == given_context
    assert tracing.current() is None
