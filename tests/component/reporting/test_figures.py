from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given

from services.reporting.domain.evidence import START, EvidenceEvent
from services.reporting.domain.record import Company, LooseEnds, MethodSeen, Record
from services.reporting.domain.rule_book import RuleBook
from services.reporting.handlers.read_record import (
    ALL,
    Cut,
    Depth,
    NoSuchCellError,
    TooMuchEvidenceError,
    read_evidence,
    read_record,
)
from shared.store.pool import Store
from shared.store.progress import take_over
from tests.component.reporting.counting import Cells, expected_cells
from tests.component.reporting.counting_each import Behind
from tests.component.reporting.logs import logs
from tests.component.reporting.projecting import Logged, logged, project, wipe
from tests.component.reporting.test_projections import ON_A_DATABASE
from tests.unit.reporting.builders import (
    BOOK,
    BOOKS,
    COMPANY,
    MORNING,
    RIGHTS,
    a_right,
    a_risk_fact,
    a_supplier_fact,
    a_supplier_id,
)

EXAMPLE = Company(company_id=COMPANY, name="Example AG")
NO_ENDS = LooseEnds(merged=0, waiting=0, unlisted=0, merged_plans=0, stray_notices=0)
EVERYTHING = Depth(per_cell=ALL, in_all=10**6)


async def record_of(store: Store, depth: Depth = EVERYTHING, book: RuleBook = BOOK) -> Record:
    async with store.reading([COMPANY]) as connection:
        return await read_record(connection, EXAMPLE, book, MORNING, depth)


def events_by_cell(record: Record) -> Cells:
    return {
        (figure.rule.code, cell.code): {as_counted(event) for event in cell.evidence.events}
        for figure in record.figures
        for cell in figure.cells
        if cell.value
    }


def as_counted(event: EvidenceEvent) -> Behind:
    return event.event.event_id, str(event.subject.id), event.part


@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)
@given(log=logs())
@ON_A_DATABASE
async def test_figures_and_their_events_are_what_a_count_by_hand_finds(
    reporting_store: Store, book: RuleBook, log: list[Logged]
) -> None:
    await wipe(reporting_store)
    await project(reporting_store, log)

    record = await record_of(reporting_store, book=book)

    assert events_by_cell(record) == expected_cells(log, book)
    for figure in record.figures:
        for cell in figure.cells:
            places = [event.place for event in cell.evidence.events]
            assert cell.value == cell.evidence.count == len(places) == len(set(places))


@given(log=logs())
@ON_A_DATABASE
async def test_every_supplier_counts_once_for_each_right(
    reporting_store: Store, log: list[Logged]
) -> None:
    await wipe(reporting_store)
    await project(reporting_store, log)

    summary = (await record_of(reporting_store, Depth(per_cell=0, in_all=0))).summary

    assert summary.verdicts == summary.suppliers * len(RIGHTS)
    assert summary.assessed + summary.not_assessed == summary.suppliers


async def test_a_superseded_supplier_counts_nowhere(reporting_store: Store) -> None:
    gone = a_supplier_fact(1, 2, superseded_by=a_supplier_id(2))
    await project(reporting_store, logged(gone, a_risk_fact(1, 1, a_right())))

    record = await record_of(reporting_store)

    assert [figure.total for figure in record.figures] == [0] * len(record.figures)
    assert (record.sources, record.methods) == ((), ())
    assert record.loose_ends == replace(NO_ENDS, merged=1)


async def test_what_counts_in_no_figure_is_told(reporting_store: Store) -> None:
    waiting = a_risk_fact(7, 1, a_right())
    odd = a_risk_fact(1, 1, a_right("ZZ01"))
    await project(reporting_store, logged(a_supplier_fact(1), odd, waiting))

    record = await record_of(reporting_store)

    assert record.loose_ends == replace(NO_ENDS, waiting=1, unlisted=1)
    assert record.methods == (MethodSeen(method="method_v1", suppliers=1),)
    assert [(seen.source.code, seen.suppliers) for seen in record.sources] == [("wgi_2019", 1)]


async def test_a_record_is_one_snapshot_whatever_is_written_meanwhile(
    reporting_store: Store,
) -> None:
    await take_over(reporting_store, [(("supplier-updated", 0), UUID(int=8))])
    await project(reporting_store, logged(a_supplier_fact(1)))
    async with reporting_store.reading([COMPANY]) as connection:
        first = await read_record(connection, EXAMPLE, BOOK, MORNING, EVERYTHING)
        await project(reporting_store, logged(a_supplier_fact(2)))
        await reporting_store.pool.execute("update progress set last_sequence = 2, next_offset = 2")
        second = await read_record(connection, EXAMPLE, BOOK, MORNING, EVERYTHING)
    later = await record_of(reporting_store)

    assert second == first
    assert later.summary.suppliers == 2
    assert later.position.as_of != first.position.as_of


async def test_more_evidence_than_an_answer_may_hold_is_refused(reporting_store: Store) -> None:
    await project(reporting_store, logged(*(a_supplier_fact(n) for n in range(1, 4))))
    behind = sum(figure.total for figure in (await record_of(reporting_store)).figures)

    await record_of(reporting_store, replace(EVERYTHING, in_all=behind))
    with pytest.raises(TooMuchEvidenceError):
        await record_of(reporting_store, replace(EVERYTHING, in_all=behind - 1))


@pytest.mark.parametrize("place", [("nothing", "direct"), ("suppliers_by_relation", "friend")])
async def test_evidence_of_what_the_record_does_not_have_is_refused(
    reporting_store: Store, place: tuple[str, str]
) -> None:
    async with reporting_store.reading([COMPANY]) as connection:
        with pytest.raises(NoSuchCellError):
            await read_evidence(connection, EXAMPLE, BOOK, place, Cut(after=START, limit=5))
