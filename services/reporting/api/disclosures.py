"""The record as JSON, and the events behind each of its numbers."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, TypeAlias

import msgspec
from fastapi import APIRouter, Query
from starlette.responses import Response

from services.reporting import translate
from services.reporting.domain.record import Company
from services.reporting.domain.rule_book import RuleBook
from services.reporting.handlers.read_record import (
    ALL,
    Cut,
    Depth,
    NoSuchCellError,
    Now,
    Reading,
    TooMuchEvidenceError,
    read_evidence,
    read_record,
)
from shared.web.problem import problem

NONE: Final = Depth(per_cell=0, in_all=0)
EVERYTHING: Final = Depth(per_cell=ALL, in_all=600_000)
"""All events behind all numbers, if one answer can hold them: some 10,000 suppliers."""
PLACE: Final = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(/[^\x00-\x1f\x7f]{1,500})?$"
"""Where a page goes on: what the page before it named."""
PAGE: Final = 100
LONGEST_PAGE: Final = 1000
Books: TypeAlias = Mapping[str, RuleBook]
"""The rule books by their code."""


def router(reading: Reading, company: Company, books: Books, now: Now) -> APIRouter:
    """Return the routes of the records of one company, one pair for each rule book."""
    made = APIRouter(tags=["disclosures"])
    for book in books.values():
        _add_record(made, reading, company, book, now)
        _add_evidence(made, reading, company, book)
    return made


def _add_record(
    made: APIRouter, reading: Reading, company: Company, book: RuleBook, now: Now
) -> None:
    @made.get(translate.record_path(book.code), response_class=Response, name=book.edition.title)
    async def disclosure(evidence: Literal["all"] | None = None) -> Response:
        """Return the record; `evidence=all` adds every event behind every number."""
        depth = EVERYTHING if evidence else NONE
        try:
            async with reading([company.company_id]) as connection:
                record = await read_record(connection, company, book, now(), depth)
        except TooMuchEvidenceError:
            return problem(422, "too-much-evidence", "Read it cell by cell, by each cell's href.")
        return _json(translate.record_document(record, with_events=bool(evidence)))


def _add_evidence(made: APIRouter, reading: Reading, company: Company, book: RuleBook) -> None:
    path = f"{translate.record_path(book.code)}/figures/{{code}}/evidence"

    @made.get(path, response_class=Response, name=f"Evidence of {book.code}")
    async def evidence_page(
        code: str,
        cell: str,
        after: Annotated[str | None, Query(pattern=PLACE)] = None,
        limit: Annotated[int, Query(ge=1, le=LONGEST_PAGE)] = PAGE,
    ) -> Response:
        """Return events behind one cell, by subject; `next` leads to the following page."""
        cut = Cut(after=translate.read_place(after), limit=limit)
        try:
            async with reading([company.company_id]) as connection:
                page = await read_evidence(connection, company, book, (code, cell), cut)
        except NoSuchCellError:
            return problem(404, "no-such-cell", "The record has no such figure or cell.")
        return _json(translate.evidence_document(book.code, page, limit))


def _json(document: Mapping[str, Any]) -> Response:
    return Response(msgspec.json.encode(document), media_type="application/json")
