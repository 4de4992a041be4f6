"""Opening: what calls for a plan, what is in it, and that no order of news changes it."""

from dataclasses import replace
from datetime import date
from itertools import permutations
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts.terms import (
    FindingGrade,
    PlanId,
    PlanState,
    Right,
    SiteId,
    SupplierId,
    derived_id,
)

from services.risk.domain.deadline import Deadline
from services.risk.domain.plan import (
    ActionPlan,
    AuditFinding,
    FoundedComplaint,
    Indicator,
    Measure,
    Milestone,
)
from services.risk.domain.plan_occasion import occasions_of_audit, occasions_of_complaint
from services.risk.domain.plan_opening import Occasion, needs_plan, open_plan, put_back, runs_from
from services.risk.domain.plan_progress import Progress, with_progress
from services.risk.domain.verdict import Source
from tests.unit.risk.builders import COMPANY, SUPPLIER
from tests.unit.risk.plan_builders import (
    AUDIT,
    CASE,
    OPENED,
    SITE,
    a_complaint,
    a_complaint_occasion,
    a_finding,
    a_finding_occasion,
    a_plan,
    an_audit,
    the_rules,
)

HEARD = date(2026, 3, 2)
OTHER = SupplierId(UUID(int=0xBB))


def test_a_critical_finding_opens_a_plan_with_steps_owner_and_date() -> None:
    assert a_plan(a_finding_occasion(Right.OCCUPATIONAL_SAFETY)) == ActionPlan(
        company_id=COMPANY,
        plan_id=PlanId(derived_id("plan", "finding", str(AUDIT), "3.1")),
        version=1,
        supplier_id=SUPPLIER,
        site_id=SITE,
        answers=AuditFinding(audit_id=AUDIT, number="3.1", grade=FindingGrade.CRITICAL),
        rights=(Right.OCCUPATIONAL_SAFETY,),
        state=PlanState.OPEN,
        owner="safety-officer",
        opened_on=OPENED,
        deadline=Deadline(
            code="finding-critical",
            period="P7D",
            source=Source(pack="deadlines_v1", edition="1"),
        ),
        due_on=date(2026, 3, 9),
        measures=(
            Measure(code="stop-the-harm", is_remedial=True),
            Measure(code="treat-and-compensate", is_remedial=True),
            Measure(code="remove-the-hazard", is_remedial=False),
            Measure(code="safety-committee", is_remedial=False),
        ),
        milestones=(
            Milestone(code="harm-stopped", due_on=date(2026, 3, 4)),
            Milestone(code="hazard-removed", due_on=date(2026, 3, 5)),
            Milestone(code="effect-checked", due_on=date(2026, 3, 9)),
        ),
        indicators=(
            Indicator(code="injuries-per-million-hours", is_outcome=True),
            Indicator(code="people-trained", is_outcome=False),
        ),
    )


def test_a_complaint_adds_remedy_and_a_grave_one_stops_the_harm_first() -> None:
    grave, slight = (a_plan(a_complaint_occasion(Right.WAGE, severity=each)) for each in (4, 2))
    remedy = ["agree-remedy-with-the-person", "deliver-the-remedy"]
    wage = ["pay-withheld-wages", "adequate-wage-path"]
    assert [each.code for each in grave.measures] == ["stop-the-harm", *remedy, *wage]
    assert [each.code for each in slight.measures] == [*remedy, *wage]
    assert (grave.owner, grave.is_activity_only) == ("buyer", False)
    assert grave.plan_id == derived_id("plan", "complaint", str(CASE), str(SUPPLIER))


def test_a_finding_that_names_no_right_gets_a_plan_that_is_activity_only() -> None:
    plan = a_plan(a_finding_occasion(grade=FindingGrade.MAJOR))
    assert (plan.is_activity_only, plan.owner) == (True, "supplier-quality")
    assert [each.code for each in plan.measures] == ["name-the-cause", "mend-the-procedure"]


def test_steps_of_several_rights_enter_once() -> None:
    plan = a_plan(a_finding_occasion(Right.WAGE, Right.OCCUPATIONAL_SAFETY))
    codes = plan.step_codes
    assert len(codes) == len(set(codes))
    assert {"effect-checked", "arrears-paid", "hazard-removed"} <= set(codes)


@pytest.mark.parametrize("right", Right)
def test_every_right_but_the_unnamed_harm_has_an_outcome_indicator(right: Right) -> None:
    assert a_plan(a_finding_occasion(right)).is_activity_only is (right is Right.CATCH_ALL)


@pytest.mark.parametrize(
    ("held_on", "day"),
    [
        ("2026-02-20", date(2026, 2, 20)),
        ("2026-02", HEARD),
        ("2026", HEARD),
        (None, HEARD),
        ("2026-03-03", HEARD),
        ("9999-12-31", HEARD),
    ],
)
def test_a_period_runs_from_the_audit_s_day_if_it_is_known_and_possible(
    held_on: str | None, day: date
) -> None:
    assert runs_from(held_on, HEARD) == day


def test_critical_and_major_findings_call_for_a_plan_each_and_minor_ones_for_none() -> None:
    audit = an_audit(
        a_finding("1", FindingGrade.MINOR),
        a_finding("2", FindingGrade.MAJOR),
        a_finding("3", FindingGrade.CRITICAL),
    )
    occasions = occasions_of_audit(audit, HEARD)
    needing = [each for each in occasions if needs_plan(each, the_rules())]
    assert [_finding(each).number for each in needing] == ["2", "3"]
    assert {each.opened_on for each in needing} == {date(2026, 2, 20)}
    assert {each.site_id for each in needing} == {SITE}


def test_of_two_findings_with_one_number_the_graver_counts_in_either_order() -> None:
    grades = (FindingGrade.MAJOR, None, FindingGrade.CRITICAL)
    for findings in permutations(a_finding("1", grade) for grade in grades):
        (occasion,) = occasions_of_audit(an_audit(*findings), HEARD)
        assert _finding(occasion).grade is FindingGrade.CRITICAL


@pytest.mark.parametrize("substantiated", [None, False])
def test_a_complaint_that_is_not_founded_calls_for_no_plan(*, substantiated: bool | None) -> None:
    assert occasions_of_complaint(a_complaint(substantiated=substantiated), HEARD) == ()


def test_a_founded_complaint_calls_for_a_plan_per_supplier_once() -> None:
    complaint = a_complaint(supplier_ids=(OTHER, SUPPLIER, OTHER))
    occasions = occasions_of_complaint(complaint, HEARD)
    assert [each.supplier_id for each in occasions] == sorted((SUPPLIER, OTHER))
    assert len({each.key for each in occasions}) == 2


@pytest.mark.parametrize(
    ("suppliers", "sites", "site"),
    [
        ((SUPPLIER,), (SITE,), SITE),
        ((SUPPLIER,), (), None),
        ((SUPPLIER,), (SITE, SiteId(UUID(int=2))), None),
        ((SUPPLIER, OTHER), (SITE,), None),
    ],
)
def test_a_site_is_named_only_where_it_can_be_no_other(
    suppliers: tuple[SupplierId, ...], sites: tuple[SiteId, ...], site: SiteId | None
) -> None:
    complaint = a_complaint(supplier_ids=suppliers, site_ids=sites)
    assert {each.site_id for each in occasions_of_complaint(complaint, HEARD)} == {site}


def _finding(occasion: Occasion) -> AuditFinding:
    assert isinstance(occasion.answers, AuditFinding)
    return occasion.answers


def _case_version(occasion: Occasion) -> int:
    assert isinstance(occasion.answers, FoundedComplaint)
    return occasion.answers.case_version


STATES = st.lists(
    st.builds(
        a_complaint_occasion,
        st.sampled_from(Right),
        severity=st.sampled_from([None, 1, 3, 5]),
        version=st.integers(min_value=1, max_value=6),
        opened_on=st.dates(min_value=date(2025, 1, 1), max_value=date(2026, 1, 1)),
    ),
    min_size=1,
    max_size=5,
    unique_by=_case_version,
)


@given(STATES, st.randoms())
def test_whatever_order_founded_states_come_in_the_same_plan_stands(
    states: list[Occasion], shuffled: Random
) -> None:
    first = min(states, key=_case_version)
    shuffled.shuffle(states)
    plan = open_plan(states[0], the_rules())
    for state in [*states[1:], *states]:
        plan = put_back(plan, open_plan(state, the_rules()), the_rules())
    assert plan == open_plan(first, the_rules())


def test_what_was_reported_stays_when_an_earlier_state_puts_a_plan_back() -> None:
    later = a_plan(a_complaint_occasion(Right.WAGE, version=7, opened_on=date(2026, 3, 20)))
    reported = with_progress(
        later, Progress(measures={"deliver-the-remedy": True}, owner="purchasing-lead")
    )
    earlier = a_plan(a_complaint_occasion(Right.LAND, version=5))
    plan = put_back(replace(reported, version=4), earlier, the_rules())
    assert (plan.version, plan.opened_on, plan.owner) == (4, OPENED, "purchasing-lead")
    assert [each.code for each in plan.measures if each.is_done] == ["deliver-the-remedy"]
    assert plan.rights == (Right.LAND,)


def test_a_closed_plan_and_an_audit_s_plan_are_never_put_back() -> None:
    later = a_plan(a_complaint_occasion(version=7))
    earlier = a_plan(a_complaint_occasion(version=5, opened_on=date(2026, 1, 1)))
    closed = replace(later, state=PlanState.CLOSED_ON_PAPER)
    assert put_back(closed, earlier, the_rules()) == closed
    found, again = (
        a_plan(a_finding_occasion(opened_on=each)) for each in (OPENED, date(2026, 1, 1))
    )
    assert put_back(found, again, the_rules()) == found
