"""What tests of plans ask a database of risk, and how they bring news, ticks and requests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sorgfalt_contracts import events
from sorgfalt_contracts.terms import CompanyId

from services.risk.clock import due_handlers
from services.risk.domain.audit import Audit
from services.risk.domain.complaint import Complaint
from services.risk.handlers.open_plans import open_plans_of_audits, open_plans_of_complaints
from shared.process.clock import Clock
from shared.store.cause import Caused
from shared.store.pool import Store
from tests.unit.risk.builders import COMPANY
from tests.unit.risk.plan_builders import NOON, a_cause, the_rules

CHANGED = "select data from outbox where topic = 'action-plan-changed' order by part, sequence"
DUE = "select data from outbox where topic = 'action-plan-due' order by recorded_at, sequence"
HELD = "select document from action_plans order by plan_id"


@dataclass(frozen=True)
class Said:
    """One due step that left: which, on which day, how high."""

    step: str
    on: date
    escalation: int


async def audited(
    store: Store, *audits: Audit, now: datetime = NOON, company: CompanyId = COMPANY
) -> None:
    work = [Caused(command=each, cause=a_cause(f"audit-{n}", now)) for n, each in enumerate(audits)]
    async with store.transaction([company]) as tx:
        await open_plans_of_audits(the_rules(), tx, work)


async def complained(store: Store, *complaints: Complaint, now: datetime = NOON) -> None:
    work = [Caused(command=each, cause=a_cause(f"case-{each.version}", now)) for each in complaints]
    async with store.transaction([COMPANY]) as tx:
        await open_plans_of_complaints(the_rules(), tx, work)


def a_clock(store: Store) -> Clock:
    return Clock(store, due_handlers(the_rules()), [COMPANY])


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


async def changed(store: Store) -> list[events.ActionPlanChanged]:
    rows = await store.pool.fetch(CHANGED)
    return [events.ActionPlanChanged.model_validate_json(row["data"]) for row in rows]


async def announced(store: Store) -> list[Said]:
    rows = await store.pool.fetch(DUE)
    bodies = [events.ActionPlanDue.model_validate_json(row["data"]) for row in rows]
    return [Said(each.step.value, each.scheduled_at.date(), each.escalation) for each in bodies]


async def held(store: Store, company: CompanyId = COMPANY) -> list[bytes]:
    async with store.reading([company]) as connection:
        return [row["document"] for row in await connection.fetch(HELD)]


async def waiting(store: Store) -> int:
    count: int = await store.pool.fetchval("select count(*) from due_rows where handled_at is null")
    return count


async def history(store: Store) -> Sequence[tuple[Any, ...]]:
    async with store.reading([COMPANY]) as connection:
        rows = await connection.fetch(
            "select version, step, escalation, cause_id, reasons, changes from plan_history"
            " order by plan_id, version, step in ('due-soon', 'due', 'overdue'), happened_at"
        )
    return [tuple(row) for row in rows]
