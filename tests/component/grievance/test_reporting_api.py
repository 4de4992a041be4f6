"""Who files over a program: a complaint, its state, messages, the remedy."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest
from sorgfalt_contracts.terms import CaseId, CaseStage, CompanyId, RemedyState, Right, Timeliness

from services.grievance.domain.case import Deadlines
from services.grievance.domain.entry import EntryKind, NewEntry
from services.grievance.domain.receipt import Receipt, written
from services.grievance.domain.writing import MOST_ENTRIES
from services.grievance.handlers.keep_case import keep_case
from services.grievance.store import cases
from shared.web.limits import Throttle
from tests.component.grievance.counter import RECEIPT, Counter, Json
from tests.unit.grievance.builders import COMPANY
from tests.unit.grievance.test_case_facts import CAUSE

KEY = {"idempotency-key": "Zk3vXw9bQm2LrT7yPs8dNh"}
NOBODYS = written(Receipt(number=12345))


async def post(counter: Counter, path: str, body: Json, **headers: str) -> httpx.Response:
    return await counter.client.post(path, json=body, headers=headers)


async def become(counter: Counter, *texts: NewEntry, **changed: object) -> None:
    """Let handlers have brought the only case to a state."""
    async with counter.store.transaction([COMPANY]) as tx:
        (only,) = await counter.cases()
        stored = await cases.lock_case(tx, COMPANY, only.case.case_id)
        assert stored is not None
        after = replace(stored.case, **changed)  # type: ignore[arg-type]
        await keep_case(tx, counter.desk, stored, after, CAUSE, texts)


async def test_a_complaint_becomes_a_case_of_codes_and_days(counter: Counter) -> None:
    receipt = await counter.file("No pagan.", topics=["wages", "HR06"], language="es")
    case = await counter.case()
    assert RECEIPT.fullmatch(receipt)
    assert (case.stage, case.filed_on, case.topics) == (
        CaseStage.RECEIVED, "2026-11-23", ("wages", "HR06"),
    )  # fmt: skip
    assert case.rights == (Right.FREEDOM_OF_ASSOCIATION, Right.WAGE)
    assert case.acknowledgement is case.feedback is Timeliness.AWAITED
    assert case.deadlines.acknowledge_by is not None
    assert UUID(str(case.case_id)).version == 4


async def test_the_day_is_the_day_where_the_procedure_is_at_home(counter: Counter) -> None:
    counter.now = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    await counter.file()
    assert (await counter.case()).filed_on == "2026-11-24"


async def test_the_receipt_shows_the_case_and_what_was_written(counter: Counter) -> None:
    receipt = await counter.file("No pagan.\r\nDesde mayo.")
    assert await counter.status(receipt.lower().replace("-", " ")) == {
        "stage": "received",
        "says": counter.desk.procedure.stages[CaseStage.RECEIVED].words,
        "next": {
            "says": counter.desk.procedure.stages[CaseStage.RECEIVED].next_words,
            "awaits": "acknowledgement",
            "due_on": "2026-11-30",
            "is_overdue": False,
        },
        "outcome": None,
        "remedy": {"state": "none", "is_asked": False},
        "messages": [
            {
                "number": 1,
                "kind": "complaint",
                "by": "reporter",
                "on": "2026-11-23",
                "text": "No pagan.\nDesde mayo.",
            }
        ],
        "questions": [],
    }


async def test_a_question_stands_until_it_is_answered(counter: Counter) -> None:
    receipt = await counter.file()
    texts = [
        NewEntry(kind=kind, text=text, source="handler", on="2026-11-24")
        for kind, text in (
            (EntryKind.QUESTION, "¿Desde cuándo?"),
            (EntryKind.NOTE, "Nur für uns"),
            (EntryKind.REPLY, "Gracias."),
        )
    ]
    await become(counter, *texts)
    asked = await counter.status(receipt)
    await post(counter, "/complaints/messages", {"receipt": receipt, "text": "Desde mayo."})
    answered = await counter.status(receipt)
    assert [each["text"] for each in asked["questions"]] == ["¿Desde cuándo?"]
    assert answered["questions"] == []
    assert [(each["by"], each["text"]) for each in answered["messages"]] == [
        ("reporter", "Nos deben el sueldo."),
        ("handler", "¿Desde cuándo?"),
        ("handler", "Gracias."),
        ("reporter", "Desde mayo."),
    ]


async def test_the_same_message_twice_in_a_row_is_one(counter: Counter) -> None:
    receipt = await counter.file()
    for text in ("Uno.", "Uno.", "Dos.", "Uno."):
        answer = await post(counter, "/complaints/messages", {"receipt": receipt, "text": text})
        assert answer.json() == {"status": "kept"}
    said = [each["text"] for each in (await counter.status(receipt))["messages"]]
    assert said == ["Nos deben el sueldo.", "Uno.", "Dos.", "Uno."]


async def test_a_case_with_very_many_texts_takes_no_more_from_its_receipt(
    counter: Counter,
) -> None:
    receipt = await counter.file()
    await become(counter, entries=MOST_ENTRIES)
    body = {"receipt": receipt, "text": "Uno."}
    answer = await post(counter, "/complaints/messages", body)
    page = await counter.client.post("/case/message?lang=en", data=body)
    assert (answer.status_code, answer.json()["reason"]) == (409, "case-full")
    assert (page.status_code, "no more messages" in page.text) == (422, True)


@pytest.mark.parametrize("path", ["status", "messages", "remedy"])
async def test_every_receipt_that_opens_nothing_gets_the_same_answer(
    counter: Counter, path: str
) -> None:
    receipt = await counter.file()
    said: dict[str, Json] = {"messages": {"text": "x"}, "remedy": {"confirmed": True}}
    rest = said.get(path, {})
    wrong = receipt[:-1] + ("0" if receipt[-1] != "0" else "1")
    answers = [
        await post(counter, f"/complaints/{path}", {"receipt": each, **rest})
        for each in (NOBODYS, wrong, "", "hello", receipt[:-5])
    ]
    assert {(each.status_code, each.text) for each in answers} == {
        (404, answers[0].text),
    }
    assert answers[0].json()["reason"] == "unknown-receipt"


async def test_a_receipt_opens_nothing_once_the_key_wrapped_for_it_was_exchanged(
    counter: Counter,
) -> None:
    receipt = await counter.file()
    async with counter.store.transaction([COMPANY]) as tx:
        await tx.execute("update cases set receipt_key = wrapped_key")
    answer = await post(counter, "/complaints/status", {"receipt": receipt})
    assert answer.status_code == 404


async def test_the_same_request_under_its_key_is_one_case_with_one_receipt(
    counter: Counter,
) -> None:
    body = {"text": "No pagan.", "language": "es"}
    first = await post(counter, "/complaints", body, **KEY)
    again = await post(counter, "/complaints", body, **KEY)
    other = await post(counter, "/complaints", {**body, "text": "Otro."}, **KEY)
    assert [first.status_code, again.status_code, other.status_code] == [201, 200, 201]
    assert first.json() == again.json() != other.json()
    assert len(await counter.cases()) == 2


async def test_the_same_text_without_a_key_is_two_cases(counter: Counter) -> None:
    assert await counter.file() != await counter.file()
    assert len(await counter.case_ids()) == 2


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        ({}, 422, "invalid"),
        ({"text": ""}, 422, "invalid"),
        ({"text": " \n\x00 "}, 422, "invalid"),
        ({"text": "canary" * 3_400}, 422, "invalid"),
        ({"text": "canary", "colour": "canary"}, 422, "invalid"),
        ({"text": "canary", "language": "canary canary"}, 422, "invalid"),
        ({"text": "canary", "country": "canary"}, 422, "invalid"),
        ({"text": "canary", "contact": "canary" * 90}, 422, "invalid"),
        ({"text": "canary", "topics": ["canary"]}, 422, "unknown-topic"),
        ({"text": ["canary"]}, 422, "invalid"),
        ({"text": "canary" * 50_000}, 413, "too-large"),
    ],
)
async def test_what_cannot_be_taken_is_refused_without_repeating_it(
    counter: Counter, body: Json, status: int, reason: str
) -> None:
    answer = await post(counter, "/complaints", body)
    assert (answer.status_code, answer.json()["reason"]) == (status, reason)
    assert "canary" not in answer.text
    assert await counter.cases() == []


@pytest.mark.parametrize(
    "content", [b"", b"canary", b"[]", b'{"text": "\xff canary"}', b'"\\ud800"']
)
async def test_what_is_no_json_is_refused_without_repeating_it(
    counter: Counter, content: bytes
) -> None:
    answer = await counter.client.post("/complaints", content=content)
    assert (answer.status_code, answer.json()["reason"]) == (422, "invalid")
    assert "canary" not in answer.text


async def test_a_key_that_could_be_guessed_is_refused(counter: Counter) -> None:
    answer = await post(counter, "/complaints", {"text": "x"}, **{"idempotency-key": "case-0001"})
    assert (answer.status_code, answer.json()["reason"]) == (422, "weak-key")


async def test_only_what_was_delivered_can_be_confirmed_and_the_person_does_it(
    counter: Counter,
) -> None:
    receipt = await counter.file()
    body = {"receipt": receipt, "confirmed": True}
    early = await post(counter, "/complaints/remedy", body)
    await become(counter, remedy=RemedyState.DELIVERED, stage=CaseStage.REMEDY_AGREED)
    asked = await counter.status(receipt)
    answers = [await post(counter, "/complaints/remedy", body) for _ in range(2)]
    assert (early.status_code, early.json()["reason"]) == (409, "not-now")
    assert asked["remedy"] == {"state": "delivered", "is_asked": True}
    assert [each.json() for each in answers] == [{"remedy": "confirmed"}] * 2
    assert [step.what for step in (await counter.case()).steps] == ["filed", "remedy-confirmed"]


async def test_what_is_late_is_said_to_be_late(counter: Counter) -> None:
    receipt = await counter.file()
    await become(
        counter,
        acknowledgement=Timeliness.OVERDUE,
        deadlines=Deadlines(acknowledge_by=datetime(2026, 11, 30, tzinfo=UTC).date()),
    )
    awaited = (await counter.status(receipt))["next"]
    assert (awaited["awaits"], awaited["due_on"], awaited["is_overdue"]) == (
        "acknowledgement", "2026-11-30", True,
    )  # fmt: skip


async def test_too_many_requests_are_told_to_come_back(counter: Counter) -> None:
    counter.throttle = Throttle(0, 1)
    transport = httpx.ASGITransport(counter.application())
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        answers = [
            await client.post("/complaints/status", json={"receipt": NOBODYS}) for _ in range(2)
        ]
    assert [each.status_code for each in answers] == [404, 429]
    assert answers[1].headers["retry-after"] == "1"


async def test_a_case_of_another_company_has_no_receipt_here(counter: Counter) -> None:
    receipt = await counter.file()
    async with counter.store.reading([COMPANY]) as connection:
        stranger = await cases.read_case(connection, COMPANY, CaseId(UUID(int=1)))
    counter.desk = replace(counter.desk, company_id=CompanyId(UUID(int=8)))
    transport = httpx.ASGITransport(counter.application())
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        answer = await client.post("/complaints/status", json={"receipt": receipt})
    assert (stranger, answer.status_code) == (None, 404)


async def test_every_route_of_who_files_is_described(counter: Counter) -> None:
    described = (await counter.client.get("/openapi.json")).json()["paths"]
    bodies = {
        path: set(
            each["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"]
        )
        for path, each in described.items()
        if path.startswith("/complaints")
    }
    assert bodies == {
        "/complaints": {"text", "topics", "language", "country", "contact"},
        "/complaints/status": {"receipt"},
        "/complaints/messages": {"receipt", "text"},
        "/complaints/remedy": {"receipt", "confirmed"},
    }
    assert "/file" not in described
