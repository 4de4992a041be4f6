"""Whatever commands come in whatever order, a case keeps to what holds."""

from collections.abc import Callable
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts.terms import (
    CaseOutcome,
    CaseStage,
    RemedyState,
    Right,
)

from services.grievance.domain.case import Decision, Party
from services.grievance.domain.transitions import (
    Admissibility,
    Assessment,
    Attribution,
    Closing,
    RemedyStep,
    Substantiation,
    acknowledge,
    admit,
    assess,
    attribute,
    close,
    fall_overdue,
    remedy,
    substantiate,
)
from tests.unit.grievance.builders import DEADLINES, MONDAY, a_case
from tests.unit.grievance.courses import (
    OTHER,
    RULES,
    SITE,
    SUPPLIER,
)

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
