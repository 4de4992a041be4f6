"""Limits of a door."""

from collections.abc import Iterator

import pytest
from starlette.requests import Request
from starlette.types import Message

from shared.web.limits import Throttle, read_body


def a_request(*parts: bytes) -> Request:
    messages: Iterator[Message] = iter(
        {"type": "http.request", "body": part, "more_body": n < len(parts)}
        for n, part in enumerate(parts, start=1)
    )

    async def receive() -> Message:
        return next(messages)

    return Request({"type": "http", "headers": []}, receive)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [((b"ab", b"cd"), b"abcd"), ((b"abc", b"de"), None), ((b"",), b"")],
)
async def test_a_body_is_read_up_to_its_limit_whatever_its_header_says(
    parts: tuple[bytes, ...], expected: bytes | None
) -> None:
    assert await read_body(a_request(*parts), 4) == expected


def test_a_throttle_lets_a_burst_through_and_then_so_many_a_second() -> None:
    times = iter([0.0, 0.0, 0.0, 0.0, 0.1, 0.5, 0.6, 99.0, 99.0, 99.0])
    throttle = Throttle(2, 2, clock=lambda: next(times))
    assert [throttle.admits() for _ in range(9)] == [
        True, True, False, False, True, False, True, True, False,
    ]  # fmt: skip
