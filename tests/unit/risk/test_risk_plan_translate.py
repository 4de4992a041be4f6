"""Plans in the published language: what leaves is valid, and what is kept comes back whole."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sorgfalt_contracts import events
from sorgfalt_contracts.terms import DueStep, FindingGrade, PlanState, Right, derived_id

from services.risk import translate
from services.risk.domain.deadline_steps import DueOn, due_steps
from services.risk.domain.plan import ActionPlan
from tests.unit.risk.builders import COMPANY
from tests.unit.risk.plan_builders import (
    a_cause,
    a_complaint_occasion,
    a_finding_occasion,
    a_plan,
    the_rules,
)

PLANS = {
    "finding": a_plan(),
    "finding without rights": a_plan(a_finding_occasion(grade=FindingGrade.MAJOR)),
    "finding of an unknown grade": a_plan(a_finding_occasion(grade=None)),
    "complaint": a_plan(a_complaint_occasion(Right.WAGE)),
    "complaint without severity": a_plan(a_complaint_occasion(severity=None)),
    "closed": replace(
        a_plan(),
        version=9,
        state=PlanState.CLOSED_ON_PAPER,
        closed_on=date(2026, 4, 1),
        closing_reasons=("a", "b"),
    ),
}


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_a_plan_that_was_kept_comes_back_whole(plan: ActionPlan) -> None:
    assert translate.plan_of(translate.written_plan(plan).document) == plan


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_what_leaves_is_a_full_state_that_the_closed_contract_takes(plan: ActionPlan) -> None:
    (fact,) = translate.plan_changed([(translate.written_plan(plan), a_cause())])
    body = events.ActionPlanChanged.model_validate_json(fact.data)
    assert (fact.topic, fact.key) == ("action-plan-changed", str(plan.plan_id))
    assert (body.version, body.state, body.due_on) == (plan.version, plan.state, plan.due_on)
    assert (body.period, body.deadline.code) == (plan.deadline.period, plan.deadline.code)
    assert [each.code for each in body.measures] == [each.code for each in plan.measures]


def test_the_digest_is_of_the_content_and_not_of_the_version() -> None:
    plan = a_plan()
    digest = translate.written_plan(plan).digest
    assert translate.written_plan(replace(plan, version=7)).digest == digest
    assert translate.written_plan(replace(plan, owner="buyer")).digest != digest


def test_a_due_row_is_one_company_s_and_at_midnight_utc() -> None:
    plan = a_plan()
    schedule = due_steps(plan.opened_on, plan.due_on, the_rules().due_steps)
    rows = list(translate.due_rows(plan, schedule, a_cause()))
    assert [(row.kind, row.due_at) for row in rows] == [
        ("plan-due-soon", datetime(2026, 3, 7, tzinfo=UTC)),
        ("plan-due", datetime(2026, 3, 9, tzinfo=UTC)),
        ("plan-overdue", datetime(2026, 3, 10, tzinfo=UTC)),
        ("plan-overdue", datetime(2026, 3, 16, tzinfo=UTC)),
        ("plan-overdue", datetime(2026, 4, 9, tzinfo=UTC)),
        ("plan-overdue", datetime(2026, 6, 9, tzinfo=UTC)),
    ]
    assert {row.aggregate for row in rows} == {f"{COMPANY}/{plan.plan_id}"}
    assert {json.loads(row.document)["correlation_id"] for row in rows} == {"chain"}


def test_a_due_row_is_a_cause_with_one_id_and_the_scheduled_instant() -> None:
    plan = a_plan()
    (row,) = translate.due_rows(plan, [DueOn(step=DueStep.DUE, on=date(2026, 3, 9))], a_cause())
    due = translate.due_plan(row)
    instant = datetime(2026, 3, 9, tzinfo=UTC)
    assert (due.key, due.step, due.on) == (plan.key, DueStep.DUE, date(2026, 3, 9))
    assert (due.cause.now, due.cause.occurred_at) == (instant, instant)
    assert due.cause.correlation_id == "chain"
    assert due.cause.event_id == str(
        derived_id("due", "plan-due", f"{COMPANY}/{plan.plan_id}", instant.isoformat())
    )


def test_what_is_due_leaves_as_the_contract_has_it() -> None:
    plan = a_plan()
    due = DueOn(step=DueStep.OVERDUE, on=date(2026, 3, 16), escalation=2)
    cause = a_cause(now=datetime(2026, 3, 16, tzinfo=UTC))
    fact = translate.plan_due(plan, due, cause)
    assert events.ActionPlanDue.model_validate_json(fact.data) == events.ActionPlanDue(
        company_id=plan.company_id,
        plan_id=plan.plan_id,
        supplier_id=plan.supplier_id,
        step=DueStep.OVERDUE,
        due_on=plan.due_on,
        scheduled_at=datetime(2026, 3, 16, tzinfo=UTC),
        escalation=2,
    )
    assert isinstance(fact.event_id, UUID)


def test_what_is_shown_is_what_is_published_and_what_only_risk_tells() -> None:
    plan = PLANS["closed"]
    shown = translate.shown_plan(plan)
    assert (shown["is_activity_only"], shown["closing_reasons"]) == (False, ("a", "b"))
    assert shown["state"] == "closed-on-paper"
