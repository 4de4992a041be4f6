"""The HTTP door on a real database: three modes, one effect per (source, id), nothing echoed."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
from sorgfalt_contracts.events import AuditCompleted, SupplierReported
from sorgfalt_contracts.terms import CompanyId

from services.intake.api.events import EventDoor
from services.intake.api.routes import router
from shared.store.pool import Store
from shared.telemetry.health import Health
from shared.web.application import make_application
from tests.component.intake.builders import facts, known
from tests.unit.intake.builders import COMPANY, an_lei

STRUCTURED = {"content-type": "application/cloudevents+json"}
BATCH = {"content-type": "application/cloudevents-batch+json; charset=utf-8"}
SECRET = "Xylophon"
"""Stands in every bad request; no answer may hold it."""


def company_of(source: str) -> CompanyId | None:
    return COMPANY if source.startswith("/erp/") else None


def make_door(store: Store) -> EventDoor:
    return EventDoor(store.transaction, company_of, lambda: datetime(2026, 3, 9, tzinfo=UTC))


def client_of(door: EventDoor, store: Store, company: CompanyId = COMPANY) -> httpx.AsyncClient:
    application = make_application(
        "intake", Health(checks={}), [router(door, store.reading, [company])]
    )
    transport = httpx.ASGITransport(application)
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")


@pytest.fixture
async def client(store: Store) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(make_door(store), store) as opened:
        yield opened


def an_event(event_id: str = "e-1", number: str = "4711", **body: Any) -> dict[str, Any]:
    record = {"system": "S4P", "client": "100", "number": number}
    return {
        "specversion": "1.0",
        "id": event_id,
        "source": "/erp/s4p",
        "type": SupplierReported.TYPE,
        "time": "2026-03-02T06:00:00Z",
        "data": {"record": record, "name": "Alto", **body},
    }


async def post(
    client: httpx.AsyncClient, document: Any, headers: Mapping[str, str] = STRUCTURED
) -> httpx.Response:
    content = document if isinstance(document, bytes) else msgspec.json.encode(document)
    return await client.post("/events", content=content, headers=headers)


async def test_structured_event_is_answered_with_a_status_address(
    client: httpx.AsyncClient, store: Store
) -> None:
    answer = await post(client, an_event())
    address = "/events/status?source=%2Ferp%2Fs4p&id=e-1"
    assert (answer.status_code, answer.json()) == (202, {"status": address})
    assert answer.headers["location"] == address
    (fact,) = await facts(store)
    body = msgspec.json.encode(an_event()["data"])
    assert (await client.get(address)).json() == {
        "verdict": "recorded",
        "reasons": ["opened", "said", "founded"],
        "supplier_id": fact.key,
        "facts": [str(fact.event_id)],
        "sha256": hashlib.sha256(body).hexdigest(),
        "received_at": "2026-03-09T00:00:00+00:00",
    }


async def test_binary_event_is_taken_from_headers_and_body(client: httpx.AsyncClient) -> None:
    event = an_event(lei=an_lei(1))
    headers = {f"ce-{name}": event[name] for name in event if name != "data"}
    answer = await post(client, event["data"], {**headers, "content-type": "application/json"})
    assert answer.status_code == 202
    found = await client.get("/suppliers", params={"lei": an_lei(1)})
    (supplier,) = found.json()["suppliers"]
    assert supplier["statements"]["name"] == {
        "source": "/erp/s4p",
        "record": {"system": "S4P", "client": "100", "number": "4711"},
        "said_at": "2026-03-02T06:00:00Z",
    }


async def test_batch_is_answered_event_by_event(client: httpx.AsyncClient) -> None:
    events = [
        an_event("e-1", "1"),
        an_event("e-2", "2", lei="ZZZZ0000000000000000"),
        {**an_event("e-3", "3"), "specversion": "0.3"},
        an_event("e-4", "4"),
        {**an_event("e-5", "5"), "type": AuditCompleted.TYPE},
        {**an_event("e-6", "6"), "type": "sorgfalt.weather-reported.v1"},
        {**an_event("e-7", "7"), "source": "/stranger"},
    ]
    answer = await post(client, events, BATCH)
    names = [{"source": "/erp/s4p", "id": f"e-{number}"} for number in range(1, 7)]
    status = "/events/status?source=%2Ferp%2Fs4p&id="
    assert answer.status_code == 202
    assert answer.json() == [
        {**names[0], "verdict": "accepted", "status": f"{status}e-1"},
        {**names[1], "verdict": "rejected", "reason": "bad-lei", "where": "lei"},
        {"verdict": "rejected", "reason": "bad-envelope", "where": "specversion"},
        {**names[3], "verdict": "accepted", "status": f"{status}e-4"},
        {**names[4], "verdict": "rejected", "reason": "no-route", "where": ""},
        {**names[5], "verdict": "rejected", "reason": "unknown-type", "where": ""},
        {
            "source": "/stranger", "id": "e-7",
            "verdict": "rejected", "reason": "unknown-source", "where": "source",
        },
    ]  # fmt: skip


async def test_batch_of_bad_events_alone_is_a_bad_request(client: httpx.AsyncClient) -> None:
    answer = await post(client, [an_event(name=7)], BATCH)
    assert (answer.status_code, answer.json()[0]["reason"]) == (400, "invalid")
    assert (await post(client, [], BATCH)).status_code == 202


async def test_same_source_and_id_gets_the_same_answer_and_has_no_second_effect(
    client: httpx.AsyncClient, store: Store
) -> None:
    first = await post(client, an_event(name="Alto"))
    status = await client.get(first.json()["status"])
    before = await facts(store)
    again = await post(client, an_event(name="Bajo"))
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert (await client.get(again.json()["status"])).json() == status.json()
    assert await facts(store) == before


async def test_same_event_twice_at_the_same_moment_takes_effect_once(
    client: httpx.AsyncClient, store: Store
) -> None:
    events = [an_event(name=name) for name in ("Alto", "Bajo", "Cerro")]
    answers = await asyncio.gather(post(client, events, BATCH), post(client, events[1]))
    assert {each["verdict"] for each in answers[0].json()} == {"accepted"}
    assert answers[1].status_code == 202
    assert [fact.body["version"] for fact in await facts(store)] == [1]


async def test_same_event_at_two_processes_takes_effect_once(store: Store) -> None:
    clients = [client_of(make_door(store), store) for _ in range(4)]
    answers = await asyncio.gather(*(post(each, an_event()) for each in clients))
    assert [answer.status_code for answer in answers] == [202] * 4
    assert len(await facts(store)) == 1


async def test_refused_event_may_be_sent_again_mended_under_the_same_id(
    client: httpx.AsyncClient, store: Store
) -> None:
    sites = [
        {"number": f"{number:04d}", "name": "x" * 450, "country": "CL"} for number in range(1_900)
    ]
    refused = await post(client, an_event(sites=sites))
    assert (refused.status_code, refused.json()["reason"]) == (413, "too-large")
    assert (await client.get("/events/status?source=/erp/s4p&id=e-1")).status_code == 404
    assert (await post(client, an_event())).status_code == 202
    assert len(await known(store)) == 1


async def test_bad_event_in_a_group_leaves_the_others_of_the_group_alone(
    client: httpx.AsyncClient, store: Store
) -> None:
    sites = [{"number": f"{n:04d}", "name": "x" * 450, "country": "CL"} for n in range(1_900)]
    big, good = await asyncio.gather(
        post(client, an_event("e-1", "1", sites=sites)), post(client, an_event("e-2", "2"))
    )
    assert (big.status_code, good.status_code) == (413, 202)
    assert [each["records"][0]["number"] for each in await known(store)] == ["2"]


@pytest.mark.parametrize(
    ("body", "headers", "status", "reason"),
    [
        (b'{"name":"Xylophon', STRUCTURED, 400, "not-json"),
        (b'{"name":"Xylophon","name":1}', STRUCTURED, 400, "duplicate-keys"),
        (b'["Xylophon"]', STRUCTURED, 400, "bad-envelope"),
        (an_event(name="\udc00" + SECRET), STRUCTURED, 400, "not-utf8"),
        (an_event(country=SECRET), STRUCTURED, 400, "invalid"),
        ({**an_event(), "data": {SECRET: 1}}, STRUCTURED, 400, "invalid"),
        (an_event(name="x" * (1024 * 1024)), STRUCTURED, 413, "too-large"),
        (b" " * (4 * 1024 * 1024 + 1), STRUCTURED, 413, "too-large"),
        (an_event(), {**STRUCTURED, "ce-id": SECRET}, 400, "both-modes"),
        (b'{"name":"Xylophon"}', BATCH, 400, "not-a-batch"),
        (b'["Xylophon', BATCH, 400, "not-json"),
        ([{}] * 501, BATCH, 413, "too-many-events"),
        (an_event(), {"content-type": "application/json"}, 415, "unknown-content-type"),
        (an_event(), {"content-type": f"text/{SECRET}"}, 415, "unknown-content-type"),
        (an_event(), {}, 415, "unknown-content-type"),
    ],
)
async def test_bad_request_is_told_its_reason_and_nothing_of_what_it_sent(
    client: httpx.AsyncClient, body: Any, headers: Mapping[str, str], status: int, reason: str
) -> None:
    content = body if isinstance(body, bytes) else as_json(body)
    answer = await post(client, content, headers)
    assert (answer.status_code, answer.json()["reason"]) == (status, reason)
    assert answer.headers["content-type"] == "application/problem+json"
    assert SECRET not in answer.text


async def test_repeated_ce_header_is_refused(client: httpx.AsyncClient) -> None:
    event = an_event()
    pairs = [(f"ce-{name}", event[name]) for name in event if name != "data"]
    pairs += [("ce-id", "e-2"), ("content-type", "application/json")]
    answer = await client.post("/events", content=b"{}", headers=pairs)
    assert (answer.status_code, answer.json()["reason"]) == (400, "bad-envelope")


async def test_supplier_is_found_by_each_of_its_numbers_and_by_its_id(
    client: httpx.AsyncClient,
) -> None:
    await post(client, an_event(lei=an_lei(1), bpn="BPNL00000000012X"))
    by_lei = await client.get("/suppliers", params={"lei": an_lei(1)})
    by_bpn = await client.get("/suppliers", params={"bpn": "BPNL00000000012X"})
    by_erp = await client.get(
        "/suppliers", params={"system": "S4P", "client": "100", "number": "4711"}
    )
    supplier_id = by_lei.json()["suppliers"][0]["supplier_id"]
    by_id = await client.get(f"/suppliers/{supplier_id}")
    assert by_lei.json() == by_bpn.json() == by_erp.json() == by_id.json()
    assert by_id.json()["suppliers"][0]["version"] == 1


async def test_number_of_a_supplier_that_was_merged_away_leads_to_the_survivor(
    client: httpx.AsyncClient,
) -> None:
    await post(client, [an_event("e-1", "1"), an_event("e-2", "2", lei=an_lei(1))], BATCH)
    old = await client.get("/suppliers", params={"system": "S4P", "client": "100", "number": "1"})
    await post(client, an_event("e-3", "1", lei=an_lei(1)))
    new = await client.get("/suppliers", params={"system": "S4P", "client": "100", "number": "1"})
    (was,), (survivor,) = old.json()["suppliers"], new.json()["suppliers"]
    assert [record["number"] for record in survivor["records"]] == ["1", "2"]
    pointer = await client.get(f"/suppliers/{was['supplier_id']}")
    assert pointer.json()["suppliers"][0]["superseded_by"] == survivor["supplier_id"]


async def test_rows_of_another_company_are_not_found(
    client: httpx.AsyncClient, store: Store
) -> None:
    await post(client, an_event(lei=an_lei(1)))
    (supplier,) = (await client.get("/suppliers", params={"lei": an_lei(1)})).json()["suppliers"]
    stranger = client_of(make_door(store), store, CompanyId(UUID(int=99)))
    for address in (
        f"/suppliers?lei={an_lei(1)}",
        f"/suppliers/{supplier['supplier_id']}",
        "/events/status?source=/erp/s4p&id=e-1",
    ):
        assert (await stranger.get(address)).status_code == 404


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/suppliers", 422),
        ("/suppliers?system=S4P&client=100", 422),
        (f"/suppliers?lei={an_lei(1)}&bpn=BPNL00000000012X", 422),
        ("/suppliers?lei=%00", 422),
        ("/suppliers?lei=" + "x" * 257, 422),
        ("/suppliers/Xylophon", 422),
        ("/events/status?source=/erp/s4p", 422),
        ("/events/status?source=%00&id=1", 422),
        (f"/suppliers?lei={an_lei(2)}", 404),
        (f"/suppliers/{UUID(int=3)}", 404),
        ("/events/status?source=/erp/s4p&id=Xylophon", 404),
    ],
)
async def test_question_that_cannot_be_answered_gets_a_problem_without_echo(
    client: httpx.AsyncClient, address: str, status: int
) -> None:
    answer = await client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert SECRET not in answer.text


async def test_lost_database_is_answered_with_come_back_and_loses_no_event(store: Store) -> None:
    async with client_of(make_door(store), store) as client:
        await store.pool.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where pid <> pg_backend_pid() and usename = current_user"
        )
        answers = [await post(client, an_event()) for _ in range(12)]
    assert {answer.status_code for answer in answers} <= {202, 503}
    assert answers[-1].status_code == 202
    assert len(await facts(store)) == 1


def as_json(document: Any) -> bytes:
    """Encode what UTF-8 cannot hold as JSON escapes, as a careless sender does."""
    return json.dumps(document).encode()
