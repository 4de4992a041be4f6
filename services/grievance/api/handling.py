"""Who decides: lists of cases, one case with its words, and every decision a procedure knows.

Bodies are read here and not by the framework: its errors would tell what was sent. The header
if-match may hold the revision that the caller saw; a decision on another one is refused.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from sorgfalt_contracts.terms import CaseId, CaseStage, SupplierId, Timeliness

from services.grievance.api import case_documents, decisions
from services.grievance.api.decisions import ASKS, Act, Ask, Asked, Message
from services.grievance.domain.case import Case, Refusal
from services.grievance.domain.handling import revision
from services.grievance.domain.historical import Format
from services.grievance.domain.procedure import Procedure
from services.grievance.handlers.attribute_case import UnknownPlace
from services.grievance.handlers.decide_case import Decided
from services.grievance.handlers.desk import Desk, Now
from services.grievance.handlers.read_case import read_entries
from services.grievance.store import cases, listing, suppliers
from shared.store.pool import Store
from shared.web.causes import cause_of_request
from shared.web.limits import read_body
from shared.web.problem import problem

MOST_BODY: Final = 256 * 1024
MOST_LISTED: Final = 200
_REVISION: Final = re.compile(r'(?:W/)?"?([0-9]{1,9})"?')
_CONFLICTS: Final = frozenset(
    {Refusal.ALREADY_DECIDED, Refusal.NOT_NOW, Refusal.NOT_REMEDIED, Refusal.WRONG_OUTCOME}
)
SENTENCES: Final = {
    Refusal.ALREADY_DECIDED: "This was decided the other way.",
    Refusal.NOT_NOW: "The procedure does not lead there from here.",
    Refusal.UNKNOWN_REASON: "The procedure does not know this reason for this decision.",
    Refusal.UNKNOWN_TOPIC: "A topic is not one of the procedure.",
    Refusal.NOT_BY_HANDLER: "Only the person affected or a representative can say so.",
    Refusal.NOT_REMEDIED: "Remedied is only what the person or a representative has confirmed.",
    Refusal.WRONG_OUTCOME: "A case cannot be closed with this outcome from here.",
    Refusal.WRONG_SEVERITY: "A severity is 1 to 5.",
}


class Listing(BaseModel):
    """What a list shall hold."""

    stage: CaseStage | None = None
    state: Timeliness | None = None
    due_before: date | None = None
    supplier_id: UUID | None = None
    after: UUID | None = None
    limit: Annotated[int, Query(ge=1, le=MOST_LISTED)] = 50


def router(store: Store, desk: Desk, now: Now, formats: Sequence[Format] = ()) -> APIRouter:
    """Return the routes for handlers; `formats` tell which imported columns list several."""
    made = APIRouter(tags=["handling"])
    company = [desk.company_id]

    @made.get("/cases", response_class=Response)
    async def list_cases(asked: Annotated[Listing, Query()]) -> Response:
        """Return cases in codes and days, in the order of their random ids; `next` leads on."""
        wanted = _wanted(asked)
        async with store.reading(company) as connection:
            found = await listing.find_cases(connection, desk.company_id, wanted, asked.limit + 1)
        return JSONResponse(_page([each.case for each in found], asked))

    @made.get("/cases/{case_id}", response_class=Response)
    async def read_case(case_id: UUID) -> Response:
        """Return a case with all its words and what may come next."""
        async with store.reading(company) as connection:
            stored = await cases.read_case(connection, desk.company_id, CaseId(case_id))
            if stored is None:
                return _unknown()
            texts = await read_entries(connection, desk, stored)
        return _answer(
            stored.case, case_documents.whole(stored.case, texts, desk.procedure, formats)
        )

    @made.get("/suppliers", response_class=Response)
    async def find_suppliers(name: Annotated[str, Query(min_length=2, max_length=200)]) -> Response:
        """Return suppliers by a part of their name, so that a case can be attributed to one."""
        async with store.reading(company) as connection:
            found = await suppliers.find_suppliers(connection, desk.company_id, name)
        return JSONResponse({"suppliers": [case_documents.supplier(each) for each in found]})

    _add_asks(made, store, desk, now)
    return made


def _add_asks(made: APIRouter, store: Store, desk: Desk, now: Now) -> None:
    for path, kind, act in ASKS:
        made.add_api_route(
            f"/cases/{{case_id}}/{path}",
            _route(store, desk, now, kind, act),
            name=path,
            description=act.__doc__,
            methods=["POST"],
            response_class=Response,
            openapi_extra=_documented(kind),
        )


def _route(
    store: Store, desk: Desk, now: Now, kind: type[Ask], act: Act
) -> Callable[..., Awaitable[Response]]:
    async def take(case_id: UUID, request: Request) -> Response:
        """Read the request, act in one transaction, answer with the case."""
        body = await read_body(request, MOST_BODY)
        if body is None:
            return problem(413, "too-large", "A request may hold 256 KiB.")
        try:
            said = msgspec.json.decode(body or b"{}", type=kind)
            expected = _expected(request)
        except (msgspec.DecodeError, UnicodeDecodeError, ValueError):
            return problem(422, "invalid", _wants(kind))
        if isinstance(said, Message) and not said.words:
            return problem(422, "invalid", "The text is empty.")
        cause = cause_of_request(request, "grievance", desk.company_id, now())
        async with store.transaction([desk.company_id]) as tx:
            asked = Asked(tx=tx, desk=desk, case_id=CaseId(case_id), cause=cause, expected=expected)
            answer = await act(asked, said)
        return _told(answer, said, desk.procedure)

    return take


def _told(answer: Decided | UnknownPlace | None, said: Ask, procedure: Procedure) -> Response:
    if answer is None:
        return _unknown()
    if isinstance(answer, UnknownPlace):
        return problem(422, answer.reason, "Nobody has told this service of one of these ids.")
    case = answer.stored.case
    if answer.is_stale:
        detail = "Somebody changed the case since; read it again and decide then."
        return problem(412, "changed-meanwhile", detail, _tag(case))
    if answer.refusal is not None:
        status = 409 if answer.refusal in _CONFLICTS else 422
        return problem(status, answer.refusal.value, _why(answer.refusal, case, said, procedure))
    return _answer(case, case_documents.decided(case, procedure))


def _why(refusal: Refusal, case: Case, said: Ask, procedure: Procedure) -> str:
    """Return the sentence of a refusal, with what is allowed; it repeats nothing that was sent."""
    allowed = case_documents.allowed(case, procedure)
    known: dict[Refusal, tuple[str, Sequence[str]]] = {
        Refusal.WRONG_OUTCOME: ("Outcomes allowed", list(allowed["outcomes"])),
        Refusal.UNKNOWN_REASON: ("Reasons", decisions.reasons_for(said, procedure)),
    }
    what, codes = known.get(refusal, ("", ()))
    if refusal is Refusal.NOT_NOW:
        is_remedy = isinstance(said, decisions.Remedy)
        what = f"From {case.remedy.value}" if is_remedy else f"From {case.stage.value}"
        codes = allowed["remedies" if is_remedy else "stages"]
    return SENTENCES[refusal] + (f" {what}: {', '.join(codes) or 'none'}." if what else "")


def _page(found: Sequence[Case], asked: Listing) -> dict[str, Any]:
    shown = found[: asked.limit]
    more = None
    if len(found) > asked.limit:
        given = asked.model_dump(mode="json", exclude_none=True)
        more = "/cases?" + urlencode(given | {"after": str(shown[-1].case_id)})
    return {"cases": [case_documents.listed(case) for case in shown], "next": more}


def _wanted(asked: Listing) -> listing.Wanted:
    return listing.Wanted(
        stage=asked.stage,
        state=asked.state,
        due_before=asked.due_before,
        supplier_id=None if asked.supplier_id is None else SupplierId(asked.supplier_id),
        after=None if asked.after is None else CaseId(asked.after),
    )


def _expected(request: Request) -> int | None:
    """Return the revision that the caller saw; raise ValueError for one that is none."""
    header = request.headers.get("if-match", "*").strip()
    if header == "*":
        return None
    if (found := _REVISION.fullmatch(header)) is None:
        raise ValueError("if-match")
    return int(found[1])


def _tag(case: Case) -> dict[str, str]:
    return {"ETag": f'"{revision(case)}"'}


def _answer(case: Case, document: Mapping[str, Any]) -> Response:
    return JSONResponse(document, headers=_tag(case))


def _unknown() -> Response:
    return problem(404, "unknown-case", "There is no such case.")


def _wants(kind: type[Ask]) -> str:
    names = ", ".join(kind.__struct_fields__) or "none"
    return (
        f"Send one JSON object with these fields, each within its limits: {names}. The header"
        " if-match holds the revision of the case."
    )


def _documented(kind: type[Ask]) -> dict[str, Any]:
    _, parts = msgspec.json.schema_components([kind])
    content = {"application/json": {"schema": parts[kind.__name__]}}
    return {"requestBody": {"required": kind is not Ask, "content": content}}
