"""Whatever a service answers over HTTP is guarded by headers, counted, and echoes nothing."""

from collections.abc import AsyncIterator

import asyncpg
import httpx
import pytest
from fastapi import APIRouter
from prometheus_client import REGISTRY
from pydantic import BaseModel

from shared.telemetry import tracing
from shared.telemetry.health import Health
from shared.web.application import make_application
from shared.web.problem import problem

HOP = f"00-{10:032x}-{11:016x}-01"
SECRET = "Meyer-17"  # what a caller sends and must never read back


class Body(BaseModel):
    age: int


def a_router() -> APIRouter:
    router = APIRouter()

    @router.get("/things/{thing_id}")
    async def read_thing(thing_id: int, limit: int = 1) -> dict[str, object]:
        return {"thing": thing_id, "limit": limit, "trace": tracing.current()}

    @router.post("/things")
    async def make_thing(body: Body) -> dict[str, int]:
        return {"age": body.age}

    @router.get("/refused")
    async def refuse() -> object:
        return problem(409, "already-there", "It is there already.", {"retry-after": "5"})

    @router.get("/lost/{kind}")
    async def lose(kind: str) -> None:
        raise {"network": ConnectionRefusedError, "pool": asyncpg.InterfaceError}[kind](SECRET)

    @router.get("/broken")
    async def break_down() -> None:
        raise RuntimeError(SECRET)

    return router


async def no_answer() -> str | None:
    return "the database does not answer"


def client_of(health: Health) -> httpx.AsyncClient:
    application = make_application("demo", health, [a_router()])
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:1")


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(Health()) as made:
        yield made


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""])
async def test_a_name_that_is_not_loopback_is_not_answered(
    client: httpx.AsyncClient, host: str
) -> None:
    answer = await client.get("/things/1", headers={"host": host})
    assert (answer.status_code, answer.json()["reason"]) == (421, "unknown-host")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8080", "[::1]:8080", "[::1]"])
async def test_loopback_names_are_answered(client: httpx.AsyncClient, host: str) -> None:
    assert (await client.get("/things/1", headers={"host": host})).status_code == 200


@pytest.mark.parametrize("path", ["/things/1", "/things/x", "/nowhere", "/refused", "/health/live"])
async def test_every_answer_carries_the_guards(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy
    assert {name: headers[name] for name in GUARDS} == GUARDS
    assert not {"server", "x-powered-by"} & headers.keys()


GUARDS = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


@pytest.mark.parametrize(
    ("method", "path", "content", "where"),
    [
        ("GET", f"/things/{SECRET}", None, "thing_id"),
        ("GET", f"/things/1?limit={SECRET}", None, "limit"),
        ("POST", "/things", f'{{"age": "{SECRET}"}}', "age"),
        ("POST", "/things", f'{{"{SECRET}": 1}}', "age"),
    ],
)
async def test_a_422_says_which_parameter_is_wrong_and_never_what_was_sent(
    client: httpx.AsyncClient, method: str, path: str, content: str | None, where: str
) -> None:
    given = {"content-type": "application/json"}
    answer = await client.request(method, path, content=content, headers=given)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json() == {
        "type": "about:blank",
        "status": 422,
        "reason": "invalid",
        "detail": f"These parameters are missing or malformed: {where}.",
    }
    assert SECRET not in answer.text


async def test_a_problem_has_a_code_for_machines_and_a_sentence_for_people(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.get("/refused")
    assert (answer.status_code, answer.headers["retry-after"]) == (409, "5")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "status": 409,
        "reason": "already-there",
        "detail": "It is there already.",
    }


async def test_an_error_of_ours_tells_nothing(client: httpx.AsyncClient) -> None:
    answer = await client.get("/broken")
    assert (answer.status_code, SECRET in answer.text) == (500, False)


async def test_a_request_runs_within_the_callers_trace(client: httpx.AsyncClient) -> None:
    answer = await client.get("/things/1", headers={"traceparent": HOP})
    assert answer.json()["trace"].split("-")[1] == HOP.split("-")[1]


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
async def test_there_are_no_pages_that_load_foreign_script(
    client: httpx.AsyncClient, path: str
) -> None:
    assert (await client.get(path)).status_code == 404


def counted(route: str, status: int) -> float:
    labels = {"route": route, "status": str(status)}
    return REGISTRY.get_sample_value("sorgfalt_http_requests_total", labels) or 0.0


async def test_requests_are_counted_by_route_and_never_by_path(client: httpx.AsyncClient) -> None:
    before = counted("/things/{thing_id}", 200)
    await client.get("/things/4711")
    await client.get(f"/nowhere/{SECRET}")
    text = (await client.get("/metrics")).text
    assert counted("/things/{thing_id}", 200) == before + 1
    assert ("4711" in text, SECRET in text) == (False, False)


async def test_ready_says_what_is_wrong() -> None:
    async with client_of(Health(checks={"database": no_answer})) as client:
        answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (
        503,
        {"ready": False, "faults": {"database": "the database does not answer"}},
    )


async def test_ready_when_nothing_is_wrong(client: httpx.AsyncClient) -> None:
    answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "faults": {}})


@pytest.mark.parametrize(("beat_at", "status"), [(None, 200), (-1e9, 503)])
async def test_live_while_the_loop_moves(beat_at: float | None, status: int) -> None:
    health = Health() if beat_at is None else Health(beat_at=beat_at)
    async with client_of(health) as client:
        assert (await client.get("/health/live")).status_code == status


@pytest.mark.parametrize("kind", ["network", "pool"])
async def test_a_lost_database_asks_the_caller_to_come_back(
    client: httpx.AsyncClient, kind: str
) -> None:
    answer = await client.get(f"/lost/{kind}")

    assert (answer.status_code, answer.json()["reason"]) == (503, "unavailable")
    assert answer.headers["retry-after"] == "1"
    assert SECRET not in answer.text
