"""Keeping plans: every change is saved, noted in the history and leaves, the same way for all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from services.risk import store, translate
from services.risk.domain.plan import ActionPlan, PlanKey
from services.risk.domain.plan_changes import changes
from shared.store.cause import Cause
from shared.store.transaction import Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanChange:
    """A plan before and after one step, with what caused it; `before` is None when it opens."""

    before: ActionPlan | None
    after: ActionPlan
    step: str
    reasons: tuple[str, ...]
    cause: Cause


def saved_plan(written: translate.WrittenPlan) -> store.SavedPlan:
    """Return what is kept of a plan."""
    return store.SavedPlan(plan=written.plan, document=written.document, digest=written.digest)


async def lock_plans(tx: Transaction, keys: set[PlanKey]) -> dict[PlanKey, ActionPlan]:
    """Lock and return the plans there are of these."""
    plans = [translate.plan_of(document) for document in await store.lock_plans(tx, keys)]
    return {plan.key: plan for plan in plans}


async def keep_changes(tx: Transaction, changed: Sequence[PlanChange]) -> list[ActionPlan]:
    """Save locked plans and return them; what differs in what is published leaves, one version on.

    A plan that opens has been inserted already. A difference that is kept and not published
    leaves nothing and keeps the version.
    """
    kept = [_next_version(each) for each in changed]
    written = [translate.written_plan(each.after) for each in kept]
    await store.save_plans(
        tx, [saved_plan(plan) for change, plan in _both(kept, written) if change.before]
    )
    leaving = [
        (change, plan)
        for change, plan in _both(kept, written)
        if change.before is None or change.after.version != change.before.version
    ]
    await store.add_history(tx, [(change.after.key, _entry(change)) for change, _ in leaving])
    tx.append(translate.plan_changed((plan, change.cause) for change, plan in leaving))
    return [each.after for each in kept]


def _both(
    changed: Sequence[PlanChange], written: Sequence[translate.WrittenPlan]
) -> Iterator[tuple[PlanChange, translate.WrittenPlan]]:
    return zip(changed, written, strict=True)


def _next_version(change: PlanChange) -> PlanChange:
    before, after = change.before, change.after
    if before is None:
        return change
    is_news = translate.written_plan(before).digest != translate.written_plan(after).digest
    return replace(change, after=replace(after, version=before.version + is_news))


def _entry(change: PlanChange) -> store.HistoryEntry:
    before = change.before
    return store.HistoryEntry(
        version=change.after.version,
        step=change.step,
        escalation=0,
        happened_at=change.cause.now,
        cause_id=change.cause.event_id,
        cause_source=change.cause.source,
        reasons=change.reasons,
        changes=() if before is None else changes(before, change.after),
    )
