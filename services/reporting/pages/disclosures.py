"""The record as a page that can be read, printed and saved."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from services.reporting import translate
from services.reporting.domain.evidence import EvidenceEvent, SubjectKind
from services.reporting.domain.figure import Cell, Figure
from services.reporting.domain.record import Company, Record
from services.reporting.domain.rule_book import RuleBook, Section
from services.reporting.handlers.read_record import Depth, Now, Reading, read_record
from services.reporting.pages.bands import part_of, share, stack, widths
from shared.web import layout

TEMPLATES: Final = layout.environment(Path(__file__).parents[1] / "templates")
FIRST: Final = Depth(per_cell=20, in_all=200_000)
"""Events shown under each number, and on one page at most."""
ROWS_SHOWN: Final = 16
"""Rows of an open list, such as countries, that stand in the table; the rest unfolds."""
SAVED_TWIN: Final = "disclosure.json"
"""What the machine-readable twin of a saved page is called, in the same folder."""
PARTS: Final = {
    SubjectKind.SUPPLIER: "material",
    SubjectKind.AUDIT: "finding",
    SubjectKind.CASE: "part",
    SubjectKind.PLAN: "part",
}
"""What a part of a subject is called, where a figure has no word of its own."""
Books: TypeAlias = Mapping[str, RuleBook]
"""The rule books by their code."""
LOUD: Final = frozenset({"unknown", "unrated", "missing", "all", "none", "not-timed", "undecided"})
"""Rows and columns that say that nothing is known; set off, so that they are not read over."""


def router(reading: Reading, company: Company, books: Books, now: Now) -> APIRouter:
    """Return the routes of the pages: an index, and one record for each rule book."""
    made = APIRouter(default_response_class=HTMLResponse)

    @made.get("/", include_in_schema=False)
    async def index() -> HTMLResponse:
        template = TEMPLATES.get_template("index.html")
        found = [(book, translate.record_path(code)) for code, book in books.items()]
        return HTMLResponse(template.render(company=company, books=found))

    for book in books.values():
        _add_page(made, reading, company, book, now)
    return made


def _add_page(
    made: APIRouter, reading: Reading, company: Company, book: RuleBook, now: Now
) -> None:
    @made.get(f"{translate.record_path(book.code)}.html", name=f"{book.edition.title}, as a page")
    async def record_page(copy: Literal["yes"] | None = None) -> HTMLResponse:
        """Return the record; `copy=yes` makes one to save beside its machine-readable twin."""
        async with reading([company.company_id]) as connection:
            record = await read_record(connection, company, book, now(), FIRST)
        return HTMLResponse(render_record(record, static=copy is not None))


def render_record(
    record: Record, *, static: bool, template: str = "record.html", **context: object
) -> str:
    """Return the record as one self-contained page.

    A static page is for a file: its links lead within the page and to the twin beside it. A frozen
    record comes with a template of its own and with what this says beside the record.
    """
    summary = record.summary
    address = translate.record_path(record.book.code)
    given: dict[str, object] = {
        "record": record,
        "book": record.book,
        "summary": summary,
        "static": static,
        "machine_address": SAVED_TWIN if static else address,
        "sections": _sections(record),
        "knowledge": _parts(record),
        "average": f"{float(summary.unknown_per_supplier or 0):.1f}",
        "worst": record.most_urgent[:3],
        "anchor": _anchor,
        "evidence_address": partial(_evidence_address, record),
        "share": share,
        "whole": partial(_whole, record),
        "rows": _rows,
        "cut": _cut,
        "part_name": _part_name,
        "has_bar": partial(_has_bar, record),
        "part_of": part_of,
        "loud": LOUD,
    }
    return TEMPLATES.get_template(template).render({**given, **context})


def _sections(record: Record) -> list[tuple[Section, list[Figure]]]:
    return [
        (section, [f for f in record.figures if f.rule.section == section.code])
        for section in record.book.sections
    ]


def _whole(record: Record, figure: Figure) -> int | None:
    """Return what the numbers of a figure are shares of; None where a share says nothing."""
    return record.figure(figure.rule.whole).total if figure.rule.whole else None


def _anchor(figure: Figure, cell: Cell) -> str:
    return f"{figure.rule.code}.{cell.code}"


def _evidence_address(record: Record, figure: Figure, cell: Cell) -> str:
    return translate.evidence_path(record.book.code, figure.rule.code, cell.code)


def _rows(figure: Figure) -> list[Mapping[str, Any]]:
    """Return the cells of a figure row by row."""
    width = len(figure.rule.columns.labels) if figure.rule.columns else 1
    lines = [figure.cells[i : i + width] for i in range(0, len(figure.cells), width)]
    return [{"label": line[0].row, "cells": line, "parts": widths(line)} for line in lines]


def _cut(figure: Figure) -> int:
    """Return how many rows stand in the table: all that the rules name, some of an open list."""
    return max(ROWS_SHOWN, len(figure.rule.rows.labels))


def _part_name(figure: Figure, found: EvidenceEvent) -> str:
    return figure.rule.part or PARTS[found.subject.kind]


def _has_bar(record: Record, figure: Figure) -> bool:
    return figure.rule.code == record.book.summary.knowledge


def _parts(record: Record) -> list[Mapping[str, Any]]:
    """Return known, assumed and unknown over all suppliers and rights, with their meaning."""
    summary = record.summary
    values = {"known": summary.known, "assumed": summary.assumed, "unknown": summary.unknown}
    words = {definition.code: definition for definition in record.book.definitions}
    return [
        {**bar, "value": values[code], "text": words[code].text, "says": words[code].says}
        for code, bar in stack(list(values.items())).items()
    ]
