"""Priority: the order of action among rights. Severity leads (UNGP 24, LkSG section 5(2))."""

from collections.abc import Sequence
from dataclasses import dataclass

from sorgfalt_contracts.terms import Priority

from services.risk.domain.verdict import Grade


@dataclass(frozen=True, kw_only=True, slots=True)
class PriorityRule:
    """A priority for everything at least this severe and at least this likely."""

    severity_at_least: Grade
    likelihood_at_least: Grade
    priority: Priority


def priority_of(
    severity: Grade, likelihood: Grade, rules: Sequence[PriorityRule]
) -> Priority | None:
    """Return the priority of the first rule that fits; None when the rules leave a gap."""
    for rule in rules:
        if severity >= rule.severity_at_least and likelihood >= rule.likelihood_at_least:
            return rule.priority
    return None
