"""Plan rules: the whole of what plans go by, and what would keep it from being used."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sorgfalt_contracts.periods import add_period
from sorgfalt_contracts.terms import FindingGrade, Right

from services.risk.domain.deadline import Deadlines
from services.risk.domain.deadline_steps import DueSteps
from services.risk.domain.plan_template import Template

_DAY = date(2026, 1, 1)  # any day: a period that is none, or empty, is so on each
_SEVERITIES = (1, 2, 3, 4, 5, None)
_GRADES = (FindingGrade.MAJOR, FindingGrade.CRITICAL, None)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class PlanRules:
    """Deadlines, due steps, templates and the closed list of roles, of one pack in one edition.

    `texts` says what each step of a template means. Compared by identity: one in a process.
    """

    deadlines: Deadlines
    due_steps: DueSteps
    templates: Sequence[Template]
    roles: frozenset[str]
    texts: Mapping[str, str]


def faults(rules: PlanRules) -> list[str]:
    """Return what keeps the rules from being used, one sentence each; none for sound ones."""
    return [
        *_deadline_faults(rules.deadlines),
        *_due_step_faults(rules.due_steps),
        *_template_faults(rules.templates),
        *(f"{role} is no role of the list" for role in _roles(rules) if role not in rules.roles),
    ]


def _deadline_faults(deadlines: Deadlines) -> Iterator[str]:
    for grade in _GRADES:
        if deadlines.for_finding("", grade) is None:
            yield f"findings of grade {grade} have no default period"
    given = {rule.severity for rule in deadlines.complaints}
    yield from (f"severity {each} has no period" for each in _SEVERITIES if each not in given)
    asked = [(s, rule.grade) for rule in deadlines.findings for s in rule.schemes or ("",)]
    asked_twice = _repeated([*asked, *(rule.severity for rule in deadlines.complaints)])
    yield from (f"two rules answer {each}" for each in asked_twice)
    periods = {rule.code: rule.period for rule in deadlines.findings}
    periods |= {rule.code: rule.period for rule in deadlines.complaints}
    yield from (f"{code} has no period" for code, text in periods.items() if not _is_period(text))


def _due_step_faults(steps: DueSteps) -> Iterator[str]:
    warning = steps.warning
    if not 0 < warning.part < 1 or not 1 <= warning.least_days <= warning.most_days:
        yield "the warning span does not lie inside a period"
    if not steps.escalations or not all(_is_period(each.after) for each in steps.escalations):
        yield "overdue has no step, or one without a period"
        return
    days = [add_period(_DAY, each.after) for each in steps.escalations]
    levels = [each.level for each in steps.escalations]
    if days != sorted(set(days)) or levels != sorted(set(levels) & set(range(1, 10))):
        yield "overdue steps do not rise in day and level"


def _template_faults(templates: Sequence[Template]) -> Iterator[str]:
    for right in Right:
        if sum(right in each.rights for each in templates) != 1:
            yield f"{right} has not one template"
    if sum(each.is_fallback for each in templates) != 1:
        yield "there is not one fallback"
    yield from (f"{each.code} has no measure" for each in templates if not each.measures)
    shares = [step.share for each in templates for step in each.milestones]
    if not all(0 < share <= 1 for share in shares):
        yield "a milestone lies outside its plan"
    yield from (f"{code} means two things" for code in _ambiguous(templates))


def _ambiguous(templates: Sequence[Template]) -> list[str]:
    """Return the codes that stand for steps of two kinds, or of two natures."""
    meant = {
        meaning
        for each in templates
        for meaning in (
            *((step.code, "measure", step.is_remedial) for step in each.measures),
            *((step.code, "milestone", False) for step in each.milestones),
            *((step.code, "indicator", step.is_outcome) for step in each.indicators),
        )
    }
    return _repeated(code for code, _, _ in sorted(meant))


def _is_period(text: str) -> bool:
    try:
        return add_period(_DAY, text) > _DAY
    except ValueError:
        return False


def _roles(rules: PlanRules) -> list[str]:
    return [each.role for each in rules.due_steps.escalations] + [
        each.owner for each in rules.templates
    ]


def _repeated(values: Iterable[object]) -> list[str]:
    return [str(value) for value, count in Counter(values).items() if count > 1]
