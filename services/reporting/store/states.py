"""States of others' facts -> rows of the projections. Who calls these gives one row a key."""

from collections.abc import Iterable, Sequence
from typing import Final

from services.reporting.domain.audit import AuditSeen
from services.reporting.domain.complaint import CaseState
from services.reporting.domain.plan import DueNotice, ExitSeen, PlanSeen
from services.reporting.domain.projection import EventReference
from services.reporting.domain.supplier import RiskState, SupplierState
from services.reporting.store.statements import Q
from shared.store.bulk import columns
from shared.store.transaction import Connection

SUPPLIER_WIDTH: Final = 14
RISK_WIDTH: Final = 21
AUDIT_WIDTH: Final = 15
CASE_WIDTH: Final = 17
PLAN_WIDTH: Final = 13
NOTICE_WIDTH: Final = 10
EXIT_WIDTH: Final = 9


async def save_suppliers(connection: Connection, states: Sequence[SupplierState]) -> None:
    """Keep the states that are newer than what is stored."""
    rows = [
        (
            *(s.company_id, s.supplier_id, s.version),
            *(s.name, s.relation, s.country, _array(s.site_countries), _array(s.materials)),
            s.superseded_by,
            *_place(s.event),
        )
        for s in states
    ]
    await connection.execute(Q.save_supplier_states, *columns(rows, SUPPLIER_WIDTH))


async def save_risks(connection: Connection, states: Sequence[RiskState]) -> None:
    """Keep the assessments that are newer than what is stored."""
    rows = [
        (
            *(s.company_id, s.supplier_id, s.version, s.supplier_version, s.method),
            *(_array(rights) for rights in (s.known, s.assumed, s.rated, s.high, s.high_known)),
            _array(source.code for source in s.sources),
            _array(source.edition for source in s.sources),
            _array(str(each.audit_id) for each in s.contradictions),
            _array(str(each.case_id) for each in s.contradictions),
            _array(origin.material for origin in s.origins),
            _array(origin.basis for origin in s.origins),
            *_place(s.event),
        )
        for s in states
    ]
    await connection.execute(Q.save_risk_states, *columns(rows, RISK_WIDTH))


async def save_audits(connection: Connection, audits: Sequence[AuditSeen]) -> None:
    """Keep the audits that are not stored, or were recorded before the one that is."""
    rows = [
        (
            *(a.company_id, a.audit_id, a.supplier_id),
            *(a.kind, a.scheme, a.held_on, a.has_result),
            _array(finding.part for finding in a.findings),
            _array(finding.grade or "unknown" for finding in a.findings),
            _array(" ".join(finding.rights) for finding in a.findings),
            *_place(a.event),
        )
        for a in audits
    ]
    await connection.execute(Q.save_audits, *columns(rows, AUDIT_WIDTH))


async def save_cases(connection: Connection, states: Sequence[CaseState]) -> None:
    """Keep the states of complaints that are newer than what is stored."""
    rows = [
        (
            *(s.company_id, s.case_id, s.version, s.stage, _array(s.rights), s.severity),
            *(s.substantiated, s.outcome, s.is_attributed),
            *(s.acknowledgement, s.feedback, s.remedy),
            *_place(s.event),
        )
        for s in states
    ]
    await connection.execute(Q.save_cases, *columns(rows, CASE_WIDTH))


async def save_plans(connection: Connection, plans: Sequence[PlanSeen]) -> None:
    """Keep the plans that are newer than what is stored."""
    rows = [
        (
            *(p.company_id, p.plan_id, p.version, p.supplier_id, p.case_id),
            *(p.state, p.due_on, p.effect),
            *_place(p.event),
        )
        for p in plans
    ]
    await connection.execute(Q.save_plans, *columns(rows, PLAN_WIDTH))


async def save_due_notices(connection: Connection, notices: Sequence[DueNotice]) -> None:
    """Keep the notices that are not stored, or were recorded before the one that is."""
    rows = [
        (n.company_id, n.plan_id, n.due_on, n.step, n.escalation, *_place(n.event)) for n in notices
    ]
    await connection.execute(Q.save_due_notices, *columns(rows, NOTICE_WIDTH))


async def save_exits(connection: Connection, exits: Sequence[ExitSeen]) -> None:
    """Keep the dossiers that are newer than what is stored."""
    rows = [(e.company_id, e.supplier_id, e.version, e.state, *_place(e.event)) for e in exits]
    await connection.execute(Q.save_exits, *columns(rows, EXIT_WIDTH))


def _place(event: EventReference) -> tuple[object, ...]:
    return (event.event_id, event.topic, event.partition, event.sequence, event.recorded_at)


def _array(codes: Iterable[str]) -> str:
    """Return an array literal: a ragged list of lists cannot travel as an array parameter."""
    quoted = [code.replace("\\", "\\\\").replace('"', '\\"') for code in codes]
    return '{"' + '","'.join(quoted) + '"}' if quoted else "{}"
