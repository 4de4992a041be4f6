"""Pages of evidence, cut inside a subject too: every event once, in one order."""

import pytest

from services.reporting.domain.evidence import START, EvidenceEvent
from services.reporting.domain.record import Company
from services.reporting.domain.rule_book import RuleBook
from services.reporting.handlers.read_record import Cut, read_evidence
from shared.store.pool import Store
from tests.component.reporting.projecting import logged, project
from tests.component.reporting.test_figures import record_of
from tests.unit.reporting.builders import BOOKS, COMPANY, a_risk_fact, a_supplier_fact
from tests.unit.reporting.fact_builders import (
    a_case_fact,
    a_contradiction,
    a_finding,
    a_plan_fact,
    an_audit_fact,
    an_exit_fact,
)

FINDINGS = [a_finding(number, "critical", ["HR05", "HR08"]) for number in ("9", "10", "1", "9")]
BACKWARDS = (3, 1, 2)


@pytest.mark.parametrize("limit", [1, 2])
@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)
async def test_pages_hold_every_event_of_a_cell_once_and_in_order(
    reporting_store: Store, book: RuleBook, limit: int
) -> None:
    for n in BACKWARDS:
        pairs = [a_contradiction(n, case) for case in BACKWARDS]
        await project(
            reporting_store,
            logged(
                a_supplier_fact(n, materials=["tin", "copper", "gold"]),
                a_risk_fact(n, 1, contradictions=pairs),
                an_audit_fact(n, *FINDINGS, supplier=n),
                a_case_fact(n, substantiated=True),
                a_plan_fact(n),
                an_exit_fact(n),
            ),
        )

    record = await record_of(reporting_store, book=book)

    for figure in record.figures:
        for cell in (cell for cell in figure.cells if cell.value):
            found = await _paged(reporting_store, book, (figure.rule.code, cell.code), limit)
            assert found == [*cell.evidence.events]
            assert found == sorted(found, key=lambda e: (e.subject.id, e.part.encode()))


async def _paged(
    store: Store, book: RuleBook, place: tuple[str, str], limit: int
) -> list[EvidenceEvent]:
    company = Company(company_id=COMPANY, name="Example AG")
    found: list[EvidenceEvent] = []
    cut = Cut(after=START, limit=limit)
    async with store.reading([COMPANY]) as connection:
        while True:
            page = await read_evidence(connection, company, book, place, cut)
            assert len(page.cell.evidence.events) <= limit
            found += page.cell.evidence.events
            if page.next_after is None:
                return found
            cut = Cut(after=page.next_after, limit=limit)
