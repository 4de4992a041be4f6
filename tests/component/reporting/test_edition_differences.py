from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from shared.store.pool import Store
from tests.component.reporting.freezing import LKSG, Log, client_of, seven_suppliers
from tests.unit.reporting.builders import a_right, a_risk_fact, a_supplier_fact

HOSTILE = "<script>alert(1)</script>"
ASKED = {"disclosure": LKSG}


@pytest.fixture
async def log(reporting_store: Store) -> Log:
    return await seven_suppliers(reporting_store)


@pytest.fixture
async def client(reporting_store: Store, log: Log) -> AsyncIterator[httpx.AsyncClient]:
    assert log
    async with client_of(reporting_store) as made:
        yield made


async def read(client: httpx.AsyncClient, address: str) -> Any:
    answer = await client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    return answer.json()


async def test_one_event_later_the_next_edition_explains_the_difference(
    client: httpx.AsyncClient, log: Log
) -> None:
    await client.post("/editions", json=ASKED)
    await log.take(a_supplier_fact(3, 2, name="Pit 3", relation="former"))
    await client.post("/editions", json=ASKED)

    difference = await read(client, "/editions/lksg-10-1/1/difference/2")

    states = {figure["code"]: figure for figure in difference["figures"]}
    cells = {cell["cell"]: cell for cell in states["suppliers_by_relation"]["cells"]}
    events = difference["events"]
    old, new = (
        next(
            n for n, each in enumerate(events) if each["event_id"] == f"event-supplier-updated-{m}"
        )
        for m in (3, 9)
    )
    assert {code: (cell["before"], cell["after"]) for code, cell in cells.items()} == {
        "direct": (7, 6),
        "former": (0, 1),
    }
    assert (cells["direct"]["left"], cells["former"]["came"]) == ([old], [new])
    assert cells["direct"]["reasons"] == {"events": 1}
    assert difference["subjects"] == [
        {
            "subject": "supplier",
            "subject_id": "00000000-0000-0000-0000-000000005003",
            "label": "Pit 3",
            "exchanges": [[old, new]],
        }
    ]
    assert (events[new]["partition"], events[new]["sequence"]) == (3, 9)
    assert states["suppliers_by_country"]["state"] == "changed"  # its event was replaced
    assert (difference["is_equal"], difference["rules"]) == (False, [])


async def test_the_page_of_a_difference_reads_as_a_person_would_tell_it(
    client: httpx.AsyncClient, log: Log
) -> None:
    await client.post("/editions", json=ASKED)
    await log.take(a_risk_fact(2, 1, a_right("HR05", "known")))
    await client.post("/editions", json=ASKED)

    page = (await client.get("/editions/lksg-10-1/1/difference/2.html")).text

    words = " ".join(page.split())
    assert "What changed from edition 1 to edition 2" in words
    event = "risk-assessed version 1 (recorded 4 May 2026, 06:30 UTC, partition 3 no. 9)"
    assert f"<b>Pit 2</b> came: new event {event}." in words
    assert "Occupational safety and health, known: why 0 became 1" in words
    assert "All rules are the same" in words
    assert "What is equal" in words
    assert 'href="/editions/lksg-10-1/1/difference/2"' in words


async def test_an_edition_does_not_differ_from_itself(client: httpx.AsyncClient) -> None:
    await client.post("/editions", json=ASKED)

    difference = await read(client, "/editions/lksg-10-1/1/difference/1")
    page = (await client.get("/editions/lksg-10-1/1/difference/1.html")).text

    assert difference["is_equal"] is True
    assert {figure["state"] for figure in difference["figures"]} == {"equal"}
    assert (difference["events"], difference["subjects"]) == ([], [])
    assert "<b>Both editions say the same.</b>" in page


async def test_a_name_from_a_sender_cannot_write_into_a_page(
    client: httpx.AsyncClient, log: Log
) -> None:
    await client.post("/editions", json=ASKED)
    await log.take(a_supplier_fact(8, name=HOSTILE))
    await client.post("/editions", json=ASKED)

    for address in ("/editions/lksg-10-1/2.html", "/editions/lksg-10-1/1/difference/2.html"):
        page = (await client.get(address)).text
        assert "<script" not in page
        assert "&lt;script&gt;alert(1)" in page
