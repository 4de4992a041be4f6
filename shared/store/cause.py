"""Where a command comes from: what a handler may know of the event behind it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from sorgfalt_contracts.terms import CompanyId

C = TypeVar("C")


@dataclass(frozen=True, kw_only=True, slots=True)
class Cause:
    """One event that was read, or one request.

    `occurred_at` is the sender's time; `now` the only instant a handler may call now (the event's
    recorded time, the broker's append time at intake, the request's time over HTTP). `topic` is
    "http" with partition and offset -1 for a request. `traceparent` says where the chain began.
    """

    event_id: str
    correlation_id: str
    depth: int
    source: str
    company_id: CompanyId
    occurred_at: datetime
    now: datetime
    traceparent: str | None
    topic: str
    partition: int
    offset: int
    sequence: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Caused(Generic[C]):
    """A command and its cause."""

    command: C
    cause: Cause
