"""Explanations as lines of text, for the command line."""

from collections.abc import Iterator, Mapping

from services.risk.domain.explanation import RightExplained
from services.risk.domain.origin_explanation import OriginExplained, OriginHeld, ShareExplained
from services.risk.domain.testimony_explanation import TestimonyExplained
from services.risk.handlers.explain_plan import PlanExplained
from services.risk.handlers.explain_supplier import SupplierExplained


def supplier_lines(explained: SupplierExplained) -> Iterator[str]:
    """Yield what is held of a supplier: rights with reasons, contradictions, origins, evidence."""
    yield (
        f"Supplier {explained.supplier_id}, verdict {explained.version} "
        f"on state {explained.supplier_version}"
    )
    for right in explained.rights:
        yield from _right(right)
    yield f"Open contradictions: {len(explained.contradictions)}"
    for each in explained.contradictions:
        yield f"  audit {each.audit_id} against case {each.case_id}: {_listed(each.rights)}"
    yield f"Origins of materials: {len(explained.origins)}"
    for origin in explained.origins:
        yield _origin(origin)
    for held in explained.origin_history:
        yield _held(held)
    yield from _evidence(explained.evidence)


def _right(right: RightExplained) -> Iterator[str]:
    grades = {"severity": right.severity, "likelihood": right.likelihood}
    said = "".join(f", {name} {grade}" for name, grade in grades.items() if grade is not None)
    priority = f", priority {right.priority}" if right.priority else ""
    yield f"{right.right} {right.title}: {right.knowledge}{said}{priority}"
    for reason in right.reasons:
        yield f"  - {reason.sentence} [{reason.source}, {reason.edition}]"


def _origin(origin: OriginExplained) -> str:
    shares = ", ".join(_share(each) for each in origin.shares)
    return (
        f"  {origin.material}: {origin.basis}, {shares}, "
        f"{origin.unknown_percent} % unknown, confidence {origin.confidence} "
        f"[{origin.source}, {origin.edition}]"
    )


def _share(share: ShareExplained) -> str:
    return share.country if share.percent is None else f"{share.country} {share.percent} %"


def _held(held: OriginHeld) -> str:
    since = "" if held.since_version is None else f" since verdict {held.since_version}"
    told = f"  {held.material} was {held.basis or 'not named'}{since}."
    return f"{told} {held.sentence}" if held.sentence else told


def _evidence(evidence: TestimonyExplained) -> Iterator[str]:
    yield f"Audits: {len(evidence.audits)}"
    for each in evidence.audits:
        audit = each.audit
        yield (
            f"  {audit.audit_id} {audit.scheme}, {audit.held_on or 'undated'}: "
            f"{len(audit.findings)} findings, {each.state}"
        )
    yield f"Complaints: {len(evidence.complaints)}"
    for told in evidence.complaints:
        stage = told.complaint.stage or "unknown stage"
        yield f"  {told.complaint.case_id} {stage}: {told.state}"


def plan_lines(explained: PlanExplained) -> Iterator[str]:
    """Yield what a plan is, by which rule it is due, and what became of it."""
    plan = explained.plan
    yield f"Plan {plan.plan_id}, version {plan.version}: {plan.state}, owner {plan.owner}"
    yield f"Supplier {plan.supplier_id}, rights: {_listed([each.value for each in plan.rights])}"
    yield (
        f"Opened on {plan.opened_on}, due on {plan.due_on} "
        f"({plan.deadline.period} by {plan.deadline.code})"
    )
    if explained.is_activity_only:
        yield "Activity only: no indicator would show what people have of it."
    yield from _steps(explained, explained.texts)
    for entry in explained.history:
        yield f"  version {entry.version}: {entry.step}"


def _steps(explained: PlanExplained, texts: Mapping[str, str]) -> Iterator[str]:
    plan = explained.plan
    states = [(each.code, "done" if each.is_done else "open") for each in plan.measures]
    states += [(each.code, "met" if each.is_met else "open") for each in plan.indicators]
    for code, state in states:
        yield f"  {state}: {texts.get(code, code)}"


def _listed(codes: list[str]) -> str:
    return ", ".join(codes) or "no right named"
