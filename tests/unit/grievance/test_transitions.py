"""How a case goes on, and what it never does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts.terms import (
    CaseOutcome,
    CaseStage,
    RemedyState,
    Right,
    SiteId,
    SupplierId,
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
from tests.unit.grievance.builders import CASE, COMPANY, DEADLINES, MONDAY, a_case, the_rules

RULES = the_rules()
FRIDAY = MONDAY + timedelta(days=4)
SUPPLIER, OTHER = SupplierId(UUID(int=7)), SupplierId(UUID(int=3))
SITE = SiteId(UUID(int=9))


def done(decision: Decision) -> Case:
    assert decision.refusal is None
    return decision.case


def acknowledged(on: date = FRIDAY) -> Case:
    return done(acknowledge(a_case(), on, DEADLINES, RULES))


def admitted() -> Case:
    return done(
        admit(acknowledged(), Admissibility(is_admitted=True, reason="in-scope"), FRIDAY, RULES)
    )


def investigated() -> Case:
    command = Substantiation(is_substantiated=True, reason="documents")
    return done(substantiate(admitted(), command, FRIDAY, RULES))


def after_remedies(*states: RemedyState) -> Case:
    case = investigated()
    for state in states:
        case = done(remedy(case, RemedyStep(state=state, by=Party.HANDLER), FRIDAY, RULES))
    return case


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
    ("case", "again", "other"),
    [
        (
            admitted(),
            lambda case: admit(
                case, Admissibility(is_admitted=True, reason="in-scope"), FRIDAY, RULES
            ),
            lambda case: admit(
                case, Admissibility(is_admitted=False, reason="no-protected-right"), FRIDAY, RULES
            ),
        ),
        (
            investigated(),
            lambda case: substantiate(
                case, Substantiation(is_substantiated=True, reason="documents"), FRIDAY, RULES
            ),
            lambda case: substantiate(
                case,
                Substantiation(is_substantiated=False, reason="facts-show-otherwise"),
                FRIDAY,
                RULES,
            ),
        ),
        (
            done(
                close(
                    investigated(),
                    Closing(outcome=CaseOutcome.SETTLED, reason="agreed-by-both"),
                    FRIDAY,
                    RULES,
                )
            ),
            lambda case: close(
                case, Closing(outcome=CaseOutcome.SETTLED, reason="agreed-by-both"), FRIDAY, RULES
            ),
            lambda case: close(
                case,
                Closing(outcome=CaseOutcome.WITHDRAWN, reason="taken-back-freely"),
                FRIDAY,
                RULES,
            ),
        ),
    ],
    ids=["admissibility", "substantiation", "outcome"],
)
def test_a_decision_repeated_changes_nothing_and_another_one_is_refused(
    case: Case, again: Callable[[Case], Decision], other: Callable[[Case], Decision]
) -> None:
    assert again(case).case is case
    assert again(case).refusal is None
    assert other(case) == Decision(case=case, refusal=Refusal.ALREADY_DECIDED)


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


@pytest.mark.parametrize("state", [RemedyState.CONFIRMED, RemedyState.NOT_CONFIRMED])
def test_a_handler_cannot_say_whether_a_remedy_arrived(state: RemedyState) -> None:
    case = after_remedies(RemedyState.AGREED, RemedyState.DELIVERED)
    command = RemedyStep(state=state, by=Party.HANDLER)
    assert remedy(case, command, FRIDAY, RULES) == Decision(
        case=case, refusal=Refusal.NOT_BY_HANDLER
    )


@pytest.mark.parametrize("by", [Party.PERSON, Party.REPRESENTATIVE])
def test_the_person_or_a_representative_confirms_even_after_the_case_was_closed(by: Party) -> None:
    delivered = after_remedies(RemedyState.AGREED, RemedyState.DELIVERED)
    closing = Closing(outcome=CaseOutcome.SETTLED, reason="agreed-by-both")
    closed = done(close(delivered, closing, FRIDAY, RULES))
    command = RemedyStep(state=RemedyState.CONFIRMED, by=by)
    case = done(remedy(closed, command, FRIDAY, RULES))
    assert (case.remedy, case.stage) == (RemedyState.CONFIRMED, CaseStage.CLOSED)
    assert case.steps[-1].source == "reporter"


def test_agreeing_on_a_remedy_moves_the_case_on() -> None:
    assert after_remedies(RemedyState.PROPOSED).stage is CaseStage.INVESTIGATED
    assert after_remedies(RemedyState.AGREED).stage is CaseStage.REMEDY_AGREED


@pytest.mark.parametrize(
    "states",
    [
        (),
        (RemedyState.AGREED,),
        (RemedyState.AGREED, RemedyState.DELIVERED),
        (RemedyState.AGREED, RemedyState.DELIVERED, RemedyState.UNREACHABLE),
    ],
)
def test_what_nobody_confirmed_is_not_remedied(states: tuple[RemedyState, ...]) -> None:
    closing = Closing(outcome=CaseOutcome.REMEDIED, reason="remedy-confirmed")
    assert close(after_remedies(*states), closing, FRIDAY, RULES).refusal is Refusal.NOT_REMEDIED


def test_a_confirmed_remedy_closes_a_case_as_remedied() -> None:
    delivered = after_remedies(RemedyState.AGREED, RemedyState.DELIVERED)
    command = RemedyStep(state=RemedyState.CONFIRMED, by=Party.PERSON)
    confirmed = done(remedy(delivered, command, FRIDAY, RULES))
    closing = Closing(outcome=CaseOutcome.REMEDIED, reason="remedy-confirmed")
    case = done(close(confirmed, closing, FRIDAY, RULES))
    assert (case.outcome, case.closed_on) == (CaseOutcome.REMEDIED, "2026-11-27")


@pytest.mark.parametrize("outcome", [CaseOutcome.REFUSED, CaseOutcome.REFERRED])
def test_an_outcome_that_does_not_end_this_stage_is_refused(outcome: CaseOutcome) -> None:
    decision = close(investigated(), Closing(outcome=outcome, reason="x"), FRIDAY, RULES)
    assert decision.refusal is Refusal.WRONG_OUTCOME


def test_rules_that_let_handlers_confirm_are_no_rules() -> None:
    with pytest.raises(ValueError, match="a handler cannot confirm"):
        replace(RULES, confirmed_by=frozenset({Party.HANDLER}))
    with pytest.raises(ValueError, match="admissibility"):
        replace(RULES, outcomes={CaseStage.RECEIVED: frozenset({CaseOutcome.REFUSED})})


DAYS = st.dates(MONDAY, date(2028, 1, 1))
REASONS = st.sampled_from(sorted({code for codes in RULES.reasons.values() for code in codes}))
COMMANDS = st.one_of(
    st.builds(Admissibility, is_admitted=st.booleans(), reason=REASONS),
    st.builds(Substantiation, is_substantiated=st.booleans(), reason=REASONS),
    st.builds(
        Assessment,
        rights=st.lists(st.sampled_from(Right), max_size=3),
        severity=st.integers(-1, 7),
    ),
    st.builds(
        Attribution,
        supplier_ids=st.lists(st.sampled_from([SUPPLIER, OTHER]), max_size=3),
        site_ids=st.lists(st.just(SITE), max_size=2),
    ),
    st.builds(RemedyStep, state=st.sampled_from(RemedyState), by=st.sampled_from(Party)),
    st.builds(Closing, outcome=st.sampled_from(CaseOutcome), reason=REASONS),
    st.sampled_from([DEADLINES, None]),
)


DECIDE: dict[type, Callable[..., Decision]] = {
    Admissibility: lambda case, command, day: admit(case, command, day, RULES),
    Substantiation: lambda case, command, day: substantiate(case, command, day, RULES),
    Assessment: assess,
    Attribution: attribute,
    RemedyStep: lambda case, command, day: remedy(case, command, day, RULES),
    Closing: lambda case, command, day: close(case, command, day, RULES),
    type(DEADLINES): lambda case, command, day: acknowledge(case, day, command, RULES),
    type(None): lambda case, _, day: fall_overdue(case, day),
}


@given(st.lists(st.tuples(COMMANDS, DAYS), max_size=25))
def test_whatever_comes_a_case_keeps_to_the_vocabulary_and_to_what_holds(
    commands: list[tuple[object, date]],
) -> None:
    case = a_case("wages")
    for command, day in commands:
        decision = DECIDE[type(command)](case, command, day)
        if decision.refusal is not None:
            assert decision.case is case
        before, case = case, decision.case
        assert case.steps[: len(before.steps)] == before.steps
        assert case.stage is before.stage or RULES.may_move(before.stage, case.stage)
        assert case.remedy is before.remedy or RULES.may_remedy(before.remedy, case.remedy)
        assert (case.outcome is None) == (case.stage not in {CaseStage.CLOSED, CaseStage.REFUSED})
        assert (case.outcome is None) == (case.closed_on is None)
        assert case.severity in {None, 1, 2, 3, 4, 5}
        confirmed = [step for step in case.steps if step.what == "remedy-confirmed"]
        assert all(step.source == "reporter" for step in confirmed)
        if case.outcome is CaseOutcome.REMEDIED:
            assert confirmed
