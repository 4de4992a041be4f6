"""Door 1, topics: which facts of others this service projects, and by what."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sorgfalt_contracts import events, structs, topics
from sorgfalt_contracts.topics import Topic

from services.reporting import translate
from services.reporting.handlers.project_audits import project_audits
from services.reporting.handlers.project_cases import project_cases
from services.reporting.handlers.project_due_notices import project_due_notices
from services.reporting.handlers.project_exits import project_exits
from services.reporting.handlers.project_plans import project_plans
from services.reporting.handlers.project_risks import project_risks
from services.reporting.handlers.project_suppliers import project_suppliers
from shared.messaging.routes import Route
from shared.store.cause import Cause, Caused
from shared.store.transaction import Connection


def routes() -> tuple[Route[Any, Any], ...]:
    """Return the routes of this service: one for every fact of another service."""
    return (
        _route(
            topics.SUPPLIER_UPDATED,
            events.SupplierUpdated,
            translate.supplier_state,
            project_suppliers,
        ),
        _route(topics.RISK_ASSESSED, events.RiskAssessed, translate.risk_state, project_risks),
        _route(topics.AUDIT_COMPLETED, events.AuditCompleted, translate.audit_seen, project_audits),
        _route(topics.GRIEVANCE_FILED, events.GrievanceFiled, translate.case_state, project_cases),
        _route(
            topics.GRIEVANCE_UPDATED, events.GrievanceUpdated, translate.case_state, project_cases
        ),
        _route(
            topics.ACTION_PLAN_CHANGED,
            events.ActionPlanChanged,
            translate.plan_seen,
            project_plans,
        ),
        _route(
            topics.ACTION_PLAN_DUE,
            events.ActionPlanDue,
            translate.due_notice,
            project_due_notices,
        ),
        _route(topics.EXIT_ASSESSED, events.ExitAssessed, translate.exit_seen, project_exits),
    )


def _route(
    topic: Topic,
    event: type[events.Event],
    read: Callable[[Any, Cause], Any],
    project: Callable[[Connection, Sequence[Caused[Any]]], Awaitable[None]],
) -> Route[Any, Any]:
    return Route(
        topic=topic,
        type=event.TYPE,
        read=structs.READERS[event.TYPE],
        translate=read,
        handle=project,
    )
