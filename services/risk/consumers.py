"""Door 1, topics: what risk reads, and who handles it."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, TypeAlias, TypeVar

from sorgfalt_contracts import events, structs, topics
from sorgfalt_contracts.topics import Topic

from services.risk import translate
from services.risk.domain.method import Method
from services.risk.domain.plan_rules import PlanRules
from services.risk.handlers.assess_audits import assess_audits
from services.risk.handlers.assess_complaints import assess_complaints
from services.risk.handlers.assess_suppliers import assess_suppliers
from services.risk.handlers.open_plans import open_plans_of_audits, open_plans_of_complaints
from shared.messaging.routes import Route
from shared.store.cause import Caused
from shared.store.transaction import Transaction

C = TypeVar("C")
Handle: TypeAlias = Callable[[Transaction, Sequence[Caused[C]]], Awaitable[None]]


def routes(method: Method, rules: PlanRules) -> tuple[Route[Any, Any], ...]:
    """Return the routes of risk, judging by `method` and planning by `rules`."""
    on_audit = _in_turn(partial(assess_audits, method), partial(open_plans_of_audits, rules))
    on_complaint = _in_turn(
        partial(assess_complaints, method), partial(open_plans_of_complaints, rules)
    )
    return (
        _route(
            topics.SUPPLIER_UPDATED,
            events.SupplierUpdated.TYPE,
            translate.supplier_from,
            partial(assess_suppliers, method),
        ),
        _route(
            topics.AUDIT_COMPLETED,
            events.AuditCompleted.TYPE,
            translate.audit_from,
            on_audit,
        ),
        _route(
            topics.GRIEVANCE_FILED,
            events.GrievanceFiled.TYPE,
            translate.complaint_from,
            on_complaint,
        ),
        _route(
            topics.GRIEVANCE_UPDATED,
            events.GrievanceUpdated.TYPE,
            translate.complaint_from,
            on_complaint,
        ),
    )


def _route(
    topic: Topic, kind: str, translation: Callable[..., C], handle: Handle[C]
) -> Route[Any, C]:
    return Route(
        topic=topic,
        type=kind,
        read=structs.READERS[kind],
        translate=translation,
        handle=handle,
    )


def _in_turn(*handlers: Handle[C]) -> Handle[C]:
    """Let several use cases follow from one kind of event, always in this order of their locks."""

    async def handle(tx: Transaction, work: Sequence[Caused[C]]) -> None:
        for each in handlers:
            await each(tx, work)

    return handle
