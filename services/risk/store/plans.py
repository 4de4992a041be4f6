"""Rows of action plans and of their history."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sorgfalt_contracts.terms import CompanyId, PlanId, SupplierId

from services.risk.domain.plan import ActionPlan, PlanKey
from services.risk.store.statements import Q
from shared.store.bulk import columns
from shared.store.transaction import Connection


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedPlan:
    """A plan with its document and the digest of its content."""

    plan: ActionPlan
    document: bytes
    digest: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryEntry:
    """One thing that became of a plan. `step` is opened, put-back, progress, closed or a due step.

    `cause_id` is the id of the event, request or due row behind it, `cause_source` who sent that.
    """

    version: int
    step: str
    escalation: int
    happened_at: datetime
    cause_id: str
    cause_source: str
    reasons: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanPage:
    """What plans are asked for: filters, the place after which to go on, and how many."""

    state: str | None = None
    supplier_id: SupplierId | None = None
    after: tuple[date, UUID] = (date.min, UUID(int=0))
    limit: int = 50


async def insert_plans(connection: Connection, plans: Sequence[SavedPlan]) -> set[PlanKey]:
    """Open the plans that nobody has opened yet and return their keys.

    A second writer of one plan waits here until the first one has committed.
    """
    rows = await connection.fetch(Q.insert_plans, *_columns(plans))
    return {(CompanyId(row["company_id"]), PlanId(row["plan_id"])) for row in rows}


async def lock_plans(connection: Connection, keys: Collection[PlanKey]) -> list[bytes]:
    """Lock plans in order of their keys and return the documents of those there are."""
    rows = await connection.fetch(Q.lock_plans, *columns(sorted(keys), 2))
    return [row["document"] for row in rows]


async def save_plans(connection: Connection, plans: Sequence[SavedPlan]) -> None:
    """Write plans that `lock_plans` locked."""
    await connection.execute(Q.save_plans, *_columns(plans))


def _columns(plans: Sequence[SavedPlan]) -> list[list[object]]:
    rows = [
        (
            *saved.plan.key,
            saved.plan.version,
            saved.plan.supplier_id,
            saved.plan.state.value,
            saved.plan.due_on,
            saved.digest,
            saved.document,
        )
        for saved in plans
    ]
    return columns(rows, 8)


async def add_history(
    connection: Connection, entries: Sequence[tuple[PlanKey, HistoryEntry]]
) -> None:
    """Keep what became of plans."""
    rows = [
        (
            *key,
            entry.version,
            entry.step,
            entry.escalation,
            entry.happened_at,
            entry.cause_id,
            entry.cause_source,
            " ".join(entry.reasons),
            " ".join(entry.changes),
        )
        for key, entry in entries
    ]
    await connection.execute(Q.add_plan_history, *columns(rows, 10))


async def read_plan(connection: Connection, plan_id: PlanId) -> bytes | None:
    """Return the document of a plan of the companies the caller may see; None if there is none."""
    row = await connection.fetchrow(Q.read_plan, plan_id)
    return None if row is None else row["document"]


async def read_history(connection: Connection, key: PlanKey) -> list[HistoryEntry]:
    """Return what became of a plan."""
    return [
        HistoryEntry(
            version=row["version"],
            step=row["step"],
            escalation=row["escalation"],
            happened_at=row["happened_at"],
            cause_id=row["cause_id"],
            cause_source=row["cause_source"],
            reasons=tuple(row["reasons"]),
            changes=tuple(row["changes"]),
        )
        for row in await connection.fetch(Q.read_plan_history, *key)
    ]


async def list_plans(connection: Connection, page: PlanPage) -> list[bytes]:
    """Return the documents of one page of plans, the nearest date first."""
    rows = await connection.fetch(
        Q.list_plans, page.state, page.supplier_id, *page.after, page.limit
    )
    return [row["document"] for row in rows]
