"""Due steps: when a plan is called due soon, due and overdue.

The warning fits the period: a fixed span would warn of a week before it began. Overdue is said
again at growing distances, each time one level higher. Spans and distances are data.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sorgfalt_contracts.periods import add_period
from sorgfalt_contracts.terms import DueStep


@dataclass(frozen=True, kw_only=True, slots=True)
class WarningSpan:
    """How long before the date a plan is due soon: a part of its period, within limits in days."""

    part: Fraction
    least_days: int
    most_days: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Escalation:
    """A period after the date at which overdue is said, its level (1-9) and the role it is for."""

    after: str
    level: int
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DueOn:
    """A step and the day it is said on; `escalation` is 0 until the plan is overdue."""

    step: DueStep
    on: date
    escalation: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class DueSteps:
    """The steps of every plan."""

    warning: WarningSpan
    escalations: Sequence[Escalation]


def due_steps(opened_on: date, due_on: date, steps: DueSteps) -> tuple[DueOn, ...]:
    """Return all steps of a plan in the order of their days.

    A period of more than one day has its warning strictly inside it.
    """
    soon = due_on - timedelta(days=_warning_days((due_on - opened_on).days, steps.warning))
    return (
        DueOn(step=DueStep.DUE_SOON, on=soon),
        DueOn(step=DueStep.DUE, on=due_on),
        *(
            DueOn(step=DueStep.OVERDUE, on=add_period(due_on, each.after), escalation=each.level)
            for each in steps.escalations
        ),
    )


def step_on(
    step: DueStep, on: date, *, opened_on: date, due_on: date, steps: DueSteps
) -> DueOn | None:
    """Return the step a plan has on a day; None if it has none there (its date was put back)."""
    every = due_steps(opened_on, due_on, steps)
    return next((each for each in every if (each.step, each.on) == (step, on)), None)


def _warning_days(period_days: int, warning: WarningSpan) -> int:
    part = int(period_days * warning.part)
    return min(max(part, warning.least_days), warning.most_days)
