"""Deadlines: a scheme's own period where it has one, else ours; and the days the clock speaks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts.periods import add_period
from sorgfalt_contracts.terms import DueStep, FindingGrade

from services.risk.domain.deadline_steps import DueOn, due_steps, step_on
from services.risk.domain.plan_opening import Occasion
from tests.unit.risk.plan_builders import (
    a_complaint_occasion,
    a_finding_occasion,
    a_plan,
    the_rules,
)

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2150, 1, 1))
SCHEMES = st.sampled_from(
    [*sorted({s for rule in the_rules().deadlines.findings for s in rule.schemes}), "other", ""]
)
GRADES = st.sampled_from([FindingGrade.MAJOR, FindingGrade.CRITICAL, None])
SEVERITIES = st.sampled_from([None, 1, 2, 3, 4, 5])
OCCASIONS = st.one_of(
    st.builds(
        lambda scheme, grade, day: a_finding_occasion(scheme=scheme, grade=grade, opened_on=day),
        SCHEMES,
        GRADES,
        DAYS,
    ),
    st.builds(
        lambda severity, day: a_complaint_occasion(severity=severity, opened_on=day),
        SEVERITIES,
        DAYS,
    ),
)


@pytest.mark.parametrize(
    ("scheme", "grade", "code", "period"),
    [
        ("other", FindingGrade.CRITICAL, "finding-critical", "P7D"),
        ("other", FindingGrade.MAJOR, "finding-major", "P14D"),
        ("other", None, "finding-grade-unknown", "P7D"),
        ("irma", None, "finding-grade-unknown", "P7D"),
        ("rba-vap", FindingGrade.CRITICAL, "rba-priority-finding", "P7D"),
        ("rba-vap", FindingGrade.MAJOR, "rba-other-finding", "P14D"),
        ("irma", FindingGrade.MAJOR, "irma-corrective-action", "P12M"),
        ("irma", FindingGrade.CRITICAL, "finding-critical", "P7D"),
        ("copper-mark", FindingGrade.MAJOR, "copper-mark-improvement-plan", "P12M"),
        ("copper-mark", FindingGrade.CRITICAL, "finding-critical", "P7D"),
    ],
)
def test_a_finding_has_its_scheme_s_period_and_no_critical_one_waits_for_months(
    scheme: str, grade: FindingGrade | None, code: str, period: str
) -> None:
    deadline = the_rules().deadlines.for_finding(scheme, grade)
    assert deadline is not None
    assert (deadline.code, deadline.period, deadline.source.pack) == (code, period, "deadlines_v1")


@pytest.mark.parametrize("scheme", ["other", "irma", "rba", "copper-mark"])
def test_a_minor_finding_has_no_period(scheme: str) -> None:
    assert the_rules().deadlines.for_finding(scheme, FindingGrade.MINOR) is None


def test_every_rule_of_a_scheme_is_found_under_each_of_its_names() -> None:
    deadlines = the_rules().deadlines
    asked = [(scheme, rule) for rule in deadlines.findings for scheme in rule.schemes]
    found = [deadlines.for_finding(scheme, rule.grade) for scheme, rule in asked]
    assert [each.code if each else "" for each in found] == [rule.code for _, rule in asked]
    assert {rule.code for _, rule in asked} == {
        "rba-priority-finding",
        "rba-other-finding",
        "irma-corrective-action",
        "copper-mark-improvement-plan",
    }


def test_a_complaint_has_its_severity_s_period_and_an_unknown_one_is_not_low() -> None:
    deadlines = the_rules().deadlines
    periods = {each: deadlines.for_complaint(each).period for each in (5, 4, 3, 2, 1, None)}
    assert periods == {5: "P7D", 4: "P14D", 3: "P1M", 2: "P2M", 1: "P3M", None: "P14D"}


@given(OCCASIONS)
def test_no_plan_is_due_before_it_opened_and_its_date_follows_from_its_period(
    occasion: Occasion,
) -> None:
    plan = a_plan(occasion)
    assert plan.due_on == add_period(plan.opened_on, plan.deadline.period)
    assert plan.due_on > plan.opened_on
    assert all(plan.opened_on <= each.due_on <= plan.due_on for each in plan.milestones)


@given(DAYS, st.integers(min_value=1, max_value=4_000))
def test_a_plan_is_announced_in_the_order_of_its_steps(opened_on: date, days: int) -> None:
    due_on = opened_on + timedelta(days=days)
    soon, due, *overdue = due_steps(opened_on, due_on, the_rules().due_steps)
    assert (soon.step, due) == (DueStep.DUE_SOON, DueOn(step=DueStep.DUE, on=due_on))
    assert opened_on <= soon.on < due_on
    assert soon.on > opened_on or days == 1
    assert timedelta(days=1) <= due_on - soon.on <= timedelta(days=30)
    assert [each.escalation for each in overdue] == [1, 2, 3, 4]
    assert [each.on for each in overdue] == sorted({each.on for each in overdue})
    assert overdue[0].on == due_on + timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "span"), [(1, 1), (2, 1), (5, 1), (7, 2), (14, 4), (31, 10), (90, 30), (365, 30)]
)
def test_the_warning_fits_the_period(days: int, span: int) -> None:
    opened_on = date(2026, 3, 2)
    soon = due_steps(opened_on, opened_on + timedelta(days=days), the_rules().due_steps)[0]
    assert soon.on == opened_on + timedelta(days=days - span)


@given(OCCASIONS, st.integers(min_value=-40, max_value=500))
def test_a_day_has_the_step_the_schedule_gives_it_and_no_other(
    occasion: Occasion, after: int
) -> None:
    plan = a_plan(occasion)
    on = plan.opened_on + timedelta(days=after)
    schedule = due_steps(plan.opened_on, plan.due_on, the_rules().due_steps)
    found = [
        step_on(
            step,
            on,
            opened_on=plan.opened_on,
            due_on=plan.due_on,
            steps=the_rules().due_steps,
        )
        for step in DueStep
    ]
    assert [each for each in found if each] == [each for each in schedule if each.on == on]
