"""Frozen editions as pages: the list, one edition as it was, and what changed between two."""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Annotated, Final, TypeAlias

from fastapi import APIRouter, Path
from starlette.responses import HTMLResponse, Response

from services.reporting import translate
from services.reporting.domain.difference import State
from services.reporting.domain.difference_news import News
from services.reporting.domain.edition import Edition, FrozenRecord
from services.reporting.domain.figure import Cell, Figure
from services.reporting.domain.record import Company
from services.reporting.domain.rule_book import RuleBook
from services.reporting.handlers.compare_editions import (
    Comparison,
    compare_editions,
    read_two_editions,
)
from services.reporting.handlers.read_editions import (
    NoSuchEditionError,
    list_editions,
    read_edition,
)
from services.reporting.handlers.read_record import Reading
from services.reporting.pages.disclosures import TEMPLATES, render_record
from shared.web.problem import problem

EVENTS_SHOWN: Final = 20
"""Events shown behind each number, and under each number that differs."""
SUBJECTS_SHOWN: Final = 50
Number: TypeAlias = Annotated[int, Path(ge=1, le=2**31 - 1)]


def editions_router(reading: Reading, company: Company, books: Mapping[str, RuleBook]) -> APIRouter:
    """Return the routes of the pages of one company's frozen editions."""
    made = APIRouter(default_response_class=HTMLResponse)
    owner = company.company_id

    @made.get("/editions.html")
    async def editions() -> HTMLResponse:
        """Return the list of all editions."""
        async with reading([owner]) as connection:
            found = await list_editions(connection, owner)
        return HTMLResponse(render_editions(company, books, found))

    @made.get("/editions/{disclosure}/{number:int}.html")
    async def edition(disclosure: str, number: Number) -> Response:
        """Return a frozen record as a page, marked as frozen."""
        try:
            async with reading([owner]) as connection:
                found = await read_edition(connection, owner, disclosure, number)
        except NoSuchEditionError:
            return _no_such_edition()
        opened = await asyncio.to_thread(translate.open_edition, found.document, EVENTS_SHOWN)
        return HTMLResponse(render_edition(opened))

    @made.get("/editions/{disclosure}/{number:int}/difference/{other:int}.html")
    async def difference(disclosure: str, number: Number, other: Number) -> Response:
        """Return what changed from one edition to another, and why."""
        try:
            async with reading([owner]) as connection:
                two = await read_two_editions(connection, owner, disclosure, (number, other))
        except NoSuchEditionError:
            return _no_such_edition()
        return HTMLResponse(render_difference(await compare_editions(*two)))

    return made


def render_editions(
    company: Company, books: Mapping[str, RuleBook], editions: tuple[Edition, ...]
) -> str:
    """Return the list of editions as a page."""
    return TEMPLATES.get_template("editions.html").render(
        company=company,
        editions=editions,
        titles={code: book.edition.title for code, book in books.items()},
        address=translate.edition_path,
        difference=translate.difference_path,
    )


def render_edition(frozen: FrozenRecord) -> str:
    """Return a frozen record by the template of the live one, with number, hash and moment."""
    heading = frozen.heading
    place = (heading.disclosure, heading.number)
    return render_record(
        frozen.record,
        static=False,
        template="edition.html",
        frozen=frozen,
        machine_address=translate.edition_path(*place),
        evidence_address=partial(_evidence_address, place),
        difference_address=translate.difference_path(
            heading.disclosure, heading.number - 1, heading.number
        ),
    )


def render_difference(found: Comparison) -> str:
    """Return what differs as a page; equal figures are listed as equal."""
    difference, heading = found.difference, found.after.heading
    figures = difference.figures
    news = sorted(difference.news.values(), key=_by_name)
    differing = [f for f in figures if f.other_numbers or f.rule_fields]
    return TEMPLATES.get_template("edition_difference.html").render(
        before=found.before,
        after=found.after,
        difference=difference,
        by_state={state.value: [f for f in figures if f.state is state] for state in State},
        differing=differing,
        renewed=[f for f in figures if f.state is State.CHANGED and f not in differing],
        numbers=sum(len(figure.other_numbers) for figure in figures),
        subjects=news,
        arrived=sum(len(each.arrived) for each in news),
        gone=sum(len(each.gone) for each in news),
        shown=EVENTS_SHOWN,
        most_subjects=SUBJECTS_SHOWN,
        address=translate.edition_path,
        machine_address=translate.difference_path(
            heading.disclosure, found.before.heading.number, heading.number
        ),
    )


def _by_name(news: News) -> tuple[str, str, str]:
    return (news.subject.kind, news.subject.label or "", str(news.subject.id))


def _evidence_address(place: tuple[str, int], figure: Figure, cell: Cell) -> str:
    return translate.edition_evidence_path(*place, figure.rule.code, cell.code)


def _no_such_edition() -> Response:
    return problem(404, "no-such-edition", "No edition of this disclosure and number is on record.")
