"""The form, with nothing but plain HTTP: no account, no script, no cookie."""

import asyncio
import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sorgfalt_contracts.terms import CaseStage, RemedyState, Timeliness

from services.grievance.domain.entry import EntryKind, NewEntry
from shared.store.pool import Store
from tests.component.grievance.counter import NOBODYS, RECEIPT, TOKEN, Counter, become
from tests.component.grievance.form import Page, opened, send, shown

LANGUAGES = ("en", "de", "es")


async def test_a_person_files_comes_back_by_receipt_and_answers(counter: Counter) -> None:
    filed = await send(
        counter,
        await opened(counter),
        "Nos deben el sueldo & más <b>.",
        topics=["wages", "union"],
        country="México",
        contact="ana@example.org",
    )
    (receipt,) = RECEIPT.findall(filed.text)
    assert filed.status_code == 201
    assert "30 de noviembre de 2026" in filed.text

    page = await shown(counter, receipt)
    assert page.status_code == 200
    assert "Nos deben el sueldo &amp; más &lt;b&gt;." in page.text
    assert "Hemos recibido su queja." in page.text
    assert "ana@example.org" not in page.text

    question = NewEntry(kind=EntryKind.QUESTION, text="¿Desde cuándo?", source="handler")
    await become(counter, replace(question, on="2026-11-25"))
    assert "Le preguntamos" in (await shown(counter, receipt)).text

    answered = await counter.client.post(
        "/case/message?lang=es", data={"receipt": receipt, "text": "Desde mayo."}
    )
    assert answered.status_code == 200
    assert "Tenemos su mensaje." in answered.text
    assert "Le preguntamos" not in answered.text
    assert Page(await shown(counter, receipt)).text.count("Desde mayo.") == 1
    assert (await counter.case()).topics == ("wages", "union")


async def test_a_person_says_on_the_page_whether_the_remedy_arrived(counter: Counter) -> None:
    filed = await send(counter, await opened(counter), "Nos deben el sueldo.")
    (receipt,) = RECEIPT.findall(filed.text)
    body = {"receipt": receipt, "confirmed": "no"}
    early = await counter.client.post("/case/remedy?lang=en", data=body)
    await become(counter, remedy=RemedyState.DELIVERED)
    page = await shown(counter, receipt, "en")
    answer = await counter.client.post("/case/remedy?lang=en", data=body)
    assert (early.status_code, "nothing to confirm" in early.text) == (422, True)
    assert "Did you get what was agreed?" in page.text
    assert "We have your answer." in answer.text
    assert (await counter.case()).remedy is RemedyState.NOT_CONFIRMED


async def test_one_form_makes_one_case_however_often_it_is_sent(counter: Counter) -> None:
    token = await opened(counter)
    answers = await asyncio.gather(*(send(counter, token, "Sin pago.") for _ in range(4)))
    late = await send(counter, token, "Sin pago.")
    receipts = {receipt for each in [*answers, late] for receipt in RECEIPT.findall(each.text)}
    assert len(receipts) == len(await counter.cases()) == 1
    assert sorted(each.status_code for each in answers) == [200, 200, 200, 201]
    assert late.status_code == 200


async def test_a_form_sent_again_with_another_text_keeps_the_first_and_shows_no_receipt(
    counter: Counter,
) -> None:
    token = await opened(counter)
    first = await send(counter, token, "Sin pago.")
    other = await send(counter, token, "Otra cosa.")
    assert (first.status_code, other.status_code) == (201, 409)
    assert RECEIPT.findall(other.text) == []
    assert len(await counter.cases()) == 1


async def test_the_database_keeps_nothing_of_a_form_s_token_but_the_keyed_hash(
    counter: Counter, grievance_store: Store
) -> None:
    token = await opened(counter)
    await send(counter, token, "Sin pago.")
    async with grievance_store.reading([counter.desk.company_id]) as connection:
        row = await connection.fetchrow("select cases::text as whole from cases")
    assert row is not None
    assert token.encode().hex() not in row["whole"]
    assert token not in row["whole"]


@pytest.mark.parametrize("token", ["", "AAAA", "old"])
async def test_a_form_that_is_not_ours_or_too_old_is_shown_again_with_what_was_written(
    counter: Counter, token: str
) -> None:
    if token == "old":
        token = await opened(counter)
        counter.now += timedelta(days=3)
    again = await send(counter, token, "Sin pago.", topics="wages")
    assert again.status_code == 422
    assert "Sin pago." in again.text
    assert await counter.cases() == []
    (fresh,) = TOKEN.findall(again.text)
    assert (await send(counter, html.unescape(fresh), "Sin pago.")).status_code == 201


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        ({"text": " "}, "text", "Escriba qué ha pasado."),
        ({"text": "x" * 20_001}, "text", "Como máximo 20000 caracteres."),
        ({"text": "x", "contact": "c" * 501}, "contact", "Como máximo 500 caracteres."),
        ({"text": "x", "topics": "weather"}, "topics", "Elija de la lista"),
    ],
)
async def test_what_is_wrong_is_said_on_top_and_leads_to_its_field(
    counter: Counter, fields: dict[str, str], field: str, says: str
) -> None:
    answer = await counter.client.post(
        "/file?lang=es", data={"token": await opened(counter), **fields}
    )
    page = Page(answer)
    assert answer.status_code == 422
    assert says in page.text
    assert {"href": f"#{field}"} in page.all("a")
    assert field in [given.get("id") for given in page.all("textarea", "input", "fieldset")]
    assert await counter.cases() == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/", "/file", "/case"])
async def test_pages_are_plain_labelled_and_of_our_own(
    counter: Counter, path: str, language: str
) -> None:
    answer = await counter.client.get(f"{path}?lang={language}")
    page = Page(answer)
    (document,) = page.all("html")
    addresses = [given.get("href") or given.get("action") for given in page.all("a", "form")]
    assert document == {"lang": language}
    assert not {tag for tag, _ in page.tags} & {"script", "img", "link", "iframe", "object"}
    assert all(address and address[0] in "/#" for address in addresses)
    assert "url(" not in answer.text
    assert "http" not in answer.text
    labelled = {given.get("for") for given in page.all("label")}
    for given in page.all("input", "textarea"):
        if given.get("type") == "hidden":
            continue
        assert given.get("autocomplete") == "off"
        assert given.get("type") == "checkbox" or given.get("id") in labelled
    assert [given.get("autocomplete") for given in page.all("form")] == ["off"] * (path != "/")
    assert len(answer.content) < 100_000


async def test_no_cookie_is_set_and_nothing_may_be_stored(counter: Counter) -> None:
    token = await opened(counter)
    filed = await send(counter, token, "Sin pago.")
    (receipt,) = RECEIPT.findall(filed.text)
    for answer in (filed, await shown(counter, receipt), await counter.client.get("/")):
        assert "set-cookie" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert receipt not in str(answer.url)
    assert not counter.client.cookies


async def test_a_receipt_never_stands_in_an_address(counter: Counter) -> None:
    filed = await send(counter, await opened(counter), "Sin pago.")
    (receipt,) = RECEIPT.findall(filed.text)
    page = await shown(counter, receipt)
    addresses = [given.get("href") or given.get("action") for given in Page(page).all("a", "form")]
    assert not [each for each in addresses if receipt in str(each)]
    by_address = await counter.client.get("/case", params={"receipt": receipt})
    assert "Sin pago." not in by_address.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_receipt_nobody_has_asks_for_it_again_in_every_language(
    counter: Counter, language: str
) -> None:
    answers = [await shown(counter, each, language) for each in (NOBODYS, "hello", "")]
    assert {(each.status_code, each.text) for each in answers} == {(404, answers[0].text)}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_case_is_told_to_its_end_in_every_language(counter: Counter, language: str) -> None:
    filed = await send(counter, await opened(counter), "Sin pago.")
    (receipt,) = RECEIPT.findall(filed.text)
    for stage in CaseStage:
        await become(counter, stage=stage)
        page = await shown(counter, receipt, language)
        assert html.escape(counter.desk.procedure.stages[stage].words[language]) in page.text
    await become(counter, stage=CaseStage.RECEIVED, acknowledgement=Timeliness.OVERDUE)
    late = Page(await shown(counter, receipt, language)).text
    assert re.search(r"We are late|Wir sind zu spät|Llegamos tarde", late)


async def test_a_form_that_is_too_large_or_no_form_is_refused_with_a_page(
    counter: Counter,
) -> None:
    large = await counter.client.post("/file", data={"text": "x" * 600_000})
    other = await counter.client.post("/file", files={"text": b"canary"})
    many = await counter.client.post("/file", data={f"f{n}": "canary" for n in range(70)})
    assert [large.status_code, other.status_code, many.status_code] == [413, 415, 422]
    assert "canary" not in other.text + many.text
    assert "<h1>" in large.text


async def test_what_people_write_cannot_become_markup(counter: Counter) -> None:
    attack = '"><script>alert(1)</script></textarea><b>'
    again = await send(counter, "", attack, contact=attack, country=attack, topics=attack)
    filed = await send(counter, await opened(counter), attack)
    (receipt,) = RECEIPT.findall(filed.text)
    for page in (again, await shown(counter, receipt)):
        assert Page(page).all("script", "b") == []
