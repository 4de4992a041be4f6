"""Progress: what is reported of a plan's steps, and which role answers for it from now on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from services.risk.domain.plan import ActionPlan, Refusal


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """What somebody reports, by code of step: done, reached, met, or not any more.

    A step that is left out stays as it is; `owner` None leaves the owner.
    """

    measures: Mapping[str, bool] = field(default_factory=dict)
    milestones: Mapping[str, bool] = field(default_factory=dict)
    indicators: Mapping[str, bool] = field(default_factory=dict)
    owner: str | None = None


def record(plan: ActionPlan, progress: Progress, roles: frozenset[str]) -> ActionPlan | Refusal:
    """Return the plan with what was reported, or why it cannot be.

    A step the plan does not have and an owner that is none of `roles` are unknown codes: what
    leaves on a topic must never be free text, since that could name a person. A closed plan takes
    nothing that would change it.
    """
    if not _is_known(plan, progress, roles):
        return Refusal.UNKNOWN_CODE
    after = with_progress(plan, progress)
    if after != plan and not plan.is_open:
        return Refusal.ALREADY_DECIDED
    return after


def with_progress(plan: ActionPlan, progress: Progress) -> ActionPlan:
    """Return the plan with what was reported of the steps it has."""
    done, reached, met = progress.measures, progress.milestones, progress.indicators
    return replace(
        plan,
        owner=progress.owner or plan.owner,
        measures=tuple(replace(m, is_done=done.get(m.code, m.is_done)) for m in plan.measures),
        milestones=tuple(
            replace(m, is_reached=reached.get(m.code, m.is_reached)) for m in plan.milestones
        ),
        indicators=tuple(replace(i, is_met=met.get(i.code, i.is_met)) for i in plan.indicators),
    )


def progress_of(plan: ActionPlan) -> Progress:
    """Return what stands reported of a plan's steps; its owner is left out."""
    return Progress(
        measures={each.code: each.is_done for each in plan.measures},
        milestones={each.code: each.is_reached for each in plan.milestones},
        indicators={each.code: each.is_met for each in plan.indicators},
    )


def _is_known(plan: ActionPlan, progress: Progress, roles: frozenset[str]) -> bool:
    return (
        (progress.owner is None or progress.owner in roles)
        and {each.code for each in plan.measures} >= progress.measures.keys()
        and {each.code for each in plan.milestones} >= progress.milestones.keys()
        and {each.code for each in plan.indicators} >= progress.indicators.keys()
    )
