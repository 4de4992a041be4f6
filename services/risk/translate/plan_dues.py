"""Due rows of plans, out and back, and the fact that leaves when one has come due."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final
from uuid import UUID

import msgspec
from sorgfalt_contracts import events, structs, topics
from sorgfalt_contracts.terms import CompanyId, DueStep, PlanId, derived_id

from services.risk.domain.deadline_steps import DueOn
from services.risk.domain.plan import ActionPlan, PlanKey
from shared.store.cause import Cause
from shared.store.due import DueRow
from shared.store.outbox import Fact

KINDS: Final = {step: f"plan-{step}" for step in DueStep}
"""The kinds of due rows: plan-due-soon, plan-due, plan-overdue."""


class DueDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What a due row says beside its kind and instant: the chain of events it belongs to."""

    correlation_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DuePlan:
    """A due row of a plan, read: whose plan, which step on which day, and the row as a cause."""

    key: PlanKey
    step: DueStep
    on: date
    cause: Cause


_read_due: Final = msgspec.json.Decoder(DueDocument).decode


def due_rows(plan: ActionPlan, steps: Sequence[DueOn], cause: Cause) -> Iterator[DueRow]:
    """Yield what has to be scheduled for a plan: each step at 00:00 UTC of its day.

    The plan's id alone would not do as the aggregate: two companies may have plans of one id.
    """
    for step in steps:
        yield DueRow(
            kind=KINDS[step.step],
            aggregate=f"{plan.company_id}/{plan.plan_id}",
            due_at=datetime.combine(step.on, time(), UTC),
            company_id=plan.company_id,
            document=structs.encode(DueDocument(correlation_id=cause.correlation_id)),
        )


def due_plan(row: DueRow) -> DuePlan:
    """Return what a due row says. Its cause has the same id whichever clock claims it, and when.

    The cause's `now` is the scheduled instant: a clock that was down says what it would have said.
    """
    step = next(step for step, kind in KINDS.items() if kind == row.kind)
    company_id, _, plan_id = row.aggregate.partition("/")
    due_at = row.due_at.astimezone(UTC)
    cause = Cause(
        event_id=str(derived_id("due", row.kind, row.aggregate, due_at.isoformat())),
        correlation_id=_read_due(row.document).correlation_id,
        depth=0,
        source="/sorgfalt/risk/clock",
        company_id=row.company_id,
        occurred_at=due_at,
        now=due_at,
        traceparent=None,
        topic="clock",
        partition=-1,
        offset=-1,
        sequence=0,
    )
    return DuePlan(
        key=(CompanyId(UUID(company_id)), PlanId(UUID(plan_id))),
        step=step,
        on=due_at.date(),
        cause=cause,
    )


def plan_due(plan: ActionPlan, due: DueOn, cause: Cause) -> Fact:
    """Return one action-plan-due, at its scheduled instant."""
    return Fact(
        topic=topics.ACTION_PLAN_DUE.name,
        key=str(plan.plan_id),
        type=events.ActionPlanDue.TYPE,
        data=structs.encode(
            structs.ActionPlanDue(
                company_id=plan.company_id,
                plan_id=plan.plan_id,
                supplier_id=plan.supplier_id,
                step=due.step.value,
                due_on=plan.due_on,
                scheduled_at=cause.now,
                escalation=due.escalation,
            )
        ),
        cause=cause,
    )
