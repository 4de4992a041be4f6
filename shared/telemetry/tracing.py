"""Trace context by W3C rules, through the outbox and the topics.

A batch is one span with links to (at most 32 of) the records it holds. Two contexts travel with a
fact: where the chain began, and this hop. Nothing is exported unless an endpoint is set.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import Link, NonRecordingSpan, SpanContext, SpanKind, TraceFlags

MAX_LINKS: Final = 32
_tracer: Final = trace.get_tracer("sorgfalt")


def configure(service: str) -> None:
    """Make spans of this service real; without this call contexts are still passed on."""
    trace.set_tracer_provider(TracerProvider(resource=Resource({"service.name": service})))


def parse(traceparent: str | None) -> SpanContext | None:
    """Return the context of a valid version-00 traceparent, else None."""
    parts = (traceparent or "").split("-")
    if [len(part) for part in parts] != [2, 32, 16, 2]:
        return None
    try:
        trace_id, span_id, flags = (int(part, 16) for part in parts[1:])
    except ValueError:
        return None
    context = SpanContext(trace_id, span_id, is_remote=True, trace_flags=TraceFlags(flags))
    return context if context.is_valid else None


def current() -> str | None:
    """Return the traceparent of the span we are in, or None outside any."""
    context = trace.get_current_span().get_span_context()
    if not context.is_valid:
        return None
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"


@contextmanager
def batch_span(name: str, hops: Iterable[str | None], count: int) -> Iterator[None]:
    """Run a batch in a span of its own, linked to the first distinct hops it came from."""
    distinct = list(dict.fromkeys(hop for hop in hops if hop))[:MAX_LINKS]
    links = [Link(context) for hop in distinct if (context := parse(hop))]
    with _tracer.start_as_current_span(
        name,
        kind=SpanKind.CONSUMER,
        links=links,
        attributes={"messaging.batch.message_count": count},
    ):
        yield


@contextmanager
def request_span(name: str, traceparent: str | None) -> Iterator[None]:
    """Run a request in a span, a child of the caller's context if it sent a valid one."""
    parent = parse(traceparent)
    context = trace.set_span_in_context(NonRecordingSpan(parent)) if parent else None
    with _tracer.start_as_current_span(name, context=context, kind=SpanKind.SERVER):
        yield
