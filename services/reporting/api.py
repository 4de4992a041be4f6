"""Door 2, machines over HTTP: the record as JSON, and the events behind each of its numbers."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal
from uuid import UUID

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
"""All events behind all numbers, if one answer can hold them: some 12,000 suppliers."""
PAGE: Final = 100
LONGEST_PAGE: Final = 1000


def router(reading: Reading, company: Company, book: RuleBook, now: Now) -> APIRouter:
    """Return the routes of the record of one company."""
    made = APIRouter(tags=["disclosures"])
    address = translate.record_path(book.code)

    @made.get(address, response_class=Response)
    async def disclosure(evidence: Literal["all"] | None = None) -> Response:
        """Return the record; `evidence=all` adds every event behind every number."""
        depth = EVERYTHING if evidence else NONE
        try:
            async with reading([company.company_id]) as connection:
                record = await read_record(connection, company, book, now(), depth)
        except TooMuchEvidenceError:
            return problem(422, "too-much-evidence", "Read it cell by cell, by each cell's href.")
        return _json(translate.record_document(record, with_events=bool(evidence)))

    @made.get(f"{address}/figures/{{code}}/evidence", response_class=Response)
    async def evidence_page(
        code: str,
        cell: str,
        after: UUID | None = None,
        limit: Annotated[int, Query(ge=1, le=LONGEST_PAGE)] = PAGE,
    ) -> Response:
        """Return events behind one cell, by supplier; `next` leads to the following page."""
        cut = Cut(after=after, limit=limit)
        try:
            async with reading([company.company_id]) as connection:
                page = await read_evidence(connection, company, book, (code, cell), cut)
        except NoSuchCellError:
            return problem(404, "no-such-cell", "The record has no such figure or cell.")
        return _json(translate.evidence_document(book.code, page, limit))

    return made


def _json(document: Mapping[str, Any]) -> Response:
    return Response(msgspec.json.encode(document), media_type="application/json")
