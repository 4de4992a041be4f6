"""Who files over a program: a complaint, its state, messages, and whether a remedy arrived.

Bodies are read here and not by the framework: its errors would tell what was sent. A receipt
stands in bodies only. One that nobody has and one that cannot be get the same answer.
"""

import hashlib
import re
import secrets
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Annotated, Any, Final, TypeVar
from uuid import uuid4

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from sorgfalt_contracts.terms import CaseId, CaseStage

from services.grievance.domain import receipt as receipts
from services.grievance.domain.case import Refusal
from services.grievance.domain.entry import Entry, EntryKind
from services.grievance.domain.writing import MOST_CONTACT, MOST_TEXT, cleaned
from services.grievance.handlers.add_message import Added, add_message
from services.grievance.handlers.confirm_remedy import confirm_remedy
from services.grievance.handlers.desk import Desk, Now
from services.grievance.handlers.file_case import Complaint, file_case
from services.grievance.handlers.read_case import FollowedCase, read_by_receipt
from shared.store.pool import Store
from shared.web.causes import cause_of_request
from shared.web.limits import Throttle, read_body
from shared.web.problem import problem

MOST_BODY: Final = 256 * 1024
MOST_TOPICS: Final = 40
MOST_RECEIPT: Final = 100
_KEY: Final = re.compile(r"[A-Za-z0-9._-]{22,64}")
"""22 signs of chance are 128 bits: the receipt follows from the key, so it must not be guessed."""

UNKNOWN: Final = "No case has this receipt. Please compare it with what you wrote down."
COME_BACK: Final = {"Retry-After": "1"}


class FileComplaint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A complaint. `topics` are codes of the procedure or of rights."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_TEXT)]
    topics: Annotated[list[str], msgspec.Meta(max_length=MOST_TOPICS)] = []
    language: Annotated[str, msgspec.Meta(pattern="^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = None
    country: Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")] | None = None
    contact: Annotated[str, msgspec.Meta(max_length=MOST_CONTACT)] | None = None


class AskStatus(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Asks how a case stands."""

    receipt: Annotated[str, msgspec.Meta(max_length=MOST_RECEIPT)]


class AddMessage(AskStatus, frozen=True, forbid_unknown_fields=True):
    """Writes to a case or answers a question."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_TEXT)]


class AnswerRemedy(AskStatus, frozen=True, forbid_unknown_fields=True):
    """Says whether the remedy has arrived."""

    confirmed: bool


B = TypeVar("B", bound=msgspec.Struct)


class RefusedError(Exception):
    """A request that is answered with a problem."""

    def __init__(self, answer: Response) -> None:
        super().__init__(answer.status_code)
        self.answer = answer


def router(store: Store, desk: Desk, now: Now, throttle: Throttle) -> APIRouter:
    """Return the routes for who files."""
    door = _Door(store, desk, now, throttle)
    made = APIRouter(prefix="/complaints", tags=["reporting"])
    for path, take, kind in (
        ("", door.file, FileComplaint),
        ("/status", door.tell, AskStatus),
        ("/messages", door.write, AddMessage),
        ("/remedy", door.answer, AnswerRemedy),
    ):
        made.add_api_route(
            path,
            _answering(take),
            methods=["POST"],
            response_class=Response,
            openapi_extra=_documented(kind),
        )
    return made


def _answering(take: Callable[[Request], Awaitable[Response]]) -> Callable[..., Any]:
    """Return the route: what it refuses is answered, and no error knows what was sent."""

    @wraps(take)
    async def route(request: Request) -> Response:
        try:
            return await take(request)
        except RefusedError as refused:
            return refused.answer

    return route


class _Door:
    """Each route of who files: read, act in one transaction, answer."""

    def __init__(self, store: Store, desk: Desk, now: Now, throttle: Throttle) -> None:
        self._store = store
        self._desk = desk
        self._now = now
        self._throttle = throttle

    async def file(self, request: Request) -> Response:
        """Take a complaint. The receipt stands in this answer and in no other."""
        sent, body = await self._read(request, FileComplaint)
        seed, complaint = _seed(request, body), _complaint(sent)
        cause = cause_of_request(request, "grievance", self._desk.company_id, self._now())
        receipt = self._desk.vault.receipt_of(seed)
        async with self._store.transaction([self._desk.company_id]) as tx:
            case_id = CaseId(uuid4())
            filed = await file_case(tx, self._desk, complaint, receipt, case_id, cause)
        if filed.refusal is not None:
            return problem(422, filed.refusal.value, "A topic is not one of the procedure.")
        said = {"receipt": receipts.written(receipt), "status": CaseStage.RECEIVED.value}
        return JSONResponse(said, 201 if filed.is_new else 200)

    async def tell(self, request: Request) -> Response:
        """Say how the case of a receipt stands, and what was written in it."""
        sent, _ = await self._read(request, AskStatus)
        async with self._store.reading([self._desk.company_id]) as connection:
            found = await read_by_receipt(connection, self._desk, receipts.read(sent.receipt))
        return _unknown() if found is None else JSONResponse(status(found, self._desk))

    async def write(self, request: Request) -> Response:
        """Add a message to the case of a receipt."""
        sent, _ = await self._read(request, AddMessage)
        text = _written(sent.text)
        cause = cause_of_request(request, "grievance", self._desk.company_id, self._now())
        async with self._store.transaction([self._desk.company_id]) as tx:
            added = await add_message(tx, self._desk, receipts.read(sent.receipt), text, cause)
        if added is Added.UNKNOWN:
            return _unknown()
        if added is Added.FULL:
            return problem(409, added.value, "This case takes no more messages over this door.")
        return JSONResponse({"status": added.value})

    async def answer(self, request: Request) -> Response:
        """Take the person's word on whether the remedy has arrived."""
        sent, _ = await self._read(request, AnswerRemedy)
        cause = cause_of_request(request, "grievance", self._desk.company_id, self._now())
        receipt = receipts.read(sent.receipt)
        async with self._store.transaction([self._desk.company_id]) as tx:
            decision = await confirm_remedy(
                tx, self._desk, receipt, cause, is_confirmed=sent.confirmed
            )
        if decision is None:
            return _unknown()
        if decision.refusal is not None:
            return problem(409, Refusal.NOT_NOW.value, "No remedy waits for an answer.")
        return JSONResponse({"remedy": decision.case.remedy.value})

    async def _read(self, request: Request, kind: type[B]) -> tuple[B, bytes]:
        """Return what was sent, and its bytes; raise RefusedError, which never quotes it."""
        if not self._throttle.admits():
            raise RefusedError(problem(429, "busy", "Please try again in a moment.", COME_BACK))
        body = await read_body(request, MOST_BODY)
        if body is None:
            raise RefusedError(problem(413, "too-large", "A request may hold 256 KiB."))
        try:
            return msgspec.json.decode(body, type=kind), body
        except (msgspec.DecodeError, UnicodeDecodeError):
            names = ", ".join(kind.__struct_fields__)
            detail = f"Send one JSON object with these fields, each within its limits: {names}."
            raise RefusedError(problem(422, "invalid", detail)) from None


def status(found: FollowedCase, desk: Desk) -> dict[str, Any]:
    """Return how a case stands, for who holds its receipt."""
    case, outlook = found.case, found.outlook
    rule = desk.procedure.stages[case.stage]
    due_on = outlook.due_on and outlook.due_on.isoformat()
    return {
        "stage": case.stage.value,
        "says": rule.words,
        "next": {
            "says": rule.next_words,
            "awaits": outlook.awaits,
            "due_on": due_on,
            "is_overdue": outlook.is_overdue,
        },
        "outcome": case.outcome and case.outcome.value,
        "remedy": {"state": case.remedy.value, "is_asked": outlook.is_asked},
        "messages": [_message(text) for text in found.texts],
        "questions": [_message(text) for text in found.questions],
    }


def _message(text: Entry) -> dict[str, Any]:
    is_ours = text.kind in {EntryKind.REPLY, EntryKind.QUESTION}
    return {
        "number": text.number,
        "kind": text.kind.value,
        "by": "handler" if is_ours else "reporter",
        "on": text.on,
        "text": text.text,
    }


def _complaint(sent: FileComplaint) -> Complaint:
    return Complaint(
        text=_written(sent.text),
        topics=tuple(sent.topics),
        language=sent.language,
        country=sent.country or "",
        contact=cleaned(sent.contact or "", MOST_CONTACT) or "",
    )


def _written(text: str) -> str:
    """Return a text as it is kept; raise RefusedError for one in which nothing stands."""
    if kept := cleaned(text, MOST_TEXT):
        return kept
    raise RefusedError(problem(422, "invalid", "The text is empty."))


def _seed(request: Request, body: bytes) -> bytes:
    """Return what the receipt follows from: the sender's key and body, or chance alone."""
    key = request.headers.get("idempotency-key")
    if key is None:
        return b"one" + secrets.token_bytes(32)
    if not _KEY.fullmatch(key):
        detail = "An idempotency-key has 22 to 64 letters, digits, dots, dashes or underscores."
        raise RefusedError(problem(422, "weak-key", detail))
    return b"key" + hashlib.sha256(key.encode() + b"\x1f" + body).digest()


def _unknown() -> Response:
    return problem(404, "unknown-receipt", UNKNOWN)


def _documented(kind: type[msgspec.Struct]) -> dict[str, Any]:
    (_, parts) = msgspec.json.schema_components([kind])
    content = {"application/json": {"schema": parts[kind.__name__]}}
    return {"requestBody": {"required": True, "content": content}}
