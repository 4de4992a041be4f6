"""Occasions, plans and the published rules of plans, with sane defaults for tests."""

from datetime import UTC, date, datetime
from functools import cache
from uuid import UUID

from sorgfalt_contracts.terms import (
    AuditId,
    AuditKind,
    CaseId,
    CaseStage,
    FindingGrade,
    RemedyState,
    Right,
    SiteId,
    SupplierId,
)

from services.risk.domain.audit import Audit, Finding
from services.risk.domain.complaint import Complaint
from services.risk.domain.plan import ActionPlan, AuditFinding, FoundedComplaint
from services.risk.domain.plan_opening import Occasion, open_plan
from services.risk.domain.plan_rules import PlanRules
from services.risk.store import PublishedPlanRules, load_plan_rules
from shared.store.cause import Cause
from tests.unit.risk.builders import COMPANY, SUPPLIER

AUDIT = AuditId(UUID(int=0xA1))
CASE = CaseId(UUID(int=0xC1))
SITE = SiteId(UUID(int=0x51))
OPENED = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@cache
def the_published_rules() -> PublishedPlanRules:
    return load_plan_rules()


def the_rules() -> PlanRules:
    return the_published_rules().rules


def a_finding_occasion(
    *rights: Right,
    grade: FindingGrade | None = FindingGrade.CRITICAL,
    scheme: str = "other",
    opened_on: date = OPENED,
    number: str = "3.1",
) -> Occasion:
    return Occasion(
        company_id=COMPANY,
        supplier_id=SUPPLIER,
        site_id=SITE,
        rights=rights,
        answers=AuditFinding(audit_id=AUDIT, number=number, grade=grade),
        opened_on=opened_on,
        scheme=scheme,
    )


def a_complaint_occasion(
    *rights: Right, severity: int | None = 4, version: int = 5, opened_on: date = OPENED
) -> Occasion:
    return Occasion(
        company_id=COMPANY,
        supplier_id=SUPPLIER,
        site_id=None,
        rights=rights,
        answers=FoundedComplaint(case_id=CASE, case_version=version, severity=severity),
        opened_on=opened_on,
    )


def a_plan(occasion: Occasion | None = None) -> ActionPlan:
    asked = occasion or a_finding_occasion(Right.OCCUPATIONAL_SAFETY)
    return open_plan(asked, the_rules())


def an_audit(
    *findings: Finding,
    held_on: str | None = "2026-02-20",
    scheme: str = "other",
    audit_id: AuditId = AUDIT,
) -> Audit:
    return Audit(
        company_id=COMPANY,
        supplier_id=SUPPLIER,
        audit_id=audit_id,
        kind=AuditKind.AUDIT,
        scheme=scheme,
        site_id=SITE,
        held_on=held_on,
        findings=findings,
    )


def a_finding(
    number: str = "3.1",
    grade: FindingGrade | None = FindingGrade.CRITICAL,
    rights: tuple[Right, ...] = (Right.OCCUPATIONAL_SAFETY,),
) -> Finding:
    return Finding(number=number, grade=grade, rights=rights)


def a_complaint(
    version: int = 5,
    *,
    substantiated: bool | None = True,
    severity: int | None = 4,
    rights: tuple[Right, ...] = (Right.WAGE,),
    supplier_ids: tuple[SupplierId, ...] = (SUPPLIER,),
    site_ids: tuple[SiteId, ...] = (SITE,),
    remedy: RemedyState = RemedyState.NONE,
) -> Complaint:
    return Complaint(
        company_id=COMPANY,
        case_id=CASE,
        version=version,
        stage=CaseStage.INVESTIGATED,
        rights=rights,
        severity=severity,
        substantiated=substantiated,
        supplier_ids=supplier_ids,
        site_ids=site_ids,
        remedy=remedy,
    )


def a_cause(name: str = "event-1", now: datetime = NOON) -> Cause:
    return Cause(
        event_id=name, correlation_id="chain", depth=1, source="/intake", company_id=COMPANY,
        occurred_at=now, now=now, traceparent=None, topic="audit-completed", partition=0,
        offset=1, sequence=1,
    )  # fmt: skip
