"""Builders of the facts on audits, complaints, plans and exits, with plain defaults."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from sorgfalt_contracts import structs
from sorgfalt_contracts.terms import AuditId, CaseId, CompanyId, PlanId

from tests.unit.reporting.builders import COMPANY, a_supplier_id

DUE = date(2026, 6, 1)


def an_audit_id(number: int) -> AuditId:
    return AuditId(UUID(int=0x7000 + number))


def a_case_id(number: int) -> CaseId:
    return CaseId(UUID(int=0x8000 + number))


def a_plan_id(number: int) -> PlanId:
    return PlanId(UUID(int=0x9000 + number))


def a_finding(
    number: str = "1", grade: str = "major", rights: Sequence[str] = ("HR05",)
) -> structs.Finding:
    return structs.Finding(number=number, grade=grade, rights=list(rights))


def an_audit_fact(
    number: int = 1,
    *findings: structs.Finding,
    supplier: int = 1,
    kind: str = "audit",
    scheme: str = "smelter-scheme",
    held_on: str | None = "2026-05",
    result: str | None = "pass",
    company: CompanyId = COMPANY,
) -> structs.AuditCompleted:
    return structs.AuditCompleted(
        company_id=company,
        supplier_id=a_supplier_id(supplier),
        audit_id=an_audit_id(number),
        kind=kind,
        scheme=scheme,
        held_on=held_on,
        result=result,
        findings=list(findings),
    )


def a_case_fact(
    number: int = 1,
    version: int = 1,
    *,
    suppliers: Sequence[int] = (),
    company: CompanyId = COMPANY,
    **said: Any,
) -> structs.GrievanceFiled | structs.GrievanceUpdated:
    """Return the first fact on a complaint, or a later one for a higher version."""
    make = structs.GrievanceFiled if version == 1 else structs.GrievanceUpdated
    plain = {
        "stage": "received",
        "rights": ["HR06"],
        "acknowledgement": "awaited",
        "feedback": "awaited",
    }
    return make(
        company_id=company,
        case_id=a_case_id(number),
        version=version,
        supplier_ids=[a_supplier_id(supplier) for supplier in suppliers],
        **{**plain, **said},
    )


def an_indicator(*, is_outcome: bool = True, is_met: bool = False) -> structs.Indicator:
    return structs.Indicator(code="injuries", is_outcome=is_outcome, is_met=is_met)


def a_plan_fact(
    number: int = 1,
    version: int = 1,
    *indicators: structs.Indicator,
    supplier: int = 1,
    case: int | None = None,
    state: str = "open",
    due_on: date = DUE,
    company: CompanyId = COMPANY,
) -> structs.ActionPlanChanged:
    return structs.ActionPlanChanged(
        company_id=company,
        plan_id=a_plan_id(number),
        version=version,
        supplier_id=a_supplier_id(supplier),
        audit_id=None if case else an_audit_id(number),
        finding=None if case else "1",
        case_id=a_case_id(case) if case else None,
        state=state,
        owner="supplier-quality",
        opened_on=date(2026, 5, 25),
        period="P7D",
        deadline=structs.Rule(code="finding-critical", source="deadlines_v1", edition="1"),
        due_on=due_on,
        indicators=list(indicators),
    )


def a_due_fact(
    number: int = 1,
    step: str = "overdue",
    *,
    due_on: date = DUE,
    escalation: int = 0,
    company: CompanyId = COMPANY,
) -> structs.ActionPlanDue:
    return structs.ActionPlanDue(
        company_id=company,
        plan_id=a_plan_id(number),
        supplier_id=a_supplier_id(1),
        step=step,
        due_on=due_on,
        scheduled_at=datetime.combine(due_on, time(), UTC),
        escalation=escalation,
    )


def an_exit_fact(
    supplier: int = 1, version: int = 1, state: str = "suspended", company: CompanyId = COMPANY
) -> structs.ExitAssessed:
    return structs.ExitAssessed(
        company_id=company,
        supplier_id=a_supplier_id(supplier),
        version=version,
        state=state,
        trigger="erp-termination",
    )


def a_contradiction(audit: int = 1, case: int = 1) -> structs.Contradiction:
    return structs.Contradiction(audit_id=an_audit_id(audit), case_id=a_case_id(case))


def an_origin(material: str = "copper", basis: str = "assumed") -> structs.Origin:
    return structs.Origin(
        material=material,
        basis=basis,
        unknown_percent=40.0,
        confidence="low",
        source="usgs_production_2026",
        edition="2026",
    )
