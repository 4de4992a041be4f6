"""What rows of historical files come to: states of cases, dated steps, and what decides nothing."""

from datetime import date
from pathlib import Path

import pytest
from sorgfalt_contracts.terms import (
    CaseOutcome,
    CaseStage,
    RemedyState,
    Right,
    Timeliness,
)

from services.grievance.api.case_files import read_case_file
from services.grievance.domain.calendars import WorkingCalendar
from services.grievance.domain.case import Case
from services.grievance.domain.historical import CellFault, row_of
from services.grievance.domain.historical_case import ReadRow, names_in, read_row
from services.grievance.settings import PACKS
from services.grievance.store.historical_formats import FORMATS, load_formats
from services.grievance.store.places import calendar_of, years_from
from tests.unit.grievance.builders import CASE, COMPANY

FILES = Path(__file__).with_name("files")
KNOWN = load_formats(PACKS / FORMATS)
LABOUR = KNOWN.formats[0]
TODAY = date(2026, 11, 23)
BLANK = Case(company_id=COMPANY, case_id=CASE, procedure="company_lksg")
S, O, R, T = CaseStage, CaseOutcome, RemedyState, Timeliness  # noqa: E741 - names of columns


def calendar(place: str, year: int) -> WorkingCalendar:
    return calendar_of(place, years_from({year}))


def a_row(**cells: str) -> ReadRow:
    """A row of the labour mechanism with these cells."""
    return read_row(LABOUR, row_of(2, list(cells), list(cells.values())), BLANK, TODAY, calendar)


def rows_in(name: str) -> dict[str, ReadRow]:
    file = read_case_file((FILES / name).read_bytes(), KNOWN)
    return {
        row.said("case_id"): read_row(file.form, row, BLANK, TODAY, calendar) for row in file.rows
    }


def steps(read: ReadRow) -> dict[str, str | None]:
    return {step.what: step.on for step in read.case.steps}


def test_the_past_comes_through_as_far_as_it_is_known() -> None:
    found = {
        number: (c.stage, c.outcome, c.remedy, c.substantiated, c.feedback, c.filed_on, c.closed_on)
        for number, read in rows_in("labour_cases.csv").items()
        for c in [read.case]
    }
    assert found == {
        "LAB-01": (S.CLOSED, O.SETTLED, R.DELIVERED, None, T.NOT_TIMED, None, "2021-09-22"),
        "LAB-02": (S.CLOSED, O.SETTLED, R.DELIVERED, None, T.IN_TIME, "2022-04-18", "2022-07-14"),
        "LAB-03": (S.REFUSED, O.REFUSED, R.NONE, None, T.NOT_TIMED, "2022-08-02", "2022-09-01"),
        "LAB-04": (S.CLOSED, O.SETTLED, R.DELIVERED, None, T.NOT_TIMED, "2022-09-27", "2022-10-27"),
        "LAB-05": (S.CLOSED, O.SETTLED, R.DELIVERED, None, T.IN_TIME, "2023-04-20", "2024-02-05"),
        "LAB-06": (S.CLOSED, O.UNRESOLVED, R.NONE, None, T.LATE, "2023-05-15", "2024-04-26"),
        "LAB-07": (S.CLOSED, O.SETTLED, R.DELIVERED, None, T.NOT_TIMED, "2023", "2023-10-04"),
        "LAB-08": (S.CLOSED, O.SETTLED, R.NONE, None, T.NOT_TIMED, "2023-11", None),
        "LAB-09": (S.INVESTIGATED, None, R.NONE, True, T.NOT_TIMED, None, None),
        "LAB-10": (S.ADMITTED, None, R.NONE, None, T.IN_TIME, "2024-01-17", None),
        "LAB-11": (S.REMEDY_AGREED, None, R.AGREED, True, T.IN_TIME, "2024-10-24", None),
        "LAB-12": (S.RECEIVED, None, R.NONE, None, T.NOT_TIMED, None, None),
        "LAB-13": (S.INVESTIGATED, None, R.NONE, None, T.NOT_TIMED, "2024", None),
    }  # fmt: skip


def test_what_nobody_confirmed_is_never_remedied() -> None:
    rules = [rule for form in KNOWN.formats for rule in form.outcomes.values()]
    confirmed = {R.CONFIRMED, R.NOT_CONFIRMED}
    assert not any(rule.outcome is O.REMEDIED or rule.remedy in confirmed for rule in rules)


def test_no_deadline_runs_for_the_past() -> None:
    cases = [read.case for read in rows_in("labour_cases.csv").values()]
    assert {(case.acknowledgement, case.deadlines) for case in cases} == {
        (T.NOT_TIMED, BLANK.deadlines)
    }
    assert {case.feedback for case in cases} <= {T.NOT_TIMED, T.IN_TIME, T.LATE}


def test_every_date_of_a_row_is_a_step_and_sources_may_disagree() -> None:
    taken = rows_in("labour_cases.csv")["LAB-07"].case.steps
    assert [(each.what, each.on, each.code, each.source, each.entry) for each in taken] == [
        ("imported", "2026-11-23", "labour-mechanism", "import:labour-mechanism", 1),
        ("petition-filed", "2023-07-05", None, "import:labour-mechanism", 1),
        ("petition-filed", "2023-05-18", None, "import:labour-mechanism", 1),
        ("review-requested", "2023-08-07", None, "import:labour-mechanism", 1),
        ("review-answered", "2023-08-18", None, "import:labour-mechanism", 1),
        ("case-closed", "2023-10-04", None, "import:labour-mechanism", 1),
        ("outcome-stated", None, "resolved-after-refusal", "import:labour-mechanism", 1),
    ]  # fmt: skip


def test_what_was_not_understood_is_said_cell_by_cell() -> None:
    faults = [
        (number, fault.column, fault.reason)
        for number, read in rows_in("labour_cases.csv").items()
        for fault in read.faults
    ]
    assert faults == [
        ("LAB-11", "rights_alleged", CellFault.UNKNOWN_RIGHT),
        ("LAB-12", "petition_date", CellFault.NOT_A_DATE),
        ("LAB-12", "outcome", CellFault.UNKNOWN_OUTCOME),
        ("LAB-13", "self_initiated", CellFault.UNKNOWN_FLAG),
    ]
    assert rows_in("labour_cases.csv")["LAB-11"].case.rights == (Right.FREEDOM_OF_ASSOCIATION,)


def test_a_list_of_complaints_comes_through_too() -> None:
    found = {
        number: (c.stage, c.outcome, c.rights, c.filed_on, c.closed_on)
        for number, read in rows_in("complaint_list.csv").items()
        for c in [read.case]
    }
    assert found == {
        "LAB-01": (S.RECEIVED, None, (Right.FORCED_LABOUR,), "2023-06-21", None),
        "CMP-02": (S.RECEIVED, None, (Right.LAND,), "2024", None),
        "CMP-03": (S.REFUSED, O.REFUSED, (Right.ENVIRONMENT_HEALTH,), "2024-05", "2024-11-02"),
    }


def test_several_petitioners_are_several() -> None:
    assert names_in("Unión Azul; Pensar Comercio;Red, de Mujeres ; ") == (
        "Unión Azul", "Pensar Comercio", "Red, de Mujeres",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("conflict", "feedback"),
    [
        ("", T.IN_TIME),
        ("workers named differently", T.IN_TIME),
        ("the Petition is dated 18 May elsewhere", T.NOT_TIMED),
        ("petitioners named differently", T.IN_TIME),
    ],
)
def test_a_period_is_judged_only_when_its_days_are_not_in_doubt(
    conflict: str, feedback: Timeliness
) -> None:
    read = a_row(
        case_id="1", petition_date="2023-04-20", request_for_review_date="2023-05-22",
        source_conflicts=conflict,
    )  # fmt: skip
    assert read.case.feedback is feedback


@pytest.mark.parametrize(
    ("petition", "request_made"),
    [("2023-04", "2023-05-22"), ("2023-05-22", "2023-04-20"), ("2023-04-20", "2023")],
)
def test_days_that_decide_nothing_leave_the_period_untimed(
    petition: str, request_made: str
) -> None:
    read = a_row(case_id="1", petition_date=petition, request_for_review_date=request_made)
    assert read.case.feedback is T.NOT_TIMED


def test_an_end_before_the_beginning_is_told_and_both_days_stand() -> None:
    read = a_row(
        case_id="1", petition_date="2024-05", closed_date="2024-04-30",
        outcome="declined_insufficient_evidence",
    )  # fmt: skip
    assert (read.case.filed_on, read.case.closed_on) == ("2024-05", "2024-04-30")
    assert [fault.reason for fault in read.faults] == [CellFault.CLOSED_BEFORE_FILED]


def test_a_closing_date_closes_a_case_whose_outcome_nobody_knows() -> None:
    case = a_row(case_id="1", closed_date="2024-04-30", outcome="won_by_magic").case
    assert (case.stage, case.outcome, case.closed_on) == (S.CLOSED, None, "2024-04-30")


def test_an_open_outcome_keeps_what_other_cells_have_reached() -> None:
    read = a_row(case_id="1", outcome="review_requested", panel_requested_date="2024-04-16")
    assert (read.case.stage, steps(read)["panel-requested"]) == (S.INVESTIGATED, "2024-04-16")


def test_an_open_outcome_says_how_far_a_case_came_where_no_date_does() -> None:
    read = a_row(case_id="1", outcome="remediation_agreed_open")
    assert (read.case.stage, read.case.remedy) == (S.REMEDY_AGREED, R.AGREED)


def test_the_day_of_a_status_is_no_end_unless_the_case_has_ended() -> None:
    cells = {"case_id": "1", "status": "Under Review", "status_date": "2024-11-02"}
    row = row_of(2, list(cells), list(cells.values()))
    case = read_row(KNOWN.formats[1], row, BLANK, TODAY, calendar).case
    assert (case.stage, case.closed_on) == (S.ADMITTED, None)
    assert [(step.what, step.on) for step in case.steps[1:]] == [
        ("status-dated", "2024-11-02"),
        ("outcome-stated", None),
    ]
