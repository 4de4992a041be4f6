"""Who decides: what they see, in lists without a word, and what is no request at all."""

from dataclasses import replace
from uuid import UUID, uuid4

import httpx
from sorgfalt_contracts.terms import CompanyId

from tests.component.grievance.counter import Counter
from tests.component.grievance.handler import HAMMER, NOBODY, SITE, STEPS, Handler, know


async def test_a_handler_reads_what_was_written(handler: Handler) -> None:
    said = await handler.get(f"/cases/{handler.case_id}")
    assert [(each["kind"], each["text"]) for each in said["entries"]] == [
        ("complaint", "Nos deben el sueldo."),
        ("contact", ""),
        ("statement", ""),
    ]
    assert said["next"] == {
        "stages": ["acknowledged", "closed"],
        "outcomes": {"withdrawn": ["taken-back-after-pressure", "taken-back-freely"]},
        "remedies": ["agreed", "proposed"],
    }


async def test_a_list_has_codes_and_days_and_no_word(handler: Handler) -> None:
    answer = await handler.counter.client.get("/cases")
    assert "sueldo" not in answer.text
    assert answer.json()["next"] is None
    (listed,) = answer.json()["cases"]
    assert listed == {
        "case_id": handler.case_id,
        "revision": 4,
        "procedure": "company_lksg",
        "stage": "received",
        "topics": ["wages"],
        "rights": ["HR08"],
        "severity": None,
        "substantiated": None,
        "outcome": None,
        "remedy": "none",
        "filed_on": "2026-11-23",
        "closed_on": None,
        "acknowledgement": {"state": "awaited", "due_on": "2026-11-30"},
        "feedback": {"state": "awaited", "due_on": "2027-03-02"},
        "supplier_ids": [],
        "site_ids": [],
        "is_imported": False,
    }


LISTS = [
    ("", 3),
    ("stage=received", 2),
    ("stage=acknowledged", 1),
    ("state=in-time", 1),
    ("state=overdue", 0),
    ("due_before=2026-11-29", 0),
    ("due_before=2026-11-30", 2),
    ("due_before=2027-02-23", 3),
    (f"supplier_id={HAMMER}", 1),
    (f"supplier_id={NOBODY}", 0),
    (f"supplier_id={HAMMER}&stage=closed", 0),
]


async def test_a_list_holds_what_was_asked_for(handler: Handler) -> None:
    await handler.counter.file()
    await handler.counter.file()
    await know(handler.counter)
    await handler.post("attribution", {"supplier_ids": [str(HAMMER)]})
    await handler.post("acknowledgement")
    counted = [(query, len((await handler.get(f"/cases?{query}"))["cases"])) for query, _ in LISTS]
    assert counted == LISTS


async def test_a_long_list_is_read_page_by_page(handler: Handler) -> None:
    for _ in range(4):
        await handler.counter.file()
    found: list[str] = []
    path: str | None = "/cases?limit=2&stage=received"
    while path:
        page = await handler.get(path)
        found += [each["case_id"] for each in page["cases"]]
        path = page["next"]
    assert sorted(map(str, await handler.counter.case_ids())) == found


async def test_a_supplier_is_found_by_a_part_of_its_name(handler: Handler) -> None:
    await know(handler.counter)
    assert await handler.get("/suppliers?name=hamm") == {
        "suppliers": [
            {
                "supplier_id": str(HAMMER),
                "name": "Hammer GmbH",
                "country": "DE",
                "site_ids": [str(SITE)],
            }
        ]
    }


async def test_handlers_of_another_company_see_nothing(handler: Handler) -> None:
    counter = handler.counter
    counter.desk = replace(counter.desk, company_id=CompanyId(UUID(int=8)))
    transport = httpx.ASGITransport(counter.application())
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        listed = await client.get("/cases")
        read = await client.get(f"/cases/{handler.case_id}")
        decided = await client.post(f"/cases/{handler.case_id}/acknowledgement", json={})
    assert (listed.json()["cases"], read.status_code, decided.status_code) == ([], 404, 404)


MALFORMED = [
    ("admissibility", b'{"admitted": "canary", "reason": "in-scope"}'),
    ("admissibility", b'{"admitted": true, "reason": "Canary words"}'),
    ("admissibility", b"{}"),
    ("attribution", b'{"supplier_ids": ["canary"]}'),
    ("assessment", b'{"rights": ["canary"], "severity": 3}'),
    ("assessment", b'{"rights": ["HR01"], "severity": 6}'),
    ("assessment", b'{"rights": [], "severity": 3}'),
    ("substantiation", b'{"substantiated": 1, "reason": "canary"}'),
    ("remedy", b'{"state": "canary", "by": "person"}'),
    ("remedy", b'{"state": "delivered"}'),
    ("outcome", b'{"outcome": "canary", "reason": "x"}'),
    ("messages", b'{"text": ""}'),
    ("messages", b'{"text": " \\n "}'),
    ("acknowledgement", b'{"canary": 1}'),
    ("release", b"[canary"),
]


async def test_what_is_malformed_is_refused_without_repeating_it(handler: Handler) -> None:
    client = handler.counter.client
    for path, content in MALFORMED:
        answer = await client.post(f"/cases/{handler.case_id}/{path}", content=content)
        assert (answer.status_code, answer.json()["reason"]) == (422, "invalid")
        assert "canary" not in answer.text.casefold()
    assert len(await handler.facts()) == 1


async def test_a_case_nobody_has_is_not_found(counter: Counter) -> None:
    handler = Handler(counter, str(uuid4()))
    bodies = {path: body for path, body, _ in STEPS} | {"messages": {"text": "x"}, "release": {}}
    answers = [await handler.post(path, body) for path, body in bodies.items()]
    answers.append(await counter.client.get(f"/cases/{handler.case_id}"))
    assert {(each.status_code, each.json()["reason"]) for each in answers} == {
        (404, "unknown-case")
    }
    assert (await counter.client.get("/cases/canary")).status_code == 422


async def test_a_body_beyond_measure_is_not_read(handler: Handler) -> None:
    answer = await handler.post("messages", {"text": "x" * 300_000})
    assert (answer.status_code, answer.json()["reason"]) == (413, "too-large")
