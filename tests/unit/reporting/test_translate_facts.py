from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sorgfalt_contracts.faults import BadEventError
from sorgfalt_contracts.terms import (
    AuditKind,
    CaseOutcome,
    CaseStage,
    CompanyId,
    ExitState,
    FindingGrade,
    OriginBasis,
    PlanState,
    RemedyState,
    Timeliness,
)

from services.reporting import translate
from services.reporting.domain.audit import AuditSeen, FindingSeen
from services.reporting.domain.complaint import CaseState
from services.reporting.domain.plan import DueNotice, Effect, ExitSeen, PlanSeen
from services.reporting.domain.supplier import ContradictionSeen, OriginSeen
from tests.unit.reporting.builders import (
    COMPANY,
    a_cause,
    a_reference,
    a_risk_fact,
    a_supplier_fact,
    a_supplier_id,
)
from tests.unit.reporting.fact_builders import (
    DUE,
    a_case_fact,
    a_case_id,
    a_contradiction,
    a_due_fact,
    a_finding,
    a_plan_fact,
    a_plan_id,
    an_audit_fact,
    an_audit_id,
    an_exit_fact,
    an_indicator,
    an_origin,
)

OTHER = CompanyId(UUID(int=99))


def test_an_audit_keeps_its_findings_and_what_nobody_told_stays_missing() -> None:
    fact = an_audit_fact(
        3, a_finding("1", "critical", ["HR06", "HR03"]), a_finding("2", "dire"), result=None
    )

    assert translate.audit_seen(fact, a_cause(7)) == AuditSeen(
        company_id=COMPANY,
        audit_id=an_audit_id(3),
        supplier_id=a_supplier_id(1),
        kind=AuditKind.AUDIT,
        scheme="smelter-scheme",
        held_on="2026-05",
        has_result=False,
        findings=(
            FindingSeen(part="1", grade=FindingGrade.CRITICAL, rights=("HR03", "HR06")),
            FindingSeen(part="2", grade=None, rights=("HR05",)),
        ),
        event=a_reference(7),
    )


@pytest.mark.parametrize("version", [1, 2])
def test_either_fact_on_a_complaint_tells_its_state_and_nobody_it_is_about(version: int) -> None:
    fact = a_case_fact(
        4,
        version,
        stage="investigated",
        rights=["HR08", "ZZ01", "HR06"],
        severity=3,
        substantiated=True,
        suppliers=[1],
        acknowledgement="in-time",
        feedback="late",
        remedy="agreed",
    )

    assert translate.case_state(fact, a_cause(7)) == CaseState(
        company_id=COMPANY,
        case_id=a_case_id(4),
        version=version,
        stage=CaseStage.INVESTIGATED,
        rights=("HR06", "HR08"),
        severity=3,
        substantiated=True,
        outcome=None,
        is_attributed=True,
        acknowledgement=Timeliness.IN_TIME,
        feedback=Timeliness.LATE,
        remedy=RemedyState.AGREED,
        event=a_reference(7),
    )


def test_codes_of_a_complaint_that_we_do_not_know_are_unknown_and_never_good() -> None:
    fact = a_case_fact(
        stage="mislaid", outcome="gone", acknowledgement="soon", feedback="soon", remedy="promised"
    )

    state = translate.case_state(fact, a_cause())

    told = (state.stage, state.outcome, state.acknowledgement, state.feedback, state.remedy)
    assert told == (None, None, None, None, None)
    assert not state.is_attributed


def test_a_closed_complaint_keeps_its_outcome() -> None:
    fact = a_case_fact(stage="closed", outcome="remedied")

    assert translate.case_state(fact, a_cause()).outcome is CaseOutcome.REMEDIED


@pytest.mark.parametrize(
    ("shown", "effect"),
    [
        ([], Effect.ACTIVITY_ONLY),
        ([an_indicator(is_outcome=False, is_met=True)], Effect.ACTIVITY_ONLY),
        ([an_indicator(is_met=False)], Effect.OUTCOME_SET),
        ([an_indicator(is_met=False), an_indicator(is_met=True)], Effect.OUTCOME_MET),
    ],
)
def test_a_plan_without_outcome_indicator_is_activity_only(shown: Any, effect: Effect) -> None:
    assert translate.plan_seen(a_plan_fact(2, 3, *shown, case=5), a_cause(7)) == PlanSeen(
        company_id=COMPANY,
        plan_id=a_plan_id(2),
        version=3,
        supplier_id=a_supplier_id(1),
        case_id=a_case_id(5),
        state=PlanState.OPEN,
        due_on=DUE,
        effect=effect,
        event=a_reference(7),
    )


def test_a_notice_and_a_dossier_become_what_they_tell() -> None:
    assert translate.due_notice(a_due_fact(2, escalation=1), a_cause(7)) == DueNotice(
        company_id=COMPANY,
        plan_id=a_plan_id(2),
        due_on=date(2026, 6, 1),
        step="overdue",
        escalation=1,
        event=a_reference(7),
    )
    assert translate.exit_seen(an_exit_fact(2, 3, "kept"), a_cause(7)) == ExitSeen(
        company_id=COMPANY,
        supplier_id=a_supplier_id(2),
        version=3,
        state=ExitState.KEPT,
        event=a_reference(7),
    )


def test_a_supplier_keeps_the_materials_of_itself_and_its_sites() -> None:
    fact = a_supplier_fact(site_countries=("CL",), materials=["tin", "copper"])
    fact.sites[0].materials.extend(["copper", "cobalt"])

    assert translate.supplier_state(fact, a_cause()).materials == ("cobalt", "copper", "tin")


def test_an_assessment_keeps_its_contradictions_and_origins_once_and_sorted() -> None:
    fact = a_risk_fact(
        contradictions=[a_contradiction(2, 1), a_contradiction(1, 2), a_contradiction(2, 1)],
        origins=[an_origin("tin", "confirmed"), an_origin("copper"), an_origin("gold", "felt")],
    )

    state = translate.risk_state(fact, a_cause())

    assert state.contradictions == (
        ContradictionSeen(audit_id=an_audit_id(1), case_id=a_case_id(2)),
        ContradictionSeen(audit_id=an_audit_id(2), case_id=a_case_id(1)),
    )
    assert state.origins == (
        OriginSeen(material="copper", basis=OriginBasis.ASSUMED),
        OriginSeen(material="tin", basis=OriginBasis.CONFIRMED),
    )
    assert "usgs_production_2026" in {source.code for source in state.sources}


@pytest.mark.parametrize(
    ("read", "fact"),
    [
        (translate.supplier_state, a_supplier_fact(company=OTHER)),
        (translate.risk_state, a_risk_fact(company=OTHER)),
        (translate.audit_seen, an_audit_fact(company=OTHER)),
        (translate.case_state, a_case_fact(company=OTHER)),
        (translate.case_state, a_case_fact(1, 2, company=OTHER)),
        (translate.plan_seen, a_plan_fact(company=OTHER)),
        (translate.due_notice, a_due_fact(company=OTHER)),
        (translate.exit_seen, an_exit_fact(company=OTHER)),
    ],
)
def test_a_body_of_another_company_than_its_envelope_is_refused(read: Any, fact: Any) -> None:
    with pytest.raises(BadEventError, match="company_id"):
        read(fact, a_cause())
