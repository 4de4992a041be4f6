"""Reading of plan rules: rows and rules of the pack become values. Text in, values out.

What cannot be read raises ValueError or KeyError; the service then refuses to start.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final, TypeAlias

from sorgfalt_contracts.terms import FindingGrade, Right

from services.risk.domain.deadline import ComplaintRule, Deadlines, FindingRule, Ground
from services.risk.domain.deadline_steps import DueSteps, Escalation, WarningSpan
from services.risk.domain.plan import Indicator, Measure
from services.risk.domain.plan_template import PlannedMilestone, Template
from services.risk.domain.verdict import Source

Rows: TypeAlias = Sequence[Mapping[str, str]]
Rules: TypeAlias = Mapping[str, Any]
ANSWERS: Final = frozenset(
    {"finding", "complaint", "validity", "surveillance", "programme", "state-procedure"}
    | {"reporting"}
)
"""What a deadline can answer; the last five open no plan and are kept for their sources."""

KINDS: Final = frozenset({"measure", "milestone", "indicator"})
_IS_REMEDIAL: Final = {"remedial": True, "preventive": False}
_IS_OUTCOME: Final = {"outcome": True, "activity": False}


def deadlines(rows: Rows, source: Source) -> Deadlines:
    """Return the rules that open plans."""
    if strange := {row["answers"] for row in rows} - ANSWERS:
        raise ValueError(f"deadlines answer {', '.join(sorted(strange))}")
    return Deadlines(
        findings=[_finding_rule(row) for row in rows if row["answers"] == "finding"],
        complaints=[_complaint_rule(row) for row in rows if row["answers"] == "complaint"],
        grounds={row["code"]: _ground(row) for row in rows},
        source=source,
    )


def _ground(row: Mapping[str, str]) -> Ground:
    return Ground(
        trigger=row["trigger"],
        period_in_source=row["period_in_source"],
        status=row["status"],
        valid_from=date.fromisoformat(row["valid_from"]),
        source=row["source"],
        note=row["note"],
    )


def _finding_rule(row: Mapping[str, str]) -> FindingRule:
    return FindingRule(
        code=row["code"],
        schemes=tuple(row["schemes"].split()),
        grade=None if row["grade"] == "unknown" else FindingGrade(row["grade"]),
        period=row["period"],
    )


def _complaint_rule(row: Mapping[str, str]) -> ComplaintRule:
    unknown = row["severity"] == "unknown"
    return ComplaintRule(
        code=row["code"],
        severity=None if unknown else int(row["severity"]),
        period=row["period"],
    )


def due_steps(rules: Rules) -> DueSteps:
    """Return when plans are called due soon and overdue."""
    span = rules["due_soon"]
    return DueSteps(
        warning=WarningSpan(
            part=Fraction(span["part"]),
            least_days=span["least_days"],
            most_days=span["most_days"],
        ),
        escalations=tuple(
            Escalation(after=each["after"], level=each["escalation"], role=each["role"])
            for each in rules["overdue"]
        ),
    )


def templates(rules: Iterable[Rules], steps: Rows) -> tuple[Template, ...]:
    """Return the templates in the pack's order; a step of no template is a ValueError."""
    listed = list(rules)
    if stray := {row["template"] for row in steps} - {each["code"] for each in listed}:
        raise ValueError(f"steps of no template: {', '.join(sorted(stray))}")
    if strange := {row["kind"] for row in steps} - KINDS:
        raise ValueError(f"steps of no kind: {', '.join(sorted(strange))}")
    return tuple(_template(each, steps) for each in listed)


def _template(rules: Rules, steps: Rows) -> Template:
    mine = [row for row in steps if row["template"] == rules["code"]]
    return Template(
        code=rules["code"],
        owner=rules["owner"],
        rights=frozenset(Right(code) for code in rules.get("rights", ())),
        always=frozenset(rules.get("always", ())),
        is_fallback=rules.get("is_fallback", False),
        measures=tuple(_measure(row) for row in _of(mine, "measure")),
        milestones=tuple(_milestone(row) for row in _of(mine, "milestone")),
        indicators=tuple(_indicator(row) for row in _of(mine, "indicator")),
    )


def _measure(row: Mapping[str, str]) -> Measure:
    return Measure(code=row["code"], is_remedial=_IS_REMEDIAL[row["nature"]])


def _milestone(row: Mapping[str, str]) -> PlannedMilestone:
    return PlannedMilestone(code=row["code"], share=Fraction(row["share"]))


def _indicator(row: Mapping[str, str]) -> Indicator:
    return Indicator(code=row["code"], is_outcome=_IS_OUTCOME[row["nature"]])


def _of(steps: Rows, kind: str) -> list[Mapping[str, str]]:
    return [row for row in steps if row["kind"] == kind]
