"""Findings and complaints beside indices: what makes a right known, and what it then says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts.terms import AuditKind, FindingGrade, Knowledge, Priority, Right

from services.risk.domain.audit import Audit
from services.risk.domain.complaint import Complaint
from services.risk.domain.decision import Ruling
from services.risk.domain.supplier import Supplier
from services.risk.domain.verdict import RightAssessment, because
from tests.unit.risk.builders import METHOD, a_site, a_supplier, severity_reason
from tests.unit.risk.evidence_builders import (
    a_complaint,
    a_finding,
    a_ruling,
    an_audit,
    audit_id,
    case_id,
    codes,
    judged,
)

CALM = a_supplier(a_site("NO", "iron-ore"))
HARD = a_supplier(a_site("CD", "cobalt"))
OSH = Right.OCCUPATIONAL_SAFETY


def test_a_finding_makes_a_right_known_that_no_index_speaks_of() -> None:
    found = judged(CALM, an_audit(a_finding(FindingGrade.CRITICAL, OSH, number="3.2")))[OSH]
    assert found == RightAssessment(
        right=OSH,
        knowledge=Knowledge.KNOWN,
        severity=4,
        likelihood=4,
        priority=Priority.HIGH,
        reasons=(
            severity_reason(4, 4),
            because(
                "audit-finding",
                METHOD,
                audit=str(audit_id(1)),
                finding="3.2",
                grade="critical",
                held_on="2026-03-01",
                likelihood="4",
                scheme="irma",
            ),
        ),
    )


@pytest.mark.parametrize(
    ("grade", "likelihood"),
    [(FindingGrade.MINOR, 2), (FindingGrade.MAJOR, 3), (FindingGrade.CRITICAL, 4)],
)
def test_a_finding_gives_what_its_grade_gives(grade: FindingGrade, likelihood: int) -> None:
    assert judged(CALM, an_audit(a_finding(grade, OSH)))[OSH].likelihood == likelihood


@pytest.mark.parametrize(
    ("substantiated", "likelihood", "code"),
    [(None, 3, "complaint-undecided"), (True, 4, "complaint-founded")],
)
def test_a_complaint_counts_before_and_more_once_it_is_founded(
    *, substantiated: bool | None, likelihood: int, code: str
) -> None:
    found = judged(CALM, a_complaint(OSH, substantiated=substantiated))[OSH]
    assert (found.knowledge, found.likelihood) == (Knowledge.KNOWN, likelihood)
    assert found.reasons[1:] == (
        because(
            code,
            METHOD,
            case=str(case_id(1)),
            filed_on="2026-01-10",
            likelihood=str(likelihood),
        ),
    )


def test_a_disproved_complaint_says_nothing() -> None:
    assert judged(CALM, a_complaint(OSH, substantiated=False)) == judged(CALM)


def test_the_worst_of_all_evidence_decides_and_abstract_evidence_stays_beside_it() -> None:
    found = judged(HARD, an_audit(a_finding(FindingGrade.MINOR, Right.SECURITY_FORCES)))
    right = found[Right.SECURITY_FORCES]
    assert (right.knowledge, right.likelihood) == (Knowledge.KNOWN, 4)
    assert codes(right) == ["severity-of-right", "audit-finding", "wgi-percentile-below"]


@pytest.mark.parametrize("supplier", [CALM, HARD, a_supplier()])
@pytest.mark.parametrize("kind", [AuditKind.AUDIT, AuditKind.AWARD])
def test_a_clean_audit_or_an_award_alone_changes_nothing(
    supplier: Supplier, kind: AuditKind
) -> None:
    assert judged(supplier, an_audit(kind=kind)) == judged(supplier)


@pytest.mark.parametrize(
    ("severity", "expected", "is_raised"), [(None, 4, False), (1, 4, False), (5, 5, True)]
)
def test_a_case_may_be_graver_than_its_right_and_never_less(
    severity: int | None, expected: int, *, is_raised: bool
) -> None:
    found = judged(CALM, a_complaint(OSH, severity=severity))[OSH]
    raised = because("severity-of-complaint", METHOD, severity=str(expected))
    assert (found.severity, raised in found.reasons) == (expected, is_raised)


def test_a_raised_severity_raises_the_priority() -> None:
    found = judged(CALM, a_complaint(Right.WAGE), a_complaint(Right.WAGE, number=2, severity=5))
    assert judged(CALM, a_complaint(Right.WAGE))[Right.WAGE].priority is Priority.MEDIUM
    assert found[Right.WAGE].priority is Priority.HIGH


def test_findings_that_name_no_right_raise_nothing_and_are_seen_on_every_right() -> None:
    audit = an_audit(
        a_finding(FindingGrade.CRITICAL, number="1"),
        a_finding(FindingGrade.MINOR, number="2"),
        a_finding(None, OSH, number="3"),
    )
    seen = because("findings-without-right", METHOD, critical="1", major="0", minor="1", other="1")
    before = judged(CALM)
    for right, each in judged(CALM, audit).items():
        assert seen in each.reasons
        assert each.likelihood == before[right].likelihood
        assert each.knowledge is before[right].knowledge


def test_a_right_without_a_source_stays_unknown_for_that_reason_too() -> None:
    found = judged(CALM, an_audit(a_finding(FindingGrade.CRITICAL)))[Right.SLAVERY]
    assert codes(found) == ["severity-of-right", "no-rule", "findings-without-right"]


def test_complaints_that_name_no_right_raise_nothing_and_are_seen_on_every_right() -> None:
    seen = because("complaints-without-right", METHOD, count="2")
    found = judged(CALM, a_complaint(), a_complaint(number=2), a_complaint(OSH, number=3))
    assert all(seen in each.reasons for each in found.values())


def test_an_open_contradiction_is_seen_on_the_rights_of_its_complaint() -> None:
    found = judged(CALM, an_audit(), a_complaint(OSH))
    seen = because("contradiction-open", METHOD, audit=str(audit_id(1)), case=str(case_id(1)))
    assert [right for right, each in found.items() if seen in each.reasons] == [OSH]
    assert found[OSH].likelihood == 3


def test_a_contradiction_whose_complaint_names_no_right_is_seen_on_all() -> None:
    found = judged(CALM, an_audit(), a_complaint())
    assert all("contradiction-open" in codes(each) for each in found.values())


def test_what_a_later_audit_would_have_mended_stays_and_says_why() -> None:
    bad = an_audit(a_finding(FindingGrade.CRITICAL, Right.WAGE), number=2, held_on="2025-01-01")
    found = judged(CALM, bad, an_audit(), a_complaint(OSH))[Right.WAGE]
    assert (found.likelihood, codes(found)[1]) == (4, "audit-finding-kept")
    assert judged(CALM, bad, an_audit())[Right.WAGE].likelihood == 1


@pytest.mark.parametrize("ruling", list(Ruling))
@pytest.mark.parametrize("substantiated", [None, True])
def test_a_ruling_is_seen_on_the_right_whatever_it_says_of_the_complaint(
    ruling: Ruling, *, substantiated: bool | None
) -> None:
    complaint = a_complaint(OSH, substantiated=substantiated)
    found = judged(CALM, an_audit(), complaint, a_ruling(ruling))[OSH]
    seen = because(
        f"ruled-{ruling}",
        METHOD,
        audit=str(audit_id(1)),
        case=str(case_id(1)),
        decided_by="human-rights-officer",
        grounds="audit-did-not-see-it",
    )
    assert seen in found.reasons
    is_aside = ruling is Ruling.AUDIT_STANDS and not substantiated
    assert (found.knowledge is Knowledge.UNKNOWN) is is_aside


def test_of_many_findings_the_worst_are_shown_before_any_index() -> None:
    findings = [a_finding(FindingGrade.MINOR, Right.WAGE, number=f"{n:02}") for n in range(30)]
    found = judged(HARD, an_audit(*findings))[Right.WAGE]
    assert codes(found)[1:] == ["audit-finding"] * 20 + ["more-reasons"]
    assert found.reasons[-1] == because("more-reasons", METHOD, count="11")


rights = st.lists(st.sampled_from(Right), max_size=3).map(tuple)
grades = st.sampled_from([*FindingGrade, None])
findings = st.builds(lambda grade, named: a_finding(grade, *named), grades, rights)
audits = st.builds(
    lambda found, number, result, day: an_audit(*found, number=number, result=result, held_on=day),
    st.lists(findings, max_size=3),
    st.integers(1, 4),
    st.sampled_from(["pass", None, "failed"]),
    st.sampled_from([None, "2025", "2026-03-01"]),
)
complaints = st.builds(
    lambda named, number, founded, severity: a_complaint(
        *named, number=number, substantiated=founded, severity=severity
    ),
    rights,
    st.integers(1, 4),
    st.sampled_from([None, True, False]),
    st.sampled_from([None, 1, 5]),
)


@given(
    st.lists(audits, max_size=3, unique_by=lambda each: each.audit_id),
    st.lists(complaints, max_size=3, unique_by=lambda each: each.case_id),
    st.sampled_from([CALM, HARD]),
)
def test_nothing_anybody_says_lowers_a_right_below_what_its_places_give(
    held_audits: list[Audit], filed: list[Complaint], supplier: Supplier
) -> None:
    before = judged(supplier)
    for right, each in judged(supplier, *held_audits, *filed).items():
        assert (each.likelihood or 0) >= (before[right].likelihood or 0)
        assert (each.severity or 0) >= (before[right].severity or 0)
        if before[right].knowledge is Knowledge.ASSUMED:
            assert each.knowledge is not Knowledge.UNKNOWN
        assert (each.likelihood is None) == (each.knowledge is Knowledge.UNKNOWN)


@given(
    st.lists(audits, max_size=3, unique_by=lambda each: each.audit_id),
    st.lists(complaints, max_size=3, unique_by=lambda each: each.case_id),
)
def test_a_right_is_known_only_if_somebody_names_it(
    held_audits: list[Audit], filed: list[Complaint]
) -> None:
    named = {right for audit in held_audits for each in audit.findings for right in each.rights}
    named |= {right for complaint in filed for right in complaint.rights}
    found = judged(CALM, *held_audits, *filed)
    known = {right for right, each in found.items() if each.knowledge is Knowledge.KNOWN}
    assert known <= named
