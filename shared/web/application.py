"""The HTTP application of a service: health, metrics, limits, headers; then its own routers.

Documentation pages are off: they load script from public networks. `/openapi.json` stays.
"""

import time
from collections.abc import Sequence
from typing import Final

import structlog
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from shared.store.pool import UNAVAILABLE
from shared.telemetry.health import Health
from shared.web.edge import Edge
from shared.web.problem import problem

log: Final = structlog.get_logger()


def make_application(service: str, health: Health, routers: Sequence[APIRouter]) -> FastAPI:
    """Return the application; the routers must not hold /health or /metrics."""
    application = FastAPI(title=f"Sorgfalt {service}", docs_url=None, redoc_url=None)
    application.include_router(_probes(health))
    for router in routers:
        application.include_router(router)
    application.add_middleware(Edge)
    application.exception_handler(RequestValidationError)(_invalid)
    for kind in UNAVAILABLE:
        application.exception_handler(kind)(_unavailable)
    return application


def _probes(health: Health) -> APIRouter:
    router = APIRouter(tags=["operations"])

    @router.get("/health/live")
    async def live() -> Response:
        """Answer 200 while the event loop moves."""
        return Response(status_code=200 if health.is_live(time.monotonic()) else 503)

    @router.get("/health/ready")
    async def ready() -> JSONResponse:
        """Answer 200 when the process can do its work now, else 503 and what is wrong."""
        faults = await health.faults()
        return JSONResponse({"ready": not faults, "faults": faults}, 503 if faults else 200)

    @router.get("/metrics")
    async def read_metrics() -> Response:
        """Return the metrics of this process in Prometheus' text format."""
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router


async def _unavailable(_request: Request, error: Exception) -> Response:
    """Tell a caller to come back when the database does not answer; whether it wrote is unknown."""
    log.error("request not served", error=type(error).__name__)
    return problem(503, "unavailable", "Ask again in a moment.", {"Retry-After": "1"})


async def _invalid(_request: Request, error: Exception) -> Response:
    """Say which parameter is wrong, never what was sent."""
    assert isinstance(error, RequestValidationError)
    where = ", ".join(".".join(map(str, fault["loc"][1:])) for fault in error.errors())
    return problem(422, "invalid", f"These parameters are missing or malformed: {where}.")
