"""Door 2, machines over HTTP: freeze a disclosure, read frozen editions, compare two of them."""

import base64
from collections.abc import Mapping
from typing import Annotated, Any, Final, TypeAlias

import msgspec
import structlog
from fastapi import APIRouter, Body, Path, Query, Request
from pydantic import BaseModel, ConfigDict
from sorgfalt_contracts.terms import CompanyId
from starlette.responses import Response

from services.reporting import store, translate
from services.reporting.domain.record import Company
from services.reporting.domain.rule_book import RuleBook
from services.reporting.handlers.compare_editions import compare_editions, read_two_editions
from services.reporting.handlers.freeze_edition import Frozen, RequestUsedError, freeze_edition
from services.reporting.handlers.read_editions import (
    NoSuchEditionError,
    list_editions,
    read_edition,
    read_frozen_cell,
)
from services.reporting.handlers.read_record import NoSuchCellError, Now, Reading
from shared.store.cause import Cause
from shared.store.pool import Store
from shared.web.causes import cause_of_request
from shared.web.problem import problem

log: Final = structlog.get_logger()
PAGE: Final = 100
LONGEST_PAGE: Final = 1000
COME_BACK: Final = {"retry-after": "2"}
EDITION: Final = "/editions/{disclosure}/{number:int}"
JSON: Final = "application/json"
_MOST: Final = 2**31 - 1
Number: TypeAlias = Annotated[int, Path(ge=1, le=_MOST)]
After: TypeAlias = Annotated[int, Query(ge=0, le=_MOST)]
Limit: TypeAlias = Annotated[int, Query(ge=1, le=LONGEST_PAGE)]


class FreezeAsked(BaseModel):
    """What to freeze."""

    model_config = ConfigDict(frozen=True)

    disclosure: str


async def freeze(database: Store, company: Company, book: RuleBook, cause: Cause) -> Frozen:
    """Open the transaction of a freeze, which begins by taking its turn, and freeze."""
    async with database.transaction([company.company_id], turn=store.TURN) as tx:
        return await freeze_edition(tx, company, book, cause)


def editions_router(
    database: Store, company: Company, books: Mapping[str, RuleBook], now: Now
) -> APIRouter:
    """Return the routes of the frozen editions of one company; `books` are those to freeze by."""
    made = APIRouter(tags=["editions"])

    @made.post("/editions", status_code=201, response_class=Response)
    async def freeze_disclosure(
        request: Request, asked: Annotated[FreezeAsked, Body()]
    ) -> Response:
        """Freeze a disclosure; 200 with the edition there is when nothing has happened since."""
        if asked.disclosure not in books:
            return problem(404, "no-such-disclosure", "No disclosure of this name is made here.")
        cause = cause_of_request(request, "reporting", company.company_id, now())
        return await _frozen(database, company, books[asked.disclosure], cause)

    _add_reading(made, database.reading, company.company_id)
    _add_opening(made, database.reading, company.company_id)
    return made


def _add_reading(made: APIRouter, reading: Reading, owner: CompanyId) -> None:
    @made.get("/editions", response_class=Response)
    async def editions() -> Response:
        """Return all editions, by disclosure, the latest first."""
        async with reading([owner]) as connection:
            return _json(translate.editions_document(await list_editions(connection, owner)))

    @made.get(EDITION, response_class=Response)
    async def edition(disclosure: str, number: Number) -> Response:
        """Return the very bytes that the SHA-256 of the edition was taken of."""
        try:
            async with reading([owner]) as connection:
                found = await read_edition(connection, owner, disclosure, number)
        except NoSuchEditionError:
            return no_such_edition()
        return Response(found.document, headers=_proof(found.sha256), media_type=JSON)


def _add_opening(made: APIRouter, reading: Reading, owner: CompanyId) -> None:
    @made.get(EDITION + "/figures/{code}/evidence", response_class=Response)
    async def evidence(
        disclosure: str, number: Number, code: str, cell: str, after: After = 0, limit: Limit = PAGE
    ) -> Response:
        """Return events behind one frozen number; `next` leads to the following page."""
        edition, place = (disclosure, number), (code, cell)
        try:
            async with reading([owner]) as connection:
                found = await read_frozen_cell(connection, owner, edition, place)
        except NoSuchEditionError:
            return no_such_edition()
        except NoSuchCellError:
            return problem(404, "no-such-cell", "The edition has no such figure or cell.")
        cut = slice(after, after + limit)
        return _json(translate.frozen_evidence_document(code, *found, cut))

    @made.get(EDITION + "/difference/{other:int}", response_class=Response)
    async def difference(disclosure: str, number: Number, other: Number) -> Response:
        """Return what differs from one edition to another, and the events that explain it."""
        try:
            async with reading([owner]) as connection:
                two = await read_two_editions(connection, owner, disclosure, (number, other))
        except NoSuchEditionError:
            return no_such_edition()
        found = await compare_editions(*two)
        return _json(translate.difference_document(found.before, found.after, found.difference))


async def _frozen(database: Store, company: Company, book: RuleBook, cause: Cause) -> Response:
    try:
        frozen = await freeze(database, company, book, cause)
    except RequestUsedError:
        detail = "This idempotency key has frozen another disclosure; use a new one."
        return problem(422, "idempotency-key-used", detail)
    except store.UNAVAILABLE as error:
        log.error("edition not frozen", error=type(error).__name__)
        return problem(503, "unavailable", "Ask for the same edition again.", COME_BACK)
    receipt = translate.receipt_document(frozen.edition)
    return _json(receipt, 201 if frozen.is_new else 200, {"location": receipt["href"]})


def _proof(sha256: str) -> dict[str, str]:
    digest = base64.b64encode(bytes.fromhex(sha256)).decode()
    return {"etag": f'"{sha256}"', "repr-digest": f"sha-256=:{digest}:"}


def no_such_edition() -> Response:
    """Return the answer for an edition that is not on record."""
    return problem(404, "no-such-edition", "No edition of this disclosure and number is on record.")


def _json(
    document: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    content = msgspec.json.encode(document)
    return Response(content, status, headers, media_type=JSON)
