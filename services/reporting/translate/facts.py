"""Facts of others -> states of the domain. A code that we do not know reads as unknown."""

import re
from collections.abc import Iterable
from typing import Final, Protocol, TypeAlias
from uuid import UUID

from sorgfalt_contracts import structs
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason
from sorgfalt_contracts.structs import known_or_unknown
from sorgfalt_contracts.terms import (
    AuditId,
    AuditKind,
    CaseId,
    CaseOutcome,
    CaseStage,
    CompanyId,
    ExitState,
    FindingGrade,
    Knowledge,
    OriginBasis,
    PlanId,
    PlanState,
    Priority,
    Relation,
    RemedyState,
    Right,
    SupplierId,
    Timeliness,
)

from services.reporting.domain.audit import AuditSeen, FindingSeen, told_apart
from services.reporting.domain.complaint import CaseState
from services.reporting.domain.plan import DueNotice, ExitSeen, PlanSeen, effect_of
from services.reporting.domain.projection import EventReference
from services.reporting.domain.supplier import (
    ContradictionSeen,
    OriginSeen,
    RiskState,
    Source,
    SupplierState,
    weakest_origins,
)
from shared.store.cause import Cause

Grievance: TypeAlias = structs.GrievanceFiled | structs.GrievanceUpdated
_PRIORITIES: Final = frozenset(Priority)
_RIGHTS: Final = frozenset(Right)
_COUNTRY: Final = re.compile(r"[A-Z]{2}")


class _OfCompany(Protocol):
    @property
    def company_id(self) -> UUID: ...


def supplier_state(fact: structs.SupplierUpdated, cause: Cause) -> SupplierState:
    """Return the state a fact tells; raise BadEventError when it is of another company."""
    sites = fact.sites
    return SupplierState(
        company_id=_company(fact, cause),
        supplier_id=SupplierId(fact.supplier_id),
        version=fact.version,
        name=fact.name,
        relation=known_or_unknown(Relation, fact.relation),
        country=fact.country if fact.country and _COUNTRY.fullmatch(fact.country) else None,
        site_countries=tuple(sorted(filter(_COUNTRY.fullmatch, {s.country for s in sites}))),
        materials=tuple(sorted({*fact.materials, *(m for s in sites for m in s.materials)})),
        superseded_by=SupplierId(fact.superseded_by) if fact.superseded_by else None,
        event=_reference(cause),
    )


def risk_state(fact: structs.RiskAssessed, cause: Cause) -> RiskState:
    """Return the state a fact tells; raise BadEventError when two verdicts are on one right."""
    if len({right.right for right in fact.rights}) != len(fact.rights):
        raise BadEventError(DeadLetterReason.INVALID, "rights")
    known = [right for right in fact.rights if right.knowledge == Knowledge.KNOWN]
    assumed = [right for right in fact.rights if right.knowledge == Knowledge.ASSUMED]
    rated = [right for right in (*known, *assumed) if right.priority in _PRIORITIES]
    cited = {(reason.source, reason.edition) for right in fact.rights for reason in right.reasons}
    cited |= {(origin.source, origin.edition) for origin in fact.origins}
    return RiskState(
        company_id=_company(fact, cause),
        supplier_id=SupplierId(fact.supplier_id),
        version=fact.version,
        supplier_version=fact.supplier_version,
        method=fact.method,
        known=_codes(known),
        assumed=_codes(assumed),
        rated=_codes(rated),
        high=_codes(right for right in rated if right.priority == Priority.HIGH),
        sources=tuple(Source(code=code, edition=edition) for code, edition in sorted(cited)),
        contradictions=_contradictions(fact),
        origins=_origins(fact),
        event=_reference(cause),
    )


def audit_seen(fact: structs.AuditCompleted, cause: Cause) -> AuditSeen:
    """Return the audit a fact tells; raise BadEventError when it is of another company."""
    parts = told_apart(finding.number for finding in fact.findings)
    return AuditSeen(
        company_id=_company(fact, cause),
        audit_id=AuditId(fact.audit_id),
        supplier_id=SupplierId(fact.supplier_id),
        kind=known_or_unknown(AuditKind, fact.kind),
        scheme=fact.scheme,
        held_on=fact.held_on,
        has_result=fact.result is not None,
        findings=tuple(
            FindingSeen(
                part=part,
                grade=known_or_unknown(FindingGrade, finding.grade),
                rights=_listed(finding.rights),
            )
            for part, finding in zip(parts, fact.findings, strict=True)
        ),
        event=_reference(cause),
    )


def case_state(fact: Grievance, cause: Cause) -> CaseState:
    """Return the state of a complaint that either fact tells; raise BadEventError."""
    return CaseState(
        company_id=_company(fact, cause),
        case_id=CaseId(fact.case_id),
        version=fact.version,
        stage=known_or_unknown(CaseStage, fact.stage),
        rights=_listed(fact.rights),
        severity=fact.severity,
        substantiated=fact.substantiated,
        outcome=known_or_unknown(CaseOutcome, fact.outcome),
        is_attributed=bool(fact.supplier_ids),
        acknowledgement=known_or_unknown(Timeliness, fact.acknowledgement),
        feedback=known_or_unknown(Timeliness, fact.feedback),
        remedy=known_or_unknown(RemedyState, fact.remedy),
        event=_reference(cause),
    )


def plan_seen(fact: structs.ActionPlanChanged, cause: Cause) -> PlanSeen:
    """Return the plan a fact tells; raise BadEventError when it is of another company."""
    return PlanSeen(
        company_id=_company(fact, cause),
        plan_id=PlanId(fact.plan_id),
        version=fact.version,
        supplier_id=SupplierId(fact.supplier_id),
        case_id=CaseId(fact.case_id) if fact.case_id else None,
        state=known_or_unknown(PlanState, fact.state),
        due_on=fact.due_on,
        effect=effect_of([each.is_met for each in fact.indicators if each.is_outcome]),
        event=_reference(cause),
    )


def due_notice(fact: structs.ActionPlanDue, cause: Cause) -> DueNotice:
    """Return the notice a fact tells; raise BadEventError when it is of another company."""
    return DueNotice(
        company_id=_company(fact, cause),
        plan_id=PlanId(fact.plan_id),
        due_on=fact.due_on,
        step=fact.step,
        escalation=fact.escalation,
        event=_reference(cause),
    )


def exit_seen(fact: structs.ExitAssessed, cause: Cause) -> ExitSeen:
    """Return the dossier a fact tells; raise BadEventError when it is of another company."""
    return ExitSeen(
        company_id=_company(fact, cause),
        supplier_id=SupplierId(fact.supplier_id),
        version=fact.version,
        state=known_or_unknown(ExitState, fact.state),
        event=_reference(cause),
    )


def _company(fact: _OfCompany, cause: Cause) -> CompanyId:
    # row-level security is set for the companies of the envelopes: a body of another company
    # would be refused by the database as a whole batch, and for ever
    if fact.company_id != cause.company_id:
        raise BadEventError(DeadLetterReason.INVALID, "company_id")
    return cause.company_id


def _codes(rights: Iterable[structs.RightAssessment]) -> tuple[str, ...]:
    return tuple(sorted(right.right for right in rights))


def _listed(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(_RIGHTS.intersection(codes)))


def _contradictions(fact: structs.RiskAssessed) -> tuple[ContradictionSeen, ...]:
    found = {
        ContradictionSeen(audit_id=AuditId(each.audit_id), case_id=CaseId(each.case_id))
        for each in fact.contradictions
    }
    return tuple(sorted(found))


def _origins(fact: structs.RiskAssessed) -> tuple[OriginSeen, ...]:
    read = ((o.material, known_or_unknown(OriginBasis, o.basis)) for o in fact.origins)
    return weakest_origins(
        tuple(OriginSeen(material=material, basis=basis) for material, basis in read if basis)
    )


def _reference(cause: Cause) -> EventReference:
    return EventReference(
        event_id=cause.event_id,
        topic=cause.topic,
        partition=cause.partition,
        sequence=cause.sequence,
        recorded_at=cause.now,
    )
