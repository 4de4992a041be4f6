"""A remedy is what a person received, as that person says."""

from dataclasses import replace

import pytest
from sorgfalt_contracts.terms import (
    CaseOutcome,
    CaseStage,
    RemedyState,
)

from services.grievance.domain.case import Decision, Party, Refusal
from services.grievance.domain.transitions import (
    Closing,
    RemedyStep,
    close,
    remedy,
)
from tests.unit.grievance.courses import FRIDAY, RULES, after_remedies, done, investigated


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
