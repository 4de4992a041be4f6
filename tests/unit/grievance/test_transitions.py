"""How a case goes on: filing, acknowledging, deciding, and what is refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sorgfalt_contracts.terms import (
    CaseOutcome,
    CaseStage,
    RemedyState,
    Right,
    Timeliness,
)

from services.grievance.domain.case import Case, Deadlines, Decision, Party, Refusal, Step
from services.grievance.domain.rules import rights_of
from services.grievance.domain.transitions import (
    Admissibility,
    Assessment,
    Attribution,
    Closing,
    Filing,
    RemedyStep,
    Substantiation,
    acknowledge,
    admit,
    assess,
    attribute,
    close,
    fall_overdue,
    file,
    remedy,
    substantiate,
)
from tests.unit.grievance.builders import CASE, COMPANY, DEADLINES, MONDAY, a_case
from tests.unit.grievance.courses import (
    FRIDAY,
    OTHER,
    RULES,
    SITE,
    SUPPLIER,
    acknowledged,
    admitted,
    done,
    investigated,
)


def test_filing_opens_a_case_with_the_rights_its_topics_stand_for() -> None:
    assert a_case("children", "HR08") == Case(
        company_id=COMPANY,
        case_id=CASE,
        procedure="company_lksg",
        topics=("children", "HR08"),
        rights=(Right.CHILD_MIN_AGE, Right.CHILD_WORST, Right.WAGE),
        filed_on="2026-11-23",
        acknowledgement=Timeliness.AWAITED,
        feedback=Timeliness.AWAITED,
        deadlines=DEADLINES,
        steps=(Step(what="filed", source="reporter", on="2026-11-23"),),
    )


def test_a_topic_nobody_knows_is_refused() -> None:
    filing = Filing(company_id=COMPANY, case_id=CASE, topics=("wages", "weather"))
    assert file(filing, MONDAY, DEADLINES, RULES).refusal is Refusal.UNKNOWN_TOPIC
    assert rights_of(RULES, ["weather"]) is None


def test_a_case_that_nobody_times_is_not_in_time() -> None:
    case = a_case(deadlines=Deadlines())
    told = done(acknowledge(case, FRIDAY, Deadlines(), RULES))
    assert (case.acknowledgement, told.acknowledgement) == (Timeliness.NOT_TIMED,) * 2


@pytest.mark.parametrize(
    ("days_after", "expected"), [(0, Timeliness.IN_TIME), (1, Timeliness.LATE)]
)
def test_an_acknowledgement_is_in_time_up_to_its_last_day(
    days_after: int, expected: Timeliness
) -> None:
    assert DEADLINES.acknowledge_by is not None
    on = DEADLINES.acknowledge_by + timedelta(days=days_after)
    assert acknowledged(on).acknowledgement is expected


def test_an_acknowledgement_sets_the_day_of_the_feedback_anew() -> None:
    anew = replace(DEADLINES, feedback_by=date(2027, 2, 27), acknowledge_by=date(2030, 1, 1))
    case = done(acknowledge(a_case(), FRIDAY, anew, RULES))
    assert case.deadlines == replace(DEADLINES, feedback_by=date(2027, 2, 27))


def test_what_nobody_answered_is_overdue_the_day_after_and_late_when_it_comes() -> None:
    case = a_case()
    assert DEADLINES.acknowledge_by is not None
    assert fall_overdue(case, DEADLINES.acknowledge_by).case is case
    overdue = fall_overdue(case, DEADLINES.acknowledge_by + timedelta(days=1)).case
    assert overdue.acknowledgement is Timeliness.OVERDUE
    assert overdue.feedback is Timeliness.AWAITED
    assert overdue.steps[-1].what == "acknowledgement-overdue"
    assert fall_overdue(overdue, date(2026, 12, 24)).case is overdue
    told = done(acknowledge(overdue, date(2026, 12, 24), DEADLINES, RULES))
    assert told.acknowledgement is Timeliness.LATE


def test_telling_what_came_of_it_is_feedback_and_the_first_time_counts() -> None:
    case = investigated()
    closing = Closing(outcome=CaseOutcome.SETTLED, reason="agreed-by-both")
    late = done(close(case, closing, date(2027, 9, 1), RULES))
    assert (admitted().feedback, case.feedback, late.feedback) == (
        Timeliness.AWAITED,
        Timeliness.IN_TIME,
        Timeliness.IN_TIME,
    )


def test_refusing_ends_the_case_with_a_reason() -> None:
    command = Admissibility(is_admitted=False, reason="no-protected-right")
    case = done(admit(acknowledged(), command, FRIDAY, RULES))
    assert (case.stage, case.outcome, case.closed_on) == (
        CaseStage.REFUSED, CaseOutcome.REFUSED, "2026-11-27",
    )  # fmt: skip
    assert case.steps[-1] == Step(
        what="refused", source="handler", on="2026-11-27", code="no-protected-right"
    )


@pytest.mark.parametrize(
    "decide",
    [
        lambda: admit(acknowledged(), Admissibility(is_admitted=True, reason="x"), FRIDAY, RULES),
        lambda: substantiate(
            admitted(), Substantiation(is_substantiated=True, reason="x"), FRIDAY, RULES
        ),
        lambda: close(
            investigated(), Closing(outcome=CaseOutcome.SETTLED, reason="x"), FRIDAY, RULES
        ),
    ],
)
def test_a_reason_that_the_procedure_does_not_know_grounds_nothing(
    decide: Callable[[], Decision],
) -> None:
    assert decide().refusal is Refusal.UNKNOWN_REASON


@pytest.mark.parametrize(
    "decide",
    [
        lambda: admit(a_case(), Admissibility(is_admitted=True, reason="in-scope"), FRIDAY, RULES),
        lambda: substantiate(
            acknowledged(),
            Substantiation(is_substantiated=True, reason="documents"),
            FRIDAY,
            RULES,
        ),
        lambda: remedy(
            investigated(),
            RemedyStep(state=RemedyState.UNREACHABLE, by=Party.HANDLER),
            FRIDAY,
            RULES,
        ),
        lambda: remedy(
            investigated(), RemedyStep(state=RemedyState.CONFIRMED, by=Party.PERSON), FRIDAY, RULES
        ),
    ],
    ids=["admit-unacknowledged", "substantiate-unadmitted", "unreachable", "nothing-delivered"],
)
def test_a_step_that_does_not_follow_is_refused(decide: Callable[[], Decision]) -> None:
    assert decide().refusal is Refusal.NOT_NOW


def test_attribution_is_kept_sorted_and_the_same_again_is_nothing_new() -> None:
    command = Attribution(supplier_ids=[SUPPLIER, OTHER, SUPPLIER], site_ids=[SITE])
    case = done(attribute(a_case(), command, FRIDAY))
    assert (case.supplier_ids, case.site_ids) == ((OTHER, SUPPLIER), (SITE,))
    assert attribute(case, command, FRIDAY).case is case


def test_an_assessment_replaces_the_one_before() -> None:
    case = done(assess(a_case("wages"), Assessment(rights=[Right.LAND], severity=2), FRIDAY))
    again = Assessment(rights=[Right.WAGE, Right.LAND], severity=5)
    assert done(assess(case, again, FRIDAY)).rights == (Right.WAGE, Right.LAND)
    assert done(assess(case, again, FRIDAY)).severity == 5


@pytest.mark.parametrize("severity", [0, 6, -1])
def test_a_severity_outside_the_grades_is_refused(severity: int) -> None:
    decision = assess(a_case(), Assessment(rights=[], severity=severity), FRIDAY)
    assert decision.refusal is Refusal.WRONG_SEVERITY
