"""Files of historical cases: every cell comes in and goes out, and the past arms no clock."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from sorgfalt_contracts.terms import CaseStage, Timeliness

from services.grievance.api.case_file_door import CaseFileDoor, Received, document
from services.grievance.api.case_files import read_case_file, rows_as_csv
from services.grievance.domain.historical import CellFault
from services.grievance.settings import PACKS
from services.grievance.store.historical_formats import FORMATS, load_formats
from tests.component.grievance.counter import Counter

FILES = Path(__file__).parents[2] / "unit/grievance/files"
LABOUR = (FILES / "labour_cases.csv").read_bytes()
LISTED = (FILES / "complaint_list.csv").read_bytes()
KNOWN = load_formats(PACKS / FORMATS)


@dataclass
class Office:
    """Who imports and exports, and how far a file has come."""

    counter: Counter
    progress: int = 0

    @property
    def door(self) -> CaseFileDoor:
        return CaseFileDoor(self.counter.store, self.counter.desk, lambda: self.counter.now)

    def count(self, rows: int) -> None:
        self.progress += rows

    async def take(self, content: bytes, source: str, *, is_trial: bool = False) -> Received:
        act = self.door.attempt if is_trial else self.door.take
        return await act(read_case_file(content, KNOWN), source, self.count)

    async def give(self, source: str, *, is_exact: bool = True) -> bytes:
        return rows_as_csv((await self.door.give())[source], is_exact=is_exact).encode()


@pytest.fixture
def office(counter: Counter) -> Office:
    return Office(counter)


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def told(received: Received) -> tuple[int, int, int]:
    return received.outcome.taken, received.outcome.repeated, received.refused


async def test_every_cell_comes_out_as_it_went_in(office: Office) -> None:
    taken = [told(await office.take(LABOUR, "a.csv")), told(await office.take(LISTED, "b.csv"))]
    assert taken == [(13, 0, 0), (3, 0, 0)]
    assert cells(await office.give("a.csv")) == cells(LABOUR)
    assert cells(await office.give("b.csv")) == cells(LISTED)
    assert office.progress == 16


async def test_an_export_is_safe_in_a_spreadsheet_and_comes_back_as_the_same(
    office: Office,
) -> None:
    await office.take(LABOUR, "a.csv")
    safe = await office.give("a.csv", is_exact=False)
    changed = [
        (was, now)
        for before, after in zip(cells(LABOUR), cells(safe), strict=True)
        for was, now in zip(before, after, strict=True)
        if was != now
    ]
    assert changed == [
        ('=HYPERLINK("x")', '\'=HYPERLINK("x")'),
        ("@nine workers, at their choice", "'@nine workers, at their choice"),
        ("-", "'-"),
    ]
    assert told(await office.take(safe, "a.csv")) == (0, 13, 0)


async def test_importing_twice_changes_nothing(office: Office) -> None:
    await office.take(LABOUR, "a.csv")
    before = (await office.counter.cases(), await office.counter.facts())
    assert told(await office.take(LABOUR, "a.csv")) == (0, 13, 0)
    assert (await office.counter.cases(), await office.counter.facts()) == before


async def test_two_files_may_use_one_number_for_different_cases(office: Office) -> None:
    await office.take(LABOUR, "a.csv")
    assert told(await office.take(LISTED, "b.csv")) == (3, 0, 0)
    assert told(await office.take(LABOUR, "c.csv")) == (13, 0, 0)
    assert len(await office.counter.case_ids()) == 29


async def test_a_row_that_says_otherwise_is_told_cell_by_cell_and_what_stands_stays(
    office: Office,
) -> None:
    await office.take(LISTED, "b.csv")
    other = LISTED.replace(b"2023-06-21", b"2023-06-22").replace(b"Casa Clara", b"Casa Oscura")
    received = await office.take(other, "b.csv")
    assert told(received) == (0, 2, 1)
    assert [(fault.line, fault.column, fault.reason) for fault in received.faults] == [
        (2, "filed_by", CellFault.DIFFERS),
        (2, "filed_date", CellFault.DIFFERS),
    ]
    assert cells(await office.give("b.csv")) == cells(LISTED)


async def test_a_number_twice_in_one_file_is_one_case(office: Office) -> None:
    header, first, *_ = LISTED.splitlines(keepends=True)
    other = first.replace(b"forced labour", b"wages")
    received = await office.take(b"".join((header, first, first, other)), "b.csv")
    assert told(received) == (1, 1, 1)
    assert [(fault.line, fault.column) for fault in received.faults] == [(4, "issue")]


async def test_a_row_without_a_number_is_not_kept_and_told(office: Office) -> None:
    received = await office.take(LISTED.replace(b"CMP-02", b" "), "b.csv")
    assert told(received) == (2, 0, 1)
    assert document(received)["errors"] == [
        {
            "row": 3,
            "column": "",
            "kept": False,
            "reason": "no-number",
            "sentence": "The row has no number of its own, so it could not be told from others.",
        }
    ]


async def test_an_outcome_nobody_knows_is_told_and_all_cells_of_its_row_are_kept(
    office: Office,
) -> None:
    received = await office.take(LABOUR, "a.csv")
    assert [(fault.line, fault.column, fault.reason.value) for fault in received.faults] == [
        (12, "rights_alleged", "unknown-right"),
        (13, "outcome", "unknown-outcome"),
        (13, "petition_date", "not-a-date"),
        (14, "self_initiated", "unknown-word"),
    ]
    assert cells(await office.give("a.csv"))[12] == cells(LABOUR)[12]


async def test_a_trial_says_what_would_happen_and_keeps_nothing(office: Office) -> None:
    trial = await office.take(LABOUR, "a.csv", is_trial=True)
    assert (await office.counter.cases(), await office.counter.facts()) == ([], [])
    real = await office.take(LABOUR, "a.csv")
    assert document(trial) == document(real) | {"dry_run": True}


async def test_no_clock_runs_for_the_past_and_the_news_is_one_fact_a_case(office: Office) -> None:
    await office.take(LABOUR, "a.csv")
    async with office.counter.store.reading([]) as connection:
        assert await connection.fetchval("select count(*) from due_rows") == 0
    cases = [each.case for each in await office.counter.cases()]
    assert {case.acknowledgement for case in cases} == {Timeliness.NOT_TIMED}
    facts = await office.counter.facts()
    assert {fact["topic"] for fact in facts} == {"grievance-filed"}
    assert {fact["body"].case_id for fact in facts} == {case.case_id for case in cases}


async def test_no_word_of_a_file_lies_readable_in_the_database(office: Office) -> None:
    await office.take(LABOUR, "a.csv")
    rows: Sequence[object] = await office.counter.store.pool.fetch(
        "select encode(data, 'escape') as text from outbox"
    )
    async with office.counter.store.reading([office.counter.desk.company_id]) as connection:
        rows = [*rows, *await connection.fetch("select * from cases")]
        rows = [*rows, *await connection.fetch("select * from entries")]
    readable = str(rows)
    words = {cell for row in cells(LABOUR)[1:] for cell in row if len(cell) > 3}
    known = {"2150", "1150", "1300", "5000"} | {word for word in words if word[:4].isdecimal()}
    assert [word for word in sorted(words - known) if word in readable] == []


async def test_a_handler_reads_an_imported_case_statement_by_statement(office: Office) -> None:
    await office.take(LABOUR, "a.csv")
    client = office.counter.client
    wanted = "Unión Azul; Pensar Comercio; Red de Mujeres"
    listed = (await client.get("/cases?limit=200")).json()["cases"]
    read = [(await client.get(f"/cases/{each['case_id']}")).json() for each in listed]
    (case,) = (each for each in read if wanted in str(each["statements"]))
    by_column = {each["column"]: each for each in case["statements"]}
    assert by_column["petitioners"] == {
        "column": "petitioners",
        "text": wanted,
        "source": "a.csv",
        "stated_on": "2026-11-23",
        "parts": ["Unión Azul", "Pensar Comercio", "Red de Mujeres"],
    }
    assert by_column["desk note"]["text"] == "seen"
    assert len(by_column) == sum(1 for cell in cells(LABOUR)[2] if cell)
    assert case["entries"] == []
    assert case["is_imported"]


async def test_an_open_case_of_the_past_goes_on_without_deadlines(office: Office) -> None:
    header, _, second, _ = LISTED.splitlines(keepends=True)
    await office.take(header + second, "b.csv")
    case_id = (await office.counter.case()).case_id
    answer = await office.counter.client.post(f"/cases/{case_id}/acknowledgement", json={})
    case = await office.counter.case()
    assert (answer.status_code, case.stage) == (200, CaseStage.ACKNOWLEDGED)
    assert (case.acknowledgement, case.feedback) == (Timeliness.NOT_TIMED, Timeliness.NOT_TIMED)
    assert case.deadlines.feedback_by is None
    async with office.counter.store.reading([]) as connection:
        assert await connection.fetchval("select count(*) from due_rows") == 0
