"""Changes: what differs between two states of a plan, as codes a history can keep."""

from collections.abc import Iterable, Iterator

from services.risk.domain.plan import ActionPlan


def changes(before: ActionPlan, after: ActionPlan) -> tuple[str, ...]:
    """Return one code per thing that differs, such as `measure/stop-the-harm/done`.

    What the plan rests on comes first, then its owner, its steps and its end.
    """
    return (
        *_moved("opened", before.opened_on, after.opened_on),
        *_moved("due", before.due_on, after.due_on),
        *_moved("owner", before.owner, after.owner),
        *_differing("measure", _measures(before), _measures(after)),
        *_differing("milestone", _milestones(before), _milestones(after)),
        *_differing("indicator", _indicators(before), _indicators(after)),
        *_moved("state", before.state, after.state),
    )


def _moved(what: str, before: object, after: object) -> Iterator[str]:
    if before != after:
        yield f"{what}/{after}"


def _differing(kind: str, before: Iterable[str], after: Iterable[str]) -> Iterator[str]:
    known = set(before)
    yield from (f"{kind}/{each}" for each in after if each not in known)


def _measures(plan: ActionPlan) -> list[str]:
    return [f"{each.code}/{'done' if each.is_done else 'open'}" for each in plan.measures]


def _milestones(plan: ActionPlan) -> list[str]:
    return [
        f"{each.code}/{each.due_on}/{'reached' if each.is_reached else 'open'}"
        for each in plan.milestones
    ]


def _indicators(plan: ActionPlan) -> list[str]:
    return [f"{each.code}/{'met' if each.is_met else 'open'}" for each in plan.indicators]
