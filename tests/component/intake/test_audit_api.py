"""Audits over HTTP: in through the event door, and read back."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest
from sorgfalt_contracts.events import AuditReported
from sorgfalt_contracts.terms import CompanyId, derived_id

from shared.store.pool import Store
from tests.component.intake.builders import facts
from tests.component.intake.test_api import BATCH, an_event, client_of, make_door, post

AUDIT_ID = derived_id("audit", "S4P", "100", "A-1")


@pytest.fixture
async def client(store: Store) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(make_door(store), store) as opened:
        yield opened


def an_audit_event(event_id: str = "a-1", **body: Any) -> dict[str, Any]:
    record = {"system": "S4P", "client": "100", "number": "4711"}
    default = {"record": record, "audit_number": "A-1", "kind": "audit", "scheme": "seal"}
    return {**an_event(event_id), "type": AuditReported.TYPE, "data": {**default, **body}}


async def test_audit_is_taken_told_of_and_read_back(
    client: httpx.AsyncClient, store: Store
) -> None:
    await post(client, an_event())
    answer = await post(client, an_audit_event(held_on="2022-09"))
    assert answer.status_code == 202
    status = (await client.get(answer.json()["status"])).json()
    (audit,) = [fact for fact in await facts(store) if fact.topic == "audit-completed"]
    assert (status["verdict"], status["reasons"]) == ("recorded", ["completed"])
    assert (status["facts"], status["supplier_id"]) == ([str(audit.event_id)], audit.key)
    assert (await client.get(f"/audits/{AUDIT_ID}")).json() == {"audits": [audit.body]}


async def test_audit_and_its_supplier_may_come_in_one_batch_in_any_order(
    client: httpx.AsyncClient,
) -> None:
    answer = await post(client, [an_audit_event(), an_event()], BATCH)
    assert [each["verdict"] for each in answer.json()] == ["accepted", "accepted"]
    statuses = [(await client.get(each["status"])).json() for each in answer.json()]
    assert statuses[0]["supplier_id"] == statuses[1]["supplier_id"]


async def test_same_audit_under_another_id_is_unchanged(
    client: httpx.AsyncClient, store: Store
) -> None:
    await post(client, an_audit_event())
    before = await facts(store)
    answer = await post(client, an_audit_event("a-2"))
    status = (await client.get(answer.json()["status"])).json()
    assert (status["verdict"], status["reasons"], status["facts"]) == (
        "unchanged",
        ["repeated"],
        [],
    )
    assert await facts(store) == before


async def test_audit_number_that_stands_for_something_else_is_a_conflict(
    client: httpx.AsyncClient, store: Store
) -> None:
    await post(client, an_audit_event(result="1"))
    before = await facts(store)
    answer = await post(client, an_audit_event("a-2", result="Xylophon"))
    assert (answer.status_code, answer.json()["reason"]) == (409, "already-taken")
    assert answer.json()["detail"].endswith("at audit_number.")
    assert "Xylophon" not in answer.text
    assert await facts(store) == before
    assert (await client.get("/events/status?source=/erp/s4p&id=a-2")).status_code == 404


async def test_audit_that_breaks_its_contract_is_told_where(client: httpx.AsyncClient) -> None:
    answer = await post(client, [an_audit_event(held_on="2022-13")], BATCH)
    assert answer.status_code == 400
    assert (answer.json()[0]["reason"], answer.json()[0]["where"]) == ("invalid", "held_on")


async def test_audit_of_another_company_and_an_unknown_one_are_not_found(
    client: httpx.AsyncClient, store: Store
) -> None:
    await post(client, an_audit_event())
    stranger = CompanyId(UUID(int=99))
    async with client_of(make_door(store), store, stranger) as other:
        hidden = await other.get(f"/audits/{AUDIT_ID}")
    for answer in (hidden, await client.get(f"/audits/{UUID(int=1)}")):
        assert (answer.status_code, answer.json()["reason"]) == (404, "unknown-audit")


async def test_both_types_of_event_are_described(client: httpx.AsyncClient) -> None:
    described = (await client.get("/openapi.json")).json()["paths"]["/events"]["post"]
    text = str(described["requestBody"])
    assert "sorgfalt.supplier-reported.v1" in text
    assert AuditReported.TYPE in text
