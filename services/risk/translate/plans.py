"""Plans in the published language: out as facts, and back from the document that is kept."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import msgspec
from sorgfalt_contracts import events, structs, topics
from sorgfalt_contracts.terms import (
    AuditId,
    CaseId,
    CompanyId,
    FindingGrade,
    PlanId,
    PlanState,
    Right,
    SiteId,
    SupplierId,
)

from services.risk.domain.deadline import Deadline
from services.risk.domain.plan import (
    ActionPlan,
    AuditFinding,
    FoundedComplaint,
    Indicator,
    Measure,
    Milestone,
)
from services.risk.domain.verdict import Source
from shared.store.cause import Cause
from shared.store.outbox import Fact


class PlanDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A plan as it is kept: the published state, and what is not published of it."""

    plan: structs.ActionPlanChanged
    case_version: int = 0
    closing_reasons: list[str] = []


@dataclass(frozen=True, kw_only=True, slots=True)
class WrittenPlan:
    """A plan ready to be kept and published. `digest` is that of its content alone."""

    plan: ActionPlan
    published: bytes
    document: bytes
    digest: bytes


_read_document: Final = msgspec.json.Decoder(PlanDocument).decode


def written_plan(plan: ActionPlan) -> WrittenPlan:
    """Return a plan in the published language; the digest leaves its version out."""
    body = _published(plan)
    answers = plan.answers
    document = PlanDocument(
        plan=body,
        case_version=answers.case_version if isinstance(answers, FoundedComplaint) else 0,
        closing_reasons=list(plan.closing_reasons),
    )
    return WrittenPlan(
        plan=plan,
        published=structs.encode(body),
        document=structs.encode(document),
        digest=hashlib.sha256(structs.encode(_published(replace(plan, version=0)))).digest(),
    )


def _published(plan: ActionPlan) -> structs.ActionPlanChanged:
    answers, deadline = plan.answers, plan.deadline
    finding = answers if isinstance(answers, AuditFinding) else None
    complaint = answers if isinstance(answers, FoundedComplaint) else None
    return structs.ActionPlanChanged(
        company_id=plan.company_id,
        plan_id=plan.plan_id,
        version=plan.version,
        supplier_id=plan.supplier_id,
        site_id=plan.site_id,
        audit_id=finding.audit_id if finding else None,
        finding=finding.number if finding else None,
        grade=finding.grade if finding else None,
        case_id=complaint.case_id if complaint else None,
        severity=complaint.severity if complaint else None,
        rights=[right.value for right in plan.rights],
        state=plan.state.value,
        owner=plan.owner,
        opened_on=plan.opened_on,
        period=deadline.period,
        deadline=structs.Rule(
            code=deadline.code, source=deadline.source.pack, edition=deadline.source.edition
        ),
        due_on=plan.due_on,
        closed_on=plan.closed_on,
        measures=[_measure(each) for each in plan.measures],
        milestones=[_milestone(each) for each in plan.milestones],
        indicators=[_indicator(each) for each in plan.indicators],
    )


def shown_plan(plan: ActionPlan) -> dict[str, object]:
    """Return a plan as it is published, with what only this service tells of it."""
    return {
        **msgspec.structs.asdict(_published(plan)),
        "is_activity_only": plan.is_activity_only,
        "closing_reasons": plan.closing_reasons,
    }


def _measure(each: Measure) -> structs.Measure:
    return structs.Measure(code=each.code, is_remedial=each.is_remedial, is_done=each.is_done)


def _milestone(each: Milestone) -> structs.Milestone:
    return structs.Milestone(code=each.code, due_on=each.due_on, is_reached=each.is_reached)


def _indicator(each: Indicator) -> structs.Indicator:
    return structs.Indicator(code=each.code, is_outcome=each.is_outcome, is_met=each.is_met)


def plan_of(document: bytes) -> ActionPlan:
    """Return a kept plan; raise msgspec.DecodeError or ValueError if it is none of ours."""
    kept = _read_document(document)
    body = kept.plan
    return ActionPlan(
        company_id=CompanyId(body.company_id),
        plan_id=PlanId(body.plan_id),
        version=body.version,
        supplier_id=SupplierId(body.supplier_id),
        site_id=None if body.site_id is None else SiteId(body.site_id),
        answers=_answers(body, kept.case_version),
        rights=tuple(Right(code) for code in body.rights),
        state=PlanState(body.state),
        owner=body.owner,
        opened_on=body.opened_on,
        deadline=Deadline(
            code=body.deadline.code,
            period=body.period,
            source=Source(pack=body.deadline.source, edition=body.deadline.edition),
        ),
        due_on=body.due_on,
        measures=tuple(Measure(**msgspec.structs.asdict(each)) for each in body.measures),
        milestones=tuple(Milestone(**msgspec.structs.asdict(each)) for each in body.milestones),
        indicators=tuple(Indicator(**msgspec.structs.asdict(each)) for each in body.indicators),
        closed_on=body.closed_on,
        closing_reasons=tuple(kept.closing_reasons),
    )


def _answers(body: structs.ActionPlanChanged, case_version: int) -> AuditFinding | FoundedComplaint:
    if body.case_id is not None:
        return FoundedComplaint(
            case_id=CaseId(body.case_id), case_version=case_version, severity=body.severity
        )
    assert body.audit_id is not None, "a plan answers a finding or a complaint"
    assert body.finding is not None, "a finding has the auditor's number"
    return AuditFinding(
        audit_id=AuditId(body.audit_id),
        number=body.finding,
        grade=None if body.grade is None else FindingGrade(body.grade),
    )


def plan_changed(changed: Iterable[tuple[WrittenPlan, Cause]]) -> list[Fact]:
    """Return one action-plan-changed per plan, full state; it happened when its cause did."""
    return [
        Fact(
            topic=topics.ACTION_PLAN_CHANGED.name,
            key=str(written.plan.plan_id),
            type=events.ActionPlanChanged.TYPE,
            data=written.published,
            cause=cause,
        )
        for written, cause in changed
    ]
