"""A decision taken again, and another one after it."""

from collections.abc import Callable

import pytest
from sorgfalt_contracts.terms import (
    CaseOutcome,
)

from services.grievance.domain.case import Case, Decision, Refusal
from services.grievance.domain.transitions import (
    Admissibility,
    Closing,
    Substantiation,
    admit,
    close,
    substantiate,
)
from tests.unit.grievance.courses import (
    FRIDAY,
    RULES,
    admitted,
    done,
    investigated,
)


@pytest.mark.parametrize(
    ("case", "again", "other"),
    [
        (
            admitted(),
            lambda case: admit(
                case, Admissibility(is_admitted=True, reason="in-scope"), FRIDAY, RULES
            ),
            lambda case: admit(
                case, Admissibility(is_admitted=False, reason="no-protected-right"), FRIDAY, RULES
            ),
        ),
        (
            investigated(),
            lambda case: substantiate(
                case, Substantiation(is_substantiated=True, reason="documents"), FRIDAY, RULES
            ),
            lambda case: substantiate(
                case,
                Substantiation(is_substantiated=False, reason="facts-show-otherwise"),
                FRIDAY,
                RULES,
            ),
        ),
        (
            done(
                close(
                    investigated(),
                    Closing(outcome=CaseOutcome.SETTLED, reason="agreed-by-both"),
                    FRIDAY,
                    RULES,
                )
            ),
            lambda case: close(
                case, Closing(outcome=CaseOutcome.SETTLED, reason="agreed-by-both"), FRIDAY, RULES
            ),
            lambda case: close(
                case,
                Closing(outcome=CaseOutcome.WITHDRAWN, reason="taken-back-freely"),
                FRIDAY,
                RULES,
            ),
        ),
    ],
    ids=["admissibility", "substantiation", "outcome"],
)
def test_a_decision_repeated_changes_nothing_and_another_one_is_refused(
    case: Case, again: Callable[[Case], Decision], other: Callable[[Case], Decision]
) -> None:
    assert again(case).case is case
    assert again(case).refusal is None
    assert other(case) == Decision(case=case, refusal=Refusal.ALREADY_DECIDED)
