"""A clean audit beside a complaint at one place."""

from dataclasses import replace

import pytest
from sorgfalt_contracts.terms import AuditKind, CaseOutcome, CaseStage, FindingGrade, Right

from services.risk.domain.audit import Audit
from services.risk.domain.complaint import Complaint
from services.risk.domain.contradiction import Contradiction, contradictions
from services.risk.domain.decision import Decision, Ruling
from tests.unit.risk.builders import the_method
from tests.unit.risk.evidence_builders import (
    OTHER_SITE,
    SITE,
    a_complaint,
    a_finding,
    a_ruling,
    an_audit,
    audit_id,
    case_id,
    said,
)

MAJOR = a_finding(FindingGrade.MAJOR, Right.WAGE)
MINOR = a_finding(FindingGrade.MINOR, Right.WAGE)


def ended(outcome: CaseOutcome) -> Complaint:
    return replace(a_complaint(stage=CaseStage.CLOSED), outcome=outcome)


def found(*things: Audit | Complaint | Decision) -> list[Contradiction]:
    return list(contradictions(said(*things), the_method().evidence))


def test_a_clean_audit_contradicts_a_complaint_at_its_site() -> None:
    complaint = a_complaint(Right.WAGE, Right.FREEDOM_OF_ASSOCIATION)
    assert found(an_audit(), complaint) == [
        Contradiction(
            audit_id=audit_id(1),
            case_id=case_id(1),
            site_id=SITE,
            rights=(Right.FREEDOM_OF_ASSOCIATION, Right.WAGE),
        )
    ]


@pytest.mark.parametrize(
    "audit",
    [
        an_audit(MAJOR),
        an_audit(a_finding(FindingGrade.CRITICAL)),
        an_audit(a_finding(None)),
        an_audit(result=None),
        an_audit(result="Failed"),
        an_audit(result="FAIL"),
        an_audit(kind=AuditKind.AWARD),
        an_audit(kind=None),
    ],
)
def test_an_audit_that_is_not_clean_contradicts_nobody(audit: Audit) -> None:
    assert found(audit, a_complaint()) == []


def test_minor_findings_leave_an_audit_clean() -> None:
    assert len(found(an_audit(MINOR), a_complaint())) == 1


@pytest.mark.parametrize(
    "complaint",
    [
        a_complaint(stage=CaseStage.REFUSED),
        a_complaint(substantiated=False),
        ended(CaseOutcome.UNFOUNDED),
        ended(CaseOutcome.REFERRED),
        ended(CaseOutcome.REFUSED),
    ],
)
def test_a_complaint_that_was_disproved_is_contradicted_by_nobody(complaint: Complaint) -> None:
    assert found(an_audit(), complaint) == []


@pytest.mark.parametrize(
    "complaint",
    [
        a_complaint(stage=CaseStage.RECEIVED),
        a_complaint(stage=None),
        a_complaint(substantiated=True),
        ended(CaseOutcome.REMEDIED),
        ended(CaseOutcome.WITHDRAWN),
    ],
)
def test_a_complaint_that_nobody_disproved_is_contradicted(complaint: Complaint) -> None:
    assert len(found(an_audit(), complaint)) == 1


def test_two_sites_of_one_supplier_do_not_contradict_each_other() -> None:
    assert found(an_audit(site_id=OTHER_SITE), a_complaint(site_ids=(SITE,))) == []


def test_an_audit_of_the_supplier_as_a_whole_contradicts_a_complaint_at_its_site() -> None:
    (contradiction,) = found(an_audit(site_id=None), a_complaint(site_ids=(SITE,)))
    assert contradiction.site_id == SITE


def test_a_complaint_without_a_site_is_contradicted_by_an_audit_of_any() -> None:
    (contradiction,) = found(an_audit(site_id=OTHER_SITE), a_complaint(site_ids=()))
    assert contradiction.site_id == OTHER_SITE


def test_a_complaint_that_names_sites_of_others_only_names_none_here() -> None:
    everybody = said(an_audit(), a_complaint(site_ids=(OTHER_SITE,)), sites=(SITE,))
    assert len(contradictions(everybody, the_method().evidence)) == 1


def test_a_place_that_two_sites_could_be_is_not_guessed() -> None:
    (contradiction,) = found(an_audit(site_id=None), a_complaint(site_ids=(SITE, OTHER_SITE)))
    assert contradiction.site_id is None


@pytest.mark.parametrize(
    ("held_on", "filed_on", "closed_on", "scheme", "is_one_time"),
    [
        ("2026-03-01", "2026-01-10", None, "irma", True),
        ("2026-03-01", "2026-01-10", "2026-02-28", "irma", False),
        ("2026-03-01", "2026-01-10", "2026-03-01", "irma", True),
        ("2026-03", "2026-01-10", "2026-03-20", "irma", True),
        ("2026-03-01", "2029-03-01", None, "irma", True),
        ("2026-03-01", "2029-03-02", None, "irma", False),
        ("2026-03-01", "2028-03-02", None, "rba-vap", False),
        ("2026-03-01", "2028-03-01", None, "rba-vap", True),
        ("2026", "2029-12-31", None, "irma", True),
        ("2026", "2030", None, "irma", False),
        (None, "2040", None, "irma", True),
        (None, "2020", "2020", "irma", True),
        ("2026-03-01", None, None, "irma", True),
        ("9999-12-31", "9999-12-31", None, "irma", True),
    ],
)
def test_an_audit_speaks_of_complaints_open_when_it_was_held_until_it_expires(
    held_on: str | None,
    filed_on: str | None,
    closed_on: str | None,
    scheme: str,
    *,
    is_one_time: bool,
) -> None:
    audit = an_audit(held_on=held_on, scheme=scheme)
    complaint = a_complaint(filed_on=filed_on, closed_on=closed_on)
    assert bool(found(audit, complaint)) is is_one_time


def test_each_audit_contradicts_each_complaint_in_order_of_their_ids() -> None:
    things = [an_audit(number=n) for n in (2, 1)] + [a_complaint(number=n) for n in (2, 1)]
    pairs = [(each.audit_id, each.case_id) for each in found(*things)]
    assert pairs == [(audit_id(a), case_id(c)) for a in (1, 2) for c in (1, 2)]


def test_a_ruling_closes_the_one_contradiction_it_is_about() -> None:
    ruling = a_ruling(Ruling.BOTH_STAND, case=2)
    things = (an_audit(), a_complaint(number=1), a_complaint(number=2), ruling)
    assert [(each.is_open, each.decision) for each in found(*things)] == [
        (True, None),
        (False, ruling),
    ]
