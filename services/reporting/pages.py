"""Door 3, people over HTTP: the record as a page that can be read, printed and saved."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any, Final, Literal

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from services.reporting import translate
from services.reporting.domain.figure import Cell, Figure
from services.reporting.domain.record import KNOWLEDGE, Company, Record
from services.reporting.domain.rule_book import RuleBook
from services.reporting.handlers.read_record import Depth, Now, Reading, read_record
from shared.web import layout

TEMPLATES: Final = layout.environment(Path(__file__).with_name("templates"))
FIRST: Final = Depth(per_cell=20, in_all=200_000)
"""Events shown under each number, and on one page at most."""
ROWS_SHOWN: Final = 16
"""Rows of an open list, such as countries, that stand in the table; the rest unfolds."""
SAVED_TWIN: Final = "disclosure.json"
"""What the machine-readable twin of a saved page is called, in the same folder."""
LOUD: Final = frozenset({"unknown", "unrated", "missing", "all"})
"""Rows and columns that say that nothing is known; set off, so that they are not read over."""
BAND: Final = 1000
THINNEST: Final = 6
"""Units of a band's width, and the least that a part above 0 gets: it must be seen."""


def router(reading: Reading, company: Company, book: RuleBook, now: Now) -> APIRouter:
    """Return the routes of the pages: an index and the record of one company."""
    made = APIRouter(default_response_class=HTMLResponse)
    address = translate.record_path(book.code)

    @made.get("/", include_in_schema=False)
    async def index() -> HTMLResponse:
        template = TEMPLATES.get_template("index.html")
        return HTMLResponse(template.render(company=company, book=book, address=address))

    @made.get(f"{address}.html")
    async def record_page(copy: Literal["yes"] | None = None) -> HTMLResponse:
        """Return the record; `copy=yes` makes one to save beside its machine-readable twin."""
        async with reading([company.company_id]) as connection:
            record = await read_record(connection, company, book, now(), FIRST)
        return HTMLResponse(render_record(record, static=copy is not None))

    return made


def render_record(record: Record, *, static: bool) -> str:
    """Return the record as one self-contained page.

    A static page is for a file: its links lead within the page and to the twin beside it.
    """
    summary = record.summary
    address = translate.record_path(record.book.code)
    average = summary.unknown_per_supplier
    return TEMPLATES.get_template("record.html").render(
        record=record,
        summary=summary,
        static=static,
        machine_address=SAVED_TWIN if static else address,
        knowledge=_parts(record),
        average=f"{float(average or 0):.1f}",
        worst=record.most_urgent[:3],
        anchor=_anchor,
        evidence_address=partial(_evidence_address, record),
        share=share,
        shown=_shown,
        folded=_folded,
        rows=_rows,
        has_bar=_has_bar,
        part_of=_part_of,
        loud=LOUD,
    )


def share(part: int, whole: int) -> str:
    """Return a share for print; a part that exists is never 0 %, an incomplete one never 100 %."""
    if not whole:
        return "no supplier"
    if part in {0, whole}:
        return f"{100 * part // whole} %"
    tenths = min(max(round(1000 * part / whole), 1), 999)
    return f"{tenths / 10:.1f} %"


def _anchor(figure: Figure, cell: Cell) -> str:
    return f"{figure.rule.code}.{cell.code}"


def _evidence_address(record: Record, figure: Figure, cell: Cell) -> str:
    return translate.evidence_path(record.book.code, figure.rule.code, cell.code)


def _shown(figure: Figure) -> Sequence[Cell]:
    return figure.cells[:ROWS_SHOWN]


def _folded(figure: Figure) -> Sequence[Cell]:
    return figure.cells[ROWS_SHOWN:]


def _has_bar(figure: Figure) -> bool:
    return figure.rule.code == KNOWLEDGE


def _rows(figure: Figure) -> list[Mapping[str, Any]]:
    """Return the cells of a figure with columns, row by row."""
    assert figure.rule.columns is not None  # the template asks for figures with columns only
    width = len(figure.rule.columns.labels)
    lines = [figure.cells[i : i + width] for i in range(0, len(figure.cells), width)]
    return [{"label": line[0].row, "cells": line, "parts": _widths(line)} for line in lines]


def _parts(record: Record) -> list[Mapping[str, Any]]:
    """Return known, assumed and unknown over all suppliers and rights, with their meaning."""
    summary = record.summary
    values = {"known": summary.known, "assumed": summary.assumed, "unknown": summary.unknown}
    words = {definition.code: definition for definition in record.book.definitions}
    return [
        {**bar, "value": values[code], "text": words[code].text, "says": words[code].says}
        for code, bar in _stack(list(values.items())).items()
    ]


def _widths(cells: Sequence[Cell]) -> list[Mapping[str, Any]]:
    return [*_stack([(cell.column.code, cell.value) for cell in cells if cell.column]).values()]


def _part_of(part: int, whole: int) -> list[Mapping[str, Any]]:
    return [*_stack([("part", part), ("rest", whole - part)]).values()]


def _stack(values: Sequence[tuple[str, int]]) -> dict[str, Mapping[str, Any]]:
    """Return where each part of a band starts and how wide it is, in units of the band."""
    whole = sum(value for _, value in values)
    widths = {code: max(BAND * value // whole, THINNEST) if value else 0 for code, value in values}
    if whole:
        widest = max(widths, key=lambda code: widths[code])
        widths[widest] += BAND - sum(widths.values())
    starts = accumulate(widths.values(), initial=0)
    return {
        code: {"code": code, "start": start, "width": width}
        for (code, width), start in zip(widths.items(), starts, strict=False)
    }
