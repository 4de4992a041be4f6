"""Cases on their way: acknowledged, admitted, investigated, with a remedy."""

from datetime import date, timedelta
from uuid import UUID

from sorgfalt_contracts.terms import (
    RemedyState,
    SiteId,
    SupplierId,
)

from services.grievance.domain.case import Case, Decision, Party
from services.grievance.domain.transitions import (
    Admissibility,
    RemedyStep,
    Substantiation,
    acknowledge,
    admit,
    remedy,
    substantiate,
)
from tests.unit.grievance.builders import DEADLINES, MONDAY, a_case, the_rules

RULES = the_rules()
FRIDAY = MONDAY + timedelta(days=4)
SUPPLIER, OTHER = SupplierId(UUID(int=7)), SupplierId(UUID(int=3))
SITE = SiteId(UUID(int=9))


def done(decision: Decision) -> Case:
    assert decision.refusal is None
    return decision.case


def acknowledged(on: date = FRIDAY) -> Case:
    return done(acknowledge(a_case(), on, DEADLINES, RULES))


def admitted() -> Case:
    return done(
        admit(acknowledged(), Admissibility(is_admitted=True, reason="in-scope"), FRIDAY, RULES)
    )


def investigated() -> Case:
    command = Substantiation(is_substantiated=True, reason="documents")
    return done(substantiate(admitted(), command, FRIDAY, RULES))


def after_remedies(*states: RemedyState) -> Case:
    case = investigated()
    for state in states:
        case = done(remedy(case, RemedyStep(state=state, by=Party.HANDLER), FRIDAY, RULES))
    return case
