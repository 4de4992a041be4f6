import base64
import hashlib
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from shared.store.pool import Store
from tests.component.reporting.freezing import LKSG, Log, client_of, published, seven_suppliers
from tests.unit.reporting.builders import a_supplier_fact

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


async def test_freezing_answers_with_number_id_hash_and_address(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.post("/editions", json=ASKED)

    receipt = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == receipt["href"] == "/editions/lksg-10-1/1"
    assert set(receipt) == {"number", "edition_id", "sha256", "href"}
    document = (await client.get(receipt["href"])).content
    assert hashlib.sha256(document).hexdigest() == receipt["sha256"]


async def test_freezing_again_without_an_event_answers_with_the_same_edition(
    client: httpx.AsyncClient, reporting_store: Store
) -> None:
    first = await client.post("/editions", json=ASKED)
    again = await client.post("/editions", json=ASKED)

    assert (again.status_code, again.json()) == (200, first.json())
    assert len(await published(reporting_store)) == 1


async def test_a_key_makes_one_edition_even_if_events_have_come_since(
    client: httpx.AsyncClient, log: Log
) -> None:
    key = {"idempotency-key": "freeze-of-november"}
    first = await client.post("/editions", json=ASKED, headers=key)
    await log.take(a_supplier_fact(8))

    again = await client.post("/editions", json=ASKED, headers=key)
    other = await client.post("/editions", json={"disclosure": "csddd-16"}, headers=key)

    assert (again.status_code, again.json()) == (200, first.json())
    assert (other.status_code, other.json()["reason"]) == (422, "idempotency-key-used")


async def test_the_bytes_of_an_edition_come_with_their_digest(client: httpx.AsyncClient) -> None:
    receipt = (await client.post("/editions", json=ASKED)).json()

    answer = await client.get(receipt["href"])

    digest = base64.b64encode(hashlib.sha256(answer.content).digest()).decode()
    assert answer.headers["repr-digest"] == f"sha-256=:{digest}:"
    assert answer.headers["etag"] == f'"{receipt["sha256"]}"'
    plain = json.loads(answer.content)
    again = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert again.encode() == answer.content
    assert plain["edition_id"] == receipt["edition_id"]


async def test_the_list_leads_to_each_edition_and_to_what_it_changed(
    client: httpx.AsyncClient, log: Log
) -> None:
    await client.post("/editions", json=ASKED)
    await log.take(a_supplier_fact(8))
    await client.post("/editions", json=ASKED)

    editions = (await read(client, "/editions"))["editions"]

    assert [(each["number"], each["href"], each["difference"]) for each in editions] == [
        (2, "/editions/lksg-10-1/2", "/editions/lksg-10-1/1/difference/2"),
        (1, "/editions/lksg-10-1/1", None),
    ]
    assert editions[0]["previous_sha256"] == editions[1]["sha256"]
    page = await client.get("/editions.html")
    for each in editions:
        assert f'href="{each["href"]}.html"' in page.text
        assert (await client.get(f"{each['href']}.html")).status_code == 200


async def test_an_edition_stays_as_it_was_when_projections_go_on(
    client: httpx.AsyncClient, log: Log
) -> None:
    href = (await client.post("/editions", json=ASKED)).json()["href"]
    before = [(await client.get(href)).content, (await client.get(f"{href}.html")).content]

    await log.take(a_supplier_fact(1, 2, name="Renamed"), a_supplier_fact(9, name="Late"))

    after = [(await client.get(href)).content, (await client.get(f"{href}.html")).content]
    assert after == before


async def test_the_page_of_an_edition_says_that_it_is_frozen(
    client: httpx.AsyncClient, log: Log
) -> None:
    receipts = [(await client.post("/editions", json=ASKED)).json()]
    await log.take(a_supplier_fact(8))
    receipts.append((await client.post("/editions", json=ASKED)).json())

    pages = [(await client.get(f"{receipt['href']}.html")).text for receipt in receipts]

    for receipt, page in zip(receipts, pages, strict=True):
        assert f"<b>Frozen edition {receipt['number']}</b>" in page
        assert f"<code>{receipt['sha256']}</code>" in page
        assert f'href="{receipt["href"]}"' in page
        assert "/disclosures/" not in page
    assert "It is the first edition." in pages[0]
    assert f"<code>{receipts[0]['sha256']}</code>" in pages[1]
    assert 'href="/editions/lksg-10-1/1/difference/2.html"' in pages[1]


async def test_paging_finds_every_frozen_event_once(client: httpx.AsyncClient, log: Log) -> None:
    href = (await client.post("/editions", json=ASKED)).json()["href"]
    await log.take(a_supplier_fact(1, 2, relation="former"))

    found: list[dict[str, Any]] = []
    address: str | None = f"{href}/figures/suppliers_by_relation/evidence?cell=direct&limit=3"
    while address:
        page = await read(client, address)
        assert (page["count"], page["edition"], page["cell"]) == (7, 1, "direct")
        assert len(page["events"]) <= 3
        found += page["events"]
        address = page["next"]

    assert [event["event_id"] for event in found] == [
        f"event-supplier-updated-{number}" for number in range(1, 8)
    ]
    assert found[0] == {
        "event_id": "event-supplier-updated-1",
        "topic": "supplier-updated",
        "partition": 1,
        "sequence": 1,
        "recorded_at": "2026-05-04T06:30:01Z",
        "version": 1,
        "subject": "supplier",
        "subject_id": "00000000-0000-0000-0000-000000005001",
        "label": "Pit 1",
        "part": "",
    }


async def test_links_to_evidence_on_a_frozen_page_lead_to_frozen_evidence(
    client: httpx.AsyncClient, log: Log
) -> None:
    await log.take(*(a_supplier_fact(number) for number in range(8, 40)))
    href = (await client.post("/editions", json=ASKED)).json()["href"]

    page = (await client.get(f"{href}.html")).text

    assert f'href="{href}/figures/suppliers_by_relation/evidence?cell=direct"' in page
    listed = await read(client, f"{href}/figures/suppliers_by_relation/evidence?cell=direct")
    assert (len(listed["events"]), listed["next"]) == (39, None)


@pytest.mark.parametrize(
    ("address", "status", "reason"),
    [
        ("/editions/lksg-10-1/2", 404, "no-such-edition"),
        ("/editions/lksg-10-1/2.html", 404, "no-such-edition"),
        (f"/editions/{HOSTILE[8:-9]}/1", 404, "no-such-edition"),
        ("/editions/lksg-10-1/0", 422, "invalid"),
        ("/editions/lksg-10-1/99999999999", 422, "invalid"),
        ("/editions/lksg-10-1/1/difference/2", 404, "no-such-edition"),
        ("/editions/lksg-10-1/1/difference/2.html", 404, "no-such-edition"),
        ("/editions/lksg-10-1/2/figures/x/evidence?cell=direct", 404, "no-such-edition"),
        ("/editions/lksg-10-1/1/figures/x/evidence?cell=direct", 404, "no-such-cell"),
        (f"/editions/lksg-10-1/1/figures/x/evidence?cell={HOSTILE}", 404, "no-such-cell"),
        ("/editions/lksg-10-1/1/figures/x/evidence", 422, "invalid"),
        ("/editions/lksg-10-1/1/figures/x/evidence?cell=y&after=-1", 422, "invalid"),
        ("/editions/lksg-10-1/1/figures/x/evidence?cell=y&limit=1001", 422, "invalid"),
    ],
)
async def test_a_refusal_says_what_is_wrong_and_never_what_was_sent(
    client: httpx.AsyncClient, address: str, status: int, reason: str
) -> None:
    await client.post("/editions", json=ASKED)

    answer = await client.get(address)

    assert (answer.status_code, answer.json()["reason"]) == (status, reason)
    assert answer.headers["content-type"] == "application/problem+json"
    assert "alert" not in answer.text


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        ({"disclosure": HOSTILE}, 404, "no-such-disclosure"),
        ({"disclosure": 7}, 422, "invalid"),
        ({HOSTILE: LKSG}, 422, "invalid"),
        ({}, 422, "invalid"),
        ([], 422, "invalid"),
    ],
)
async def test_a_command_that_cannot_be_taken_freezes_nothing(
    client: httpx.AsyncClient, reporting_store: Store, body: object, status: int, reason: str
) -> None:
    answer = await client.post("/editions", json=body)

    assert (answer.status_code, answer.json()["reason"]) == (status, reason)
    assert "alert" not in answer.text
    assert await published(reporting_store) == []


async def test_without_a_database_the_command_may_be_sent_again(
    new_database: tuple[str, str],
) -> None:
    gone = await Store.open(new_database[1])
    await gone.close()

    async with client_of(gone) as client:
        answer = await client.post("/editions", json=ASKED)

    assert (answer.status_code, answer.json()["reason"]) == (503, "unavailable")
    assert answer.headers["retry-after"] == "2"
