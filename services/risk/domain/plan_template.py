"""Templates: the measures, milestones and indicators a new plan starts with, by right and gravity.

They are a start and data. The order of templates in the pack is the order in a plan; a step that
two templates name enters once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeVar

from sorgfalt_contracts.terms import Right

from services.risk.domain.plan import Indicator, Measure, Milestone

Step = TypeVar("Step", Measure, Milestone, Indicator)


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedMilestone:
    """A milestone at a part of the period: 1 is the plan's own date."""

    code: str
    share: Fraction


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    """Steps for some rights, or, with `always`, for whatever a plan answers of these traits.

    Traits are `complaint`, `grade-critical`, `severity-5` or `severity-unknown` and the like.
    The fallback serves where no template does by right.
    """

    code: str
    owner: str
    rights: frozenset[Right]
    always: frozenset[str]
    is_fallback: bool
    measures: tuple[Measure, ...]
    milestones: tuple[PlannedMilestone, ...]
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Chosen:
    """The templates of one plan; those by right, of which there is at least one, come last."""

    always: tuple[Template, ...]
    by_right: tuple[Template, ...]

    @property
    def templates(self) -> tuple[Template, ...]:
        """Return all, in their order."""
        return *self.always, *self.by_right

    @property
    def owner(self) -> str:
        """Return the role that answers for the plan: that of the first template by right."""
        return self.by_right[0].owner

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Return the measures of all templates."""
        return _once(step for each in self.templates for step in each.measures)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Return the indicators of all templates."""
        return _once(step for each in self.templates for step in each.indicators)

    def milestones(self, opened_on: date, due_on: date) -> tuple[Milestone, ...]:
        """Return the milestones with their days, the nearest first; none is after the date."""
        days = (due_on - opened_on).days
        dated = _once(
            Milestone(code=step.code, due_on=opened_on + timedelta(days=int(days * step.share)))
            for each in self.templates
            for step in each.milestones
        )
        return tuple(sorted(dated, key=lambda step: step.due_on))


def choose(
    templates: Sequence[Template], rights: Iterable[Right], traits: frozenset[str]
) -> Chosen:
    """Return the templates for what a plan answers."""
    concerned = frozenset(rights)
    by_right = tuple(each for each in templates if each.rights & concerned)
    return Chosen(
        always=tuple(each for each in templates if each.always & traits),
        by_right=by_right or tuple(each for each in templates if each.is_fallback),
    )


def _once(steps: Iterable[Step]) -> tuple[Step, ...]:
    first: dict[str, Step] = {}
    for step in steps:
        first.setdefault(step.code, step)
    return tuple(first.values())
