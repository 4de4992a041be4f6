"""Audits, complaints and rulings with sane defaults, and what of them holds."""

from datetime import UTC, datetime
from uuid import UUID

from sorgfalt_contracts.terms import (
    AuditId,
    AuditKind,
    CaseId,
    CaseStage,
    FindingGrade,
    Right,
    SiteId,
    SupplierId,
)

from services.risk.domain.assessment import assess_exposure
from services.risk.domain.audit import Audit, Finding
from services.risk.domain.complaint import Complaint
from services.risk.domain.concrete import concrete
from services.risk.domain.decision import Decision, Ruling
from services.risk.domain.exposure import exposure_of
from services.risk.domain.standing import Standing, standing
from services.risk.domain.supplier import Supplier
from services.risk.domain.testimony import Testimony
from services.risk.domain.verdict import RightAssessment
from tests.unit.risk.builders import COMPANY, SUPPLIER, the_method

SITE = SiteId(UUID(int=0x51))
OTHER_SITE = SiteId(UUID(int=0x52))
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def audit_id(number: int) -> AuditId:
    return AuditId(UUID(int=0xA0 + number))


def case_id(number: int) -> CaseId:
    return CaseId(UUID(int=0xC0 + number))


def a_finding(grade: FindingGrade | None, *rights: Right, number: str = "1.1") -> Finding:
    return Finding(number=number, grade=grade, rights=rights)


def an_audit(
    *findings: Finding,
    number: int = 1,
    held_on: str | None = "2026-03-01",
    result: str | None = "pass",
    kind: AuditKind | None = AuditKind.AUDIT,
    scheme: str = "irma",
    site_id: SiteId | None = SITE,
    supplier_id: SupplierId = SUPPLIER,
) -> Audit:
    return Audit(
        company_id=COMPANY,
        supplier_id=supplier_id,
        audit_id=audit_id(number),
        kind=kind,
        scheme=scheme,
        site_id=site_id,
        held_on=held_on,
        result=result,
        findings=findings,
    )


def a_complaint(
    *rights: Right,
    number: int = 1,
    version: int = 1,
    filed_on: str | None = "2026-01-10",
    closed_on: str | None = None,
    stage: CaseStage | None = CaseStage.ADMITTED,
    severity: int | None = None,
    substantiated: bool | None = None,
    site_ids: tuple[SiteId, ...] = (SITE,),
) -> Complaint:
    return Complaint(
        company_id=COMPANY,
        case_id=case_id(number),
        version=version,
        stage=stage,
        filed_on=filed_on,
        closed_on=closed_on,
        rights=rights,
        severity=severity,
        substantiated=substantiated,
        supplier_ids=(SUPPLIER,),
        site_ids=site_ids,
    )


def a_ruling(ruling: Ruling, *, audit: int = 1, case: int = 1) -> Decision:
    return Decision(
        company_id=COMPANY,
        audit_id=audit_id(audit),
        case_id=case_id(case),
        ruling=ruling,
        reasons=("audit-did-not-see-it",),
        decided_by="human-rights-officer",
        decided_at=NOON,
    )


def said(
    *things: Audit | Complaint | Decision, sites: tuple[SiteId, ...] = (SITE, OTHER_SITE)
) -> Testimony:
    return Testimony(
        audits=frozenset(each for each in things if isinstance(each, Audit)),
        complaints=frozenset(each for each in things if isinstance(each, Complaint)),
        decisions=frozenset(each for each in things if isinstance(each, Decision)),
        sites=frozenset(sites),
    )


def held(*things: Audit | Complaint | Decision) -> Standing:
    return standing(said(*things), the_method().evidence)


def judged(
    supplier: Supplier, *things: Audit | Complaint | Decision
) -> dict[Right, RightAssessment]:
    exposure = exposure_of(supplier, the_method().place_order)
    told = concrete(held(*things), the_method().evidence)
    return {each.right: each for each in assess_exposure(exposure, the_method(), told)}


def codes(assessment: RightAssessment) -> list[str]:
    return [reason.code for reason in assessment.reasons]
