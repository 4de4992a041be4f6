"""Door 4, time: plans that are due soon, due and overdue."""

from collections.abc import Mapping
from functools import partial

from services.risk import translate
from services.risk.domain.plan_rules import PlanRules
from services.risk.handlers.announce_due_plans import announce_due_plans
from shared.process.clock import DueHandler


def due_handlers(rules: PlanRules) -> Mapping[str, DueHandler]:
    """Return who handles each kind of due row."""
    return dict.fromkeys(translate.KINDS.values(), partial(announce_due_plans, rules))
