"""What a person may expect of a case: which news, until when, and whether they are asked."""

from dataclasses import dataclass
from datetime import date

from sorgfalt_contracts.terms import RemedyState, Timeliness

from services.grievance.domain.case import Case
from services.grievance.domain.rules import Rules

_OPEN = frozenset({Timeliness.AWAITED, Timeliness.OVERDUE})


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """What comes next (UNGP 31: predictable). `awaits` is acknowledgement, feedback or None.

    `is_asked`: the person may say whether the remedy arrived.
    """

    awaits: str | None = None
    due_on: date | None = None
    is_overdue: bool = False
    is_asked: bool = False


def outlook(case: Case, rules: Rules) -> Outlook:
    """Return what the person may expect; a late step stays in sight until it is taken."""
    is_asked = rules.may_remedy(case.remedy, RemedyState.CONFIRMED)
    steps = (
        ("acknowledgement", case.acknowledgement, case.deadlines.acknowledge_by),
        ("feedback", case.feedback, case.deadlines.feedback_by),
    )
    for awaits, state, due_on in steps:
        if state in _OPEN and case.outcome is None:
            is_late = state is Timeliness.OVERDUE
            return Outlook(awaits=awaits, due_on=due_on, is_overdue=is_late, is_asked=is_asked)
    return Outlook(is_asked=is_asked)
