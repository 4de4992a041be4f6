"""The HTTP server as one role of a process: signals belong to the process, not to uvicorn."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import uvicorn
from fastapi import FastAPI

DRAIN_SECONDS: Final = 5
MAX_REQUESTS: Final = 200
"""At once; above it 503. A body may be 4 MiB, so this bounds what waits in memory."""


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(application: FastAPI, host: str, port: int) -> None:
    """Answer requests until cancelled, then let those under way end; raise OSError for the port."""
    server = _Server(
        uvicorn.Config(
            application,
            host=host,
            port=port,
            log_config=None,
            access_log=False,  # no address and no path of a reporter is ever written down
            server_header=False,
            http="httptools",
            h11_max_incomplete_event_size=65_536,
            timeout_graceful_shutdown=DRAIN_SECONDS,
            backlog=512,
            limit_concurrency=MAX_REQUESTS,
        )
    )
    running = asyncio.create_task(_until_end(server, port))
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        server.should_exit = True
        await running
        raise


async def _until_end(server: _Server, port: int) -> None:
    try:
        await server.serve()
    except SystemExit:
        raise OSError(f"port {port} cannot be listened on; is it taken?") from None
