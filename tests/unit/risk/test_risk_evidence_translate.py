"""Audits and cases of the published language, and how risk keeps them."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sorgfalt_contracts import structs
from sorgfalt_contracts.faults import BadEventError
from sorgfalt_contracts.terms import (
    CaseOutcome,
    CaseStage,
    CompanyId,
    FindingGrade,
    RemedyState,
    Right,
)

from services.risk import translate
from services.risk.domain.decision import Ruling
from tests.unit.risk.builders import COMPANY, SUPPLIER
from tests.unit.risk.evidence_builders import (
    OTHER_SITE,
    SITE,
    a_complaint,
    a_finding,
    a_ruling,
    an_audit,
    audit_id,
    case_id,
)
from tests.unit.risk.test_risk_translate import a_cause


def an_audit_event(**said: Any) -> structs.AuditCompleted:
    given: dict[str, Any] = {
        "company_id": COMPANY,
        "supplier_id": SUPPLIER,
        "site_id": SITE,
        "audit_id": audit_id(1),
        "kind": "audit",
        "scheme": "irma",
        "held_on": "2026-03-01",
        "result": "pass",
        "findings": [structs.Finding(number="1.1", grade="major", rights=["HR05", "HR01"])],
        **said,
    }
    return structs.AuditCompleted(**given)


def a_case_event(**said: Any) -> structs.GrievanceUpdated:
    given: dict[str, Any] = {
        "company_id": COMPANY,
        "case_id": case_id(1),
        "version": 3,
        "filed_on": "2026-01-10",
        "stage": "closed",
        "rights": ["HR06"],
        "severity": 4,
        "substantiated": True,
        "outcome": "remedied",
        "supplier_ids": [SUPPLIER],
        "site_ids": [OTHER_SITE, SITE, SITE],
        "acknowledgement": "in-time",
        "feedback": "awaited",
        "remedy": "confirmed",
        **said,
    }
    return structs.GrievanceUpdated(**given)


def test_an_audit_is_taken_with_its_findings() -> None:
    assert translate.audit_from(an_audit_event(), a_cause()) == an_audit(
        a_finding(FindingGrade.MAJOR, Right.CHILD_MIN_AGE, Right.OCCUPATIONAL_SAFETY)
    )


def test_a_case_is_taken_with_its_state() -> None:
    assert translate.complaint_from(a_case_event(), a_cause()) == replace(
        a_complaint(Right.FREEDOM_OF_ASSOCIATION, version=3, severity=4, substantiated=True),
        stage=CaseStage.CLOSED,
        outcome=CaseOutcome.REMEDIED,
        site_ids=(SITE, OTHER_SITE),
        remedy=RemedyState.CONFIRMED,
    )


def test_codes_newer_than_this_reader_are_never_the_better_for_it() -> None:
    findings = [structs.Finding(number="1", grade="grievous", rights=["HR99"])]
    audit = translate.audit_from(an_audit_event(kind="visit", findings=findings), a_cause())
    case = translate.complaint_from(a_case_event(stage="paused", outcome="lost"), a_cause())
    assert (audit.kind, audit.findings) == (None, (a_finding(None, number="1"),))
    assert (case.stage, case.outcome, case.counts) == (None, None, True)


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"company_id": UUID(int=9)}, "company_id"),
        ({"scheme": "IRMA 1.0"}, "scheme"),
        ({"held_on": "2026-02-30"}, "held_on"),
        ({"findings": [structs.Finding(number="a b", grade="minor")]}, "findings.number"),
    ],
)
def test_an_audit_that_could_not_be_spoken_of_is_refused(said: dict[str, Any], where: str) -> None:
    with pytest.raises(BadEventError) as refused:
        translate.audit_from(an_audit_event(**said), a_cause())
    assert (refused.value.reason.value, refused.value.where) == ("invalid", where)


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"company_id": CompanyId(UUID(int=9))}, "company_id"),
        ({"version": 0}, "version"),
        ({"severity": 6}, "severity"),
        ({"filed_on": "yesterday"}, "filed_on"),
        ({"closed_on": "2026-13"}, "closed_on"),
    ],
)
def test_a_case_that_could_not_be_spoken_of_is_refused(said: dict[str, Any], where: str) -> None:
    with pytest.raises(BadEventError) as refused:
        translate.complaint_from(a_case_event(**said), a_cause())
    assert (refused.value.reason.value, refused.value.where) == ("invalid", where)


def test_evidence_kept_and_read_again_is_the_same() -> None:
    audit = an_audit(a_finding(None, Right.LAND), held_on=None, kind=None)
    complaint = a_complaint(Right.LAND, severity=3, substantiated=False)
    ruling = replace(a_ruling(Ruling.BOTH_STAND), note="Two people read the report.")
    assert translate.audit_of(translate.document(audit)) == audit
    assert translate.complaint_of(translate.document(complaint)) == complaint
    assert translate.decision_of(translate.document(ruling)) == ruling


def test_rulings_are_the_same_whenever_they_were_made_and_in_whatever_order_their_reasons() -> None:
    one = replace(a_ruling(Ruling.BOTH_STAND), reasons=("a", "b"))
    later = replace(one, reasons=("b", "a"), decided_at=one.decided_at.replace(year=2027))
    assert one.says_the_same_as(later)
    for other in (
        replace(one, ruling=Ruling.AUDIT_STANDS),
        replace(one, reasons=("a",)),
        replace(one, decided_by="board"),
        replace(one, note="x"),
        replace(one, case_id=case_id(2)),
    ):
        assert not one.says_the_same_as(other)
