"""Where a command comes from: what a handler may know of the event behind it.

Structs and not dataclasses: one of each is made per record, and a frozen dataclass costs five
times as much to make.
"""

from datetime import datetime
from typing import Generic, TypeVar

import msgspec
from sorgfalt_contracts.terms import CompanyId

C = TypeVar("C")


class Cause(msgspec.Struct, frozen=True, kw_only=True):
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


class Caused(msgspec.Struct, Generic[C], frozen=True, kw_only=True):
    """A command and its cause."""

    command: C
    cause: Cause
