"""Closing: delivered with measures, outcome and remedy; else on paper; frozen if contradicted."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts.terms import FindingGrade, PlanState, RemedyState, Right

from services.risk.domain.plan import ActionPlan, Refusal
from services.risk.domain.plan_changes import changes
from services.risk.domain.plan_closing import close, lacking
from services.risk.domain.plan_progress import Progress, progress_of, record, with_progress
from tests.unit.risk.plan_builders import (
    a_complaint_occasion,
    a_finding_occasion,
    a_plan,
    the_rules,
)

TODAY = date(2026, 3, 8)
REASONS = frozenset({"seen-on-site", "asked-the-workers"})


def closed(plan: ActionPlan, **asked: object) -> ActionPlan | Refusal:
    given_ = {"remedy": RemedyState.CONFIRMED, "is_contradicted": False, "today": TODAY} | asked
    return close(plan, REASONS, **given_)  # type: ignore[arg-type]


def reported(plan: ActionPlan, *, done: bool, outcome: bool, activity: bool = True) -> ActionPlan:
    met = {each.code: outcome if each.is_outcome else activity for each in plan.indicators}
    measures = {each.code: done for each in plan.measures}
    return with_progress(plan, Progress(measures=measures, indicators=met))


def a_complaint_plan() -> ActionPlan:
    return a_plan(a_complaint_occasion(Right.WAGE))


@pytest.mark.parametrize(
    ("done", "outcome", "remedy"), list(product([True, False], [True, False], RemedyState))
)
def test_a_complaint_s_plan_is_delivered_only_with_all_three(
    *, done: bool, outcome: bool, remedy: RemedyState
) -> None:
    plan = reported(a_complaint_plan(), done=done, outcome=outcome)
    is_delivered = done and outcome and remedy is RemedyState.CONFIRMED
    state = PlanState.CLOSED_DELIVERED if is_delivered else PlanState.CLOSED_ON_PAPER
    assert closed(plan, remedy=remedy) == replace(
        plan,
        state=state,
        closed_on=TODAY,
        closing_reasons=("asked-the-workers", "seen-on-site"),
    )


@pytest.mark.parametrize("remedy", RemedyState)
def test_a_finding_s_plan_asks_for_no_remedy_of_a_case(remedy: RemedyState) -> None:
    plan = reported(a_plan(), done=True, outcome=True)
    assert lacking(plan, remedy) == ()


def test_one_measure_left_open_is_enough_to_close_on_paper() -> None:
    plan = with_progress(
        reported(a_plan(), done=True, outcome=True), Progress(measures={"safety-committee": False})
    )
    assert lacking(plan, RemedyState.NONE) == ("measures-open",)


def test_one_outcome_met_is_enough_and_activity_is_not() -> None:
    plan = reported(a_complaint_plan(), done=True, outcome=False)
    assert lacking(plan, RemedyState.CONFIRMED) == ("no-outcome-met",)
    one = with_progress(plan, Progress(indicators={"no-reprisal": True}))
    assert lacking(one, RemedyState.CONFIRMED) == ()


def test_an_activity_only_plan_is_never_delivered() -> None:
    plan = reported(a_plan(a_finding_occasion(grade=FindingGrade.MAJOR)), done=True, outcome=True)
    assert lacking(plan, RemedyState.CONFIRMED) == ("activity-only",)
    after = closed(plan)
    assert isinstance(after, ActionPlan)
    assert after.state is PlanState.CLOSED_ON_PAPER


def test_a_plan_without_measures_is_not_delivered_by_doing_nothing() -> None:
    plan = replace(reported(a_plan(), done=True, outcome=True), measures=())
    assert lacking(plan, RemedyState.NONE) == ("measures-open",)


def test_what_is_lacking_is_said_in_full() -> None:
    assert lacking(a_complaint_plan(), RemedyState.DELIVERED) == (
        "measures-open",
        "no-outcome-met",
        "remedy-not-confirmed",
    )


def test_nothing_is_closed_while_a_contradiction_is_open() -> None:
    plan = reported(a_plan(), done=True, outcome=True)
    assert closed(plan, is_contradicted=True) is Refusal.CONTRADICTION_OPEN


def test_closing_again_for_the_same_reasons_changes_nothing_even_when_contradicted_since() -> None:
    after = closed(reported(a_plan(), done=True, outcome=True))
    assert isinstance(after, ActionPlan)
    again = closed(after, today=date(2026, 5, 1), is_contradicted=True, remedy=RemedyState.NONE)
    assert again == after


def test_closing_for_other_reasons_was_already_decided() -> None:
    after = closed(a_plan())
    assert isinstance(after, ActionPlan)
    again = close(
        after,
        frozenset({"another"}),
        remedy=RemedyState.NONE,
        is_contradicted=False,
        today=TODAY,
    )
    assert again is Refusal.ALREADY_DECIDED


def test_no_plan_is_closed_before_it_opened() -> None:
    after = closed(a_plan(), today=date(2026, 1, 1))
    assert isinstance(after, ActionPlan)
    assert after.closed_on == after.opened_on


FLAGS = st.booleans()


@given(done=FLAGS, outcome=FLAGS, remedy=st.sampled_from(RemedyState))
def test_a_plan_lacks_nothing_exactly_when_it_is_delivered(
    *, done: bool, outcome: bool, remedy: RemedyState
) -> None:
    for make in (a_plan, a_complaint_plan):
        plan = reported(make(), done=done, outcome=outcome)
        after = closed(plan, remedy=remedy)
        assert isinstance(after, ActionPlan)
        assert (after.state is PlanState.CLOSED_DELIVERED) is (lacking(plan, remedy) == ())


def test_progress_changes_what_it_names_and_nothing_else() -> None:
    plan = a_plan()
    progress = Progress(
        measures={"stop-the-harm": True},
        milestones={"harm-stopped": True},
        indicators={"people-trained": True},
        owner="buyer",
    )
    after = record(plan, progress, the_rules().roles)
    assert isinstance(after, ActionPlan)
    assert changes(plan, after) == (
        "owner/buyer",
        "measure/stop-the-harm/done",
        "milestone/harm-stopped/2026-03-04/reached",
        "indicator/people-trained/met",
    )
    assert record(after, progress, the_rules().roles) == after
    assert with_progress(after, replace(progress_of(plan), owner=plan.owner)) == plan


@pytest.mark.parametrize(
    "progress",
    [
        Progress(measures={"hans-did-it": True}),
        Progress(milestones={"stop-the-harm": True}),
        Progress(indicators={"stop-the-harm": True}),
        Progress(owner="hans-meier"),
    ],
)
def test_a_step_or_role_that_nobody_listed_is_refused(progress: Progress) -> None:
    assert record(a_plan(), progress, the_rules().roles) is Refusal.UNKNOWN_CODE


def test_a_closed_plan_takes_only_what_it_knows_already() -> None:
    plan = closed(reported(a_plan(), done=True, outcome=True))
    assert isinstance(plan, ActionPlan)
    roles = the_rules().roles
    assert record(plan, Progress(measures={"stop-the-harm": True}), roles) == plan
    undone = Progress(measures={"stop-the-harm": False})
    assert record(plan, undone, roles) is Refusal.ALREADY_DECIDED


def test_every_change_of_a_plan_has_its_code() -> None:
    before = a_plan()
    after = replace(
        before,
        opened_on=date(2026, 1, 1),
        due_on=date(2026, 1, 8),
        state=PlanState.CLOSED_ON_PAPER,
    )
    assert changes(before, after) == (
        "opened/2026-01-01",
        "due/2026-01-08",
        "state/closed-on-paper",
    )
    assert changes(before, before) == ()
