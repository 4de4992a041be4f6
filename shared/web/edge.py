"""The edge of every HTTP application: security headers, one span, one count, one duration.

Metrics go by route template, never by path: a path may hold an id.
"""

import time
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.telemetry import metrics, tracing
from shared.web.problem import problem

HEADERS: Final = (
    (b"cache-control", b"no-store"),
    (
        b"content-security-policy",
        (
            b"default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; "
            b"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        ),
    ),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)


LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
NOT_OURS: Final = problem(
    421, "unknown-host", "This service answers to loopback names only while there are no keys."
)


def _is_ours(host: str) -> bool:
    """Say whether the request was meant for us.

    A foreign page whose name is made to resolve to loopback would else read and post as we do.
    """
    name, _, port = host.rpartition(":")
    return (name if name and port.isdigit() else host) in LOOPBACK


class Edge:
    """ASGI middleware round the whole application."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on in a span; headers go in when the answer starts."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        status = 500
        began = time.perf_counter()

        async def with_headers(message: Message) -> None:
            """Add the headers to the start of the answer."""
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)

        given = Headers(scope=scope)
        application = self._application if _is_ours(given.get("host", "")) else NOT_OURS
        try:
            with tracing.request_span("http request", given.get("traceparent")):
                await application(scope, receive, with_headers)
        finally:
            route = getattr(scope.get("route"), "path", "unknown")
            metrics.HTTP.labels(route, str(status)).inc()
            metrics.HTTP_SECONDS.labels(route).observe(time.perf_counter() - began)
