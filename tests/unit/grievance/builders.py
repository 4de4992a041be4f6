"""Builders of cases, rules and receipts."""

from datetime import date
from uuid import UUID

from sorgfalt_contracts.terms import CaseId, CaseOutcome, CaseStage, CompanyId, RemedyState, Right

from services.grievance.domain.case import Case, Deadlines, Party
from services.grievance.domain.receipt import Receipt
from services.grievance.domain.rules import Rules
from services.grievance.domain.transitions import Filing, file

COMPANY = CompanyId(UUID("6f1d1c1e-0000-5000-8000-000000000001"))
CASE = CaseId(UUID("9b2f6c1d-4e57-4a0c-8d11-2f6f0a7c3b5e"))
MONDAY = date(2026, 11, 23)
DEADLINES = Deadlines(acknowledge_by=date(2026, 11, 30), feedback_by=date(2027, 3, 1))
RECEIPT = Receipt(number=0x2_1234_5678_9ABC_DEF0_1122_3344_5566_7788)
S, R, O = CaseStage, RemedyState, CaseOutcome  # noqa: E741 - three short names for three tables


def the_rules() -> Rules:
    return Rules(
        code="company_lksg",
        edition="1",
        topics={"wages": (Right.WAGE,), "children": (Right.CHILD_MIN_AGE, Right.CHILD_WORST)},
        moves={
            S.RECEIVED: frozenset({S.ACKNOWLEDGED}),
            S.ACKNOWLEDGED: frozenset({S.ADMITTED, S.REFUSED, S.CLOSED}),
            S.ADMITTED: frozenset({S.INVESTIGATED, S.CLOSED}),
            S.INVESTIGATED: frozenset({S.REMEDY_AGREED, S.CLOSED}),
            S.REMEDY_AGREED: frozenset({S.CLOSED}),
        },
        remedies={
            R.NONE: frozenset({R.PROPOSED, R.AGREED}),
            R.PROPOSED: frozenset({R.AGREED}),
            R.AGREED: frozenset({R.DELIVERED}),
            R.DELIVERED: frozenset({R.CONFIRMED, R.NOT_CONFIRMED, R.UNREACHABLE}),
            R.UNREACHABLE: frozenset({R.CONFIRMED, R.NOT_CONFIRMED}),
            R.NOT_CONFIRMED: frozenset({R.DELIVERED, R.CONFIRMED}),
        },
        confirmed_by=frozenset({Party.PERSON, Party.REPRESENTATIVE}),
        reasons={
            "admitted": frozenset({"in-scope"}),
            "refused": frozenset({"no-protected-right"}),
            "substantiated": frozenset({"documents"}),
            "unsubstantiated": frozenset({"facts-show-otherwise"}),
            "remedied": frozenset({"remedy-confirmed"}),
            "settled": frozenset({"agreed-by-both"}),
            "withdrawn": frozenset({"taken-back-freely"}),
        },
        outcomes={
            S.ACKNOWLEDGED: frozenset({O.WITHDRAWN}),
            S.INVESTIGATED: frozenset({O.SETTLED, O.REMEDIED}),
            S.REMEDY_AGREED: frozenset({O.SETTLED, O.REMEDIED}),
        },
        feedback_steps=frozenset({"refused", "substantiated", "unsubstantiated", "closed"}),
    )


def a_case(*topics: str, deadlines: Deadlines = DEADLINES) -> Case:
    """A case as it is the moment after somebody filed it on a Monday."""
    filing = Filing(company_id=COMPANY, case_id=CASE, topics=topics)
    decision = file(filing, MONDAY, deadlines, the_rules())
    assert decision.refusal is None
    return decision.case
