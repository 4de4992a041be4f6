"""Who files over a program: a complaint, its state, messages, the remedy."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import httpx
from sorgfalt_contracts.terms import CaseId, CaseStage, CompanyId, RemedyState, Right, Timeliness

from services.grievance.domain.case import Deadlines
from services.grievance.domain.entry import EntryKind, NewEntry
from services.grievance.store import cases
from tests.component.grievance.counter import RECEIPT, Counter, become, post
from tests.unit.grievance.builders import COMPANY

KEY = {"idempotency-key": "Zk3vXw9bQm2LrT7yPs8dNh"}


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
