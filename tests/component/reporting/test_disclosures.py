from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from services.reporting import api, pages
from services.reporting.domain.record import Company
from shared.store.pool import Store
from shared.store.progress import take_over
from shared.telemetry.health import Health
from shared.web.application import make_application
from tests.component.reporting.projecting import logged, project
from tests.unit.reporting.builders import (
    BOOKS,
    COMPANY,
    MORNING,
    RIGHTS,
    a_right,
    a_risk_fact,
    a_supplier_fact,
)

RECORD = "/disclosures/lksg-10-1"
HOSTILE = "<script>alert(1)</script>"


def an_application(store: Store) -> FastAPI:
    company = Company(company_id=COMPANY, name="Example AG")
    doors = [
        door(store.reading, company, BOOKS, lambda: MORNING) for door in (api.router, pages.router)
    ]
    return make_application("reporting", Health(), doors)


@pytest.fixture
async def client(reporting_store: Store) -> AsyncIterator[httpx.AsyncClient]:
    await take_over(reporting_store, [(("supplier-updated", 0), UUID(int=8))])
    facts = [a_supplier_fact(number, name=f"Pit {number}") for number in range(1, 8)]
    await project(reporting_store, logged(*facts, a_risk_fact(1, 1, a_right("HR03"))))
    transport = httpx.ASGITransport(an_application(reporting_store))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as made:
        yield made


async def read(client: httpx.AsyncClient, address: str) -> Any:
    answer = await client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    return answer.json()


async def test_the_record_names_company_position_rules_and_figures(
    client: httpx.AsyncClient,
) -> None:
    document = await read(client, RECORD)

    assert document["company"] == {"company_id": str(COMPANY), "name": "Example AG"}
    assert document["position"]["log"] == [
        {"topic": "supplier-updated", "partition": 0, "last_sequence": None, "next_offset": 0}
    ]
    assert (document["rule_pack"]["edition"], document["rule_pack"]["status"]) == (
        "2026-11.2",
        "in force",
    )
    assert document["summary"]["suppliers"] == 7
    assert document["summary"]["unknown"] == 7 * len(RIGHTS) - 1
    assert len(document["figures"]) == 25


async def test_paging_finds_every_event_once_and_as_many_as_the_number_says(
    client: httpx.AsyncClient,
) -> None:
    document = await read(client, RECORD)
    cells = [cell for figure in document["figures"] for cell in figure["cells"] if cell["value"]]

    for cell in cells:
        found: list[str] = []
        address: str | None = f"{cell['evidence']['href']}&limit=3"
        while address:
            page = await read(client, address)
            assert len(page["events"]) <= 3
            found += [event["event_id"] for event in page["events"]]
            address = page["next"]
        assert len(found) == len(set(found)) == cell["value"] == cell["evidence"]["count"]


async def test_a_page_of_evidence_tells_where_each_event_stands(client: httpx.AsyncClient) -> None:
    page = await read(
        client, f"{RECORD}/figures/high_priority_by_right/evidence?cell=HR03.high-assumed"
    )

    assert page["events"] == [
        {
            "event_id": "event-risk-assessed-8",
            "topic": "risk-assessed",
            "partition": 2,
            "sequence": 8,
            "recorded_at": "2026-05-04T06:30:08Z",
            "version": 1,
            "subject": "supplier",
            "subject_id": "00000000-0000-0000-0000-000000005001",
            "label": "Pit 1",
            "part": "",
        }
    ]
    assert (page["query"], page["count"], page["next"]) == (
        "list_high_priority_by_right",
        1,
        None,
    )


async def test_all_evidence_at_once_gives_each_number_its_events(client: httpx.AsyncClient) -> None:
    document = await read(client, f"{RECORD}?evidence=all")

    for figure in document["figures"]:
        for cell in figure["cells"]:
            assert len(cell["evidence"]["event_numbers"]) == cell["value"]
    assert len(document["events"]) == 8


@pytest.mark.parametrize(
    ("address", "status", "reason"),
    [
        (f"{RECORD}?evidence={HOSTILE}", 422, "invalid"),
        (f"{RECORD}/figures/{HOSTILE[8:-9]}/evidence?cell=direct", 404, "no-such-cell"),
        (f"{RECORD}/figures/suppliers_by_relation/evidence?cell={HOSTILE}", 404, "no-such-cell"),
        (f"{RECORD}/figures/suppliers_by_relation/evidence", 422, "invalid"),
        (f"{RECORD}/figures/suppliers_by_relation/evidence?cell=direct&limit=1001", 422, "invalid"),
        (f"{RECORD}/figures/suppliers_by_relation/evidence?cell=direct&limit=0", 422, "invalid"),
        (f"{RECORD}/figures/suppliers_by_relation/evidence?cell=direct&after=x", 422, "invalid"),
    ],
)
async def test_a_refusal_says_what_is_wrong_and_never_what_was_sent(
    client: httpx.AsyncClient, address: str, status: int, reason: str
) -> None:
    answer = await client.get(address)

    assert (answer.status_code, answer.json()["reason"]) == (status, reason)
    assert answer.headers["content-type"] == "application/problem+json"
    assert "alert" not in answer.text


async def test_the_page_and_the_index_are_read_without_anything_from_outside(
    client: httpx.AsyncClient,
) -> None:
    for address in ("/", f"{RECORD}.html", f"{RECORD}.html?copy=yes"):
        answer = await client.get(address)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/html")
        assert "Example AG" in answer.text
        assert not any(mark in answer.text for mark in ("http:", "https:", "<script", "url(//"))


async def test_a_copy_to_save_leads_to_its_twin_and_a_live_page_to_the_service(
    client: httpx.AsyncClient,
) -> None:
    copy = (await client.get(f"{RECORD}.html?copy=yes")).text
    live = (await client.get(f"{RECORD}.html")).text

    assert 'href="disclosure.json"' in copy
    assert f'href="{RECORD}' not in copy
    assert f'href="{RECORD}"' in live
