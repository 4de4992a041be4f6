"""What who files is refused over a program, and that no refusal repeats what was sent."""

import httpx
import pytest

from services.grievance.domain.writing import MOST_ENTRIES
from shared.web.limits import Throttle
from tests.component.grievance.counter import NOBODYS, Counter, Json, become, post

KEY = {"idempotency-key": "Zk3vXw9bQm2LrT7yPs8dNh"}


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


async def test_too_many_requests_are_told_to_come_back(counter: Counter) -> None:
    counter.throttle = Throttle(0, 1)
    transport = httpx.ASGITransport(counter.application())
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        answers = [
            await client.post("/complaints/status", json={"receipt": NOBODYS}) for _ in range(2)
        ]
    assert [each.status_code for each in answers] == [404, 429]
    assert answers[1].headers["retry-after"] == "1"
