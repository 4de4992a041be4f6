"""The pages of who files: start, form, receipt, case. A receipt travels in bodies only."""

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import uuid4

import structlog
from fastapi import APIRouter, Request
from sorgfalt_contracts.terms import CaseId
from starlette.responses import HTMLResponse, Response

from services.grievance.domain import receipt as receipts
from services.grievance.domain.writing import MOST_TEXT, cleaned
from services.grievance.handlers import form_tokens
from services.grievance.handlers.add_message import Added, add_message
from services.grievance.handlers.confirm_remedy import confirm_remedy
from services.grievance.handlers.desk import Desk, Now
from services.grievance.handlers.file_case import file_case
from services.grievance.handlers.read_case import read_by_receipt
from services.grievance.pages.forms import Given, UnreadableError, check, read_form
from services.grievance.pages.printing import NOTHING, Printer, awaited, decided
from services.grievance.pages.words import Words, chosen
from shared.store.pool import UNAVAILABLE, Store
from shared.web.causes import cause_of_request
from shared.web.limits import Throttle

log: Final = structlog.get_logger()
Take = Callable[[Request, Words], Awaitable[Response]]


def router(store: Store, desk: Desk, now: Now, throttle: Throttle, company: str) -> APIRouter:
    """Return the pages for who files a complaint with the company of this name."""
    pages = _Pages(store, desk, now, throttle, company)
    made = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    routes: Sequence[tuple[str, str, Take]] = (
        ("GET", "/", pages.start),
        ("GET", "/file", pages.show_form),
        ("POST", "/file", pages.file),
        ("GET", "/case", pages.ask),
        ("POST", "/case", pages.show_case),
        ("POST", "/case/message", pages.write),
        ("POST", "/case/remedy", pages.answer),
    )
    for method, path, take in routes:
        made.add_api_route(path, pages.answering(take), methods=[method])
    return made


class _Pages:
    """Every page: read the form, act in one transaction, show what became of it."""

    def __init__(
        self, store: Store, desk: Desk, now: Now, throttle: Throttle, company: str
    ) -> None:
        self._store = store
        self._desk = desk
        self._now = now
        self._throttle = throttle
        self._printer = Printer(desk, company)

    def answering(self, take: Take) -> Callable[..., Any]:
        """Return the route of a page, in the language asked for; what fails is a page as well."""

        async def route(request: Request) -> Response:
            accepted = request.headers.get("accept-language", "")
            words = chosen(self._printer.languages, request.query_params.get("lang"), accepted)
            if not self._throttle.admits():
                return self._printer.sorry(words, "busy", 429)
            try:
                return await take(request, words)
            except UnreadableError as unreadable:
                return self._printer.sorry(words, unreadable.code, unreadable.status)
            except UNAVAILABLE as error:
                log.error("page not served", error=type(error).__name__)
                return self._printer.sorry(words, "down", 503)

        return route

    async def start(self, _request: Request, words: Words) -> Response:
        """Say what may be reported, what is kept, who reads it and what comes when."""
        return self._printer.page(
            "start.html", words, "/", promises=self._printer.promises(words, self._today())
        )

    async def show_form(self, _request: Request, words: Words) -> Response:
        """Show an empty form with a token of its own."""
        return self._form(words, Given(), NOTHING)

    async def file(self, request: Request, words: Words) -> Response:
        """Take a complaint and show its receipt."""
        given = await read_form(request)
        checked = check(given, words.code)
        if checked.complaint is None:
            return self._form(words, given, checked.wrong)
        seed = form_tokens.seed_of(self._desk.vault, given.token, self._now())
        if seed is None:
            return self._form(words, given, {"": "token_old"})
        receipt = self._desk.vault.receipt_of(seed)
        cause = cause_of_request(request, "grievance", self._desk.company_id, self._now())
        async with self._store.transaction([self._desk.company_id]) as tx:
            case_id = CaseId(uuid4())
            filed = await file_case(tx, self._desk, checked.complaint, receipt, case_id, cause)
        if filed.refusal is not None:
            return self._form(words, given, {"topics": "topic_unknown"})
        if filed.is_other:
            return self._printer.sorry(words, "form_other", 409)
        return self._printer.page(
            "filed.html",
            words,
            "/file",
            status=201 if filed.is_new else 200,
            receipt=receipts.written(receipt),
            is_again=not filed.is_new,
            promises=self._printer.promises(words, self._today()),
        )

    async def ask(self, _request: Request, words: Words) -> Response:
        """Ask for the receipt."""
        return self._printer.page("ask.html", words, "/case")

    async def show_case(self, request: Request, words: Words) -> Response:
        """Show the case of a receipt."""
        return await self._case(words, await read_form(request))

    async def write(self, request: Request, words: Words) -> Response:
        """Add a message to the case of a receipt."""
        given = await read_form(request)
        text = cleaned(given.text, MOST_TEXT)
        if not text:
            code = "message_missing" if text == "" else "text_long"
            return await self._case(words, given, wrong={"text": code})
        cause = cause_of_request(request, "grievance", self._desk.company_id, self._now())
        async with self._store.transaction([self._desk.company_id]) as tx:
            added = await add_message(tx, self._desk, receipts.read(given.receipt), text, cause)
        if added is Added.FULL:
            return await self._case(words, given, wrong={"text": "case_full"})
        return await self._case(words, Given(receipt=given.receipt), notice=words.case["kept"])

    async def answer(self, request: Request, words: Words) -> Response:
        """Take the person's word on whether the remedy has arrived."""
        given = await read_form(request)
        if given.confirmed not in {"yes", "no"}:
            raise UnreadableError("unreadable", 422)
        receipt = receipts.read(given.receipt)
        cause = cause_of_request(request, "grievance", self._desk.company_id, self._now())
        async with self._store.transaction([self._desk.company_id]) as tx:
            decision = await confirm_remedy(
                tx, self._desk, receipt, cause, is_confirmed=given.confirmed == "yes"
            )
        if decision is not None and decision.refusal is not None:
            return await self._case(words, given, wrong={"": "nothing_asked"})
        return await self._case(words, given, notice=words.case["answered"])

    async def _case(
        self,
        words: Words,
        given: Given,
        *,
        wrong: Mapping[str, str] = NOTHING,
        notice: str = "",
    ) -> Response:
        """Return the page of a case, or the question for the receipt if nobody has it."""
        receipt = receipts.read(given.receipt)
        async with self._store.reading([self._desk.company_id]) as connection:
            found = await read_by_receipt(connection, self._desk, receipt)
        if found is None or receipt is None:
            unknown = {"receipt": "receipt_unknown"}
            return self._printer.page("ask.html", words, "/case", status=404, wrong=unknown)
        return self._printer.page(
            "case.html",
            words,
            "/case",
            status=422 if wrong else 200,
            wrong=wrong,
            notice=notice,
            found=found,
            given=given,
            receipt=receipts.written(receipt),
            stage=self._desk.procedure.stages[found.case.stage],
            awaited=awaited(words, found),
            decided=decided(words, found, self._desk.procedure),
            on=words.day,
        )

    def _form(self, words: Words, given: Given, wrong: Mapping[str, str]) -> Response:
        """Return the form with what stands in it and a new token."""
        chance = secrets.token_bytes(form_tokens.CHANCE_BYTES)
        return self._printer.page(
            "file.html",
            words,
            "/file",
            status=422 if wrong else 200,
            wrong=wrong,
            given=given,
            token=form_tokens.issued(self._desk.vault, chance, self._now()),
            topics=self._desk.procedure.topics,
        )

    def _today(self) -> date:
        return self._desk.day(self._now())
