"""Reads a record, or the evidence of one number, from one snapshot of the projections."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, TypeAlias

from sorgfalt_contracts.terms import CompanyId

from services.reporting import store
from services.reporting.domain.evidence import START, EvidenceEvent, Place
from services.reporting.domain.figure import (
    ONE_COLUMN,
    Cell,
    EvidencePage,
    Figure,
    build_figure,
    find_cell,
)
from services.reporting.domain.position import Position
from services.reporting.domain.record import Company, Record, sources_seen
from services.reporting.domain.rule_book import FigureRule, RuleBook
from shared.store.transaction import Connection

ALL: Final = 2**31 - 1
"""More events than a cell can have: asks for every event behind every cell."""


Reading: TypeAlias = Callable[[Iterable[CompanyId]], AbstractAsyncContextManager[Connection]]
"""Opens one read-only snapshot of the rows of some companies."""
Now: TypeAlias = Callable[[], datetime]
"""The door's clock."""


class NoSuchCellError(Exception):
    """The figure has no cell of this name."""


class TooMuchEvidenceError(Exception):
    """More events than one answer may hold; they can be read page by page."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Depth:
    """How many events to read behind each cell, and how many in one answer at most."""

    per_cell: int
    in_all: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Cut:
    """One page of the events behind a cell: after which place in their order, and how many."""

    after: Place
    limit: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Snapshot:
    """What all figures of one answer share: the transaction, the parameters and the position.

    `given` names the company and the lists of codes of the rule book.
    """

    connection: Connection
    given: Mapping[str, object]
    position: Position
    seen: store.Seen = field(default_factory=dict)

    async def figure(self, rule: FigureRule) -> Figure:
        counts = await store.count_cells(self.connection, rule, self.given)
        return build_figure(rule, counts, self.position)

    async def events(self, rule: FigureRule, cell: Cell, cut: Cut) -> tuple[EvidenceEvent, ...]:
        given = {
            **self.given,
            "row": cell.row.code,
            "column": cell.column.code if cell.column else ONE_COLUMN,
            "after": cut.after.subject_id,
            "after_part": cut.after.part,
            "limit": cut.limit,
        }
        return await store.list_evidence(self.connection, rule, given, self.seen)

    async def with_events(self, figure: Figure, per_cell: int) -> Figure:
        cut = Cut(after=START, limit=per_cell)
        cells = [
            _holding(cell, await self.events(figure.rule, cell, cut))
            for cell in figure.cells
            if cell.value
        ]
        shown = {cell.code: cell for cell in cells}
        return replace(figure, cells=tuple(shown.get(c.code, c) for c in figure.cells))


async def read_record(
    connection: Connection, company: Company, book: RuleBook, now: datetime, depth: Depth
) -> Record:
    """Return the record as the snapshot shows it; raise TooMuchEvidenceError."""
    snapshot = await _open(connection, company, book)
    figures = [await snapshot.figure(rule) for rule in book.figures]
    _refuse_too_much(figures, depth)
    if depth.per_cell:
        figures = [await snapshot.with_events(figure, depth.per_cell) for figure in figures]
    sources = await store.count_sources(connection, company.company_id)
    return Record(
        company=company,
        generated_at=now,
        position=snapshot.position,
        book=book,
        figures=tuple(figures),
        sources=sources_seen(sources, book.sources),
        methods=await store.count_methods(connection, company.company_id),
        loose_ends=await store.count_loose_ends(connection, snapshot.given),
    )


async def read_evidence(
    connection: Connection, company: Company, book: RuleBook, place: tuple[str, str], cut: Cut
) -> EvidencePage:
    """Return one page behind a cell, `place` being figure and cell code.

    Raise NoSuchCellError for a figure or a cell that the rule book does not have.
    """
    code, cell_code = place
    snapshot = await _open(connection, company, book)
    try:
        rule = book.figure(code)
        cell = find_cell(await snapshot.figure(rule), cell_code, snapshot.position)
    except KeyError:
        raise NoSuchCellError from None
    found = await snapshot.events(rule, cell, replace(cut, limit=cut.limit + 1))
    kept = found[: cut.limit]
    more = len(found) > cut.limit
    return EvidencePage(
        rule=rule, cell=_holding(cell, kept), next_after=kept[-1].place if more else None
    )


async def _open(connection: Connection, company: Company, book: RuleBook) -> _Snapshot:
    return _Snapshot(
        connection=connection,
        given={"company": company.company_id, **book.given},
        position=await store.read_position(connection),
    )


def _refuse_too_much(figures: Sequence[Figure], depth: Depth) -> None:
    shown = sum(min(cell.value, depth.per_cell) for figure in figures for cell in figure.cells)
    if shown > depth.in_all:
        raise TooMuchEvidenceError


def _holding(cell: Cell, events: tuple[EvidenceEvent, ...]) -> Cell:
    return replace(cell, evidence=replace(cell.evidence, events=events))
