"""What one supplier, audit or complaint adds to the cells of a record, counted by hand."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from sorgfalt_contracts.terms import (
    AuditKind,
    CaseOutcome,
    CaseStage,
    FindingGrade,
    RemedyState,
    Right,
    Timeliness,
)

from services.reporting.domain.rule_book import RuleBook
from tests.unit.reporting.builders import RIGHTS

Behind: TypeAlias = tuple[str, str, str]
"""The id of an event, of its subject, and the part of it that counts."""


def of_supplier(
    record: Any, verdict: Any | None, book: RuleBook
) -> Iterator[tuple[str, str, Behind]]:
    fact, risk = record.fact, verdict.fact if verdict else None
    by_record = (record.cause.event_id, str(fact.supplier_id), "")
    by_verdict = ((verdict or record).cause.event_id, str(fact.supplier_id), "")
    relation = fact.relation if fact.relation in {"direct", "former"} else "unknown"
    countries = {site.country for site in fact.sites}
    given = {each.right: each for each in risk.rights} if risk else {}
    states = {right: _known(given.get(right)) for right in RIGHTS}
    best, blank = _best(states.values()), [*states.values()].count("unknown")

    yield "suppliers_by_relation", relation, by_record
    yield "suppliers_by_country", fact.country or "unknown", by_record
    for country in countries or {"unknown"}:
        yield "suppliers_by_site_country", country, by_record
    yield "suppliers_assessed", best if risk else "missing", by_verdict
    yield "assessed_by_relation", f"{relation}.{best}", by_verdict
    amount = "all" if blank == len(RIGHTS) else "some" if blank else "none"
    yield "suppliers_with_unknown_rights", amount, by_verdict
    yield from _of_rights(states, given, by_verdict, book)
    missing = {
        "supplier-without-relation": (relation == "unknown", by_record),
        "supplier-without-country": (not fact.country, by_record),
        "supplier-without-site": (not countries, by_record),
        "supplier-without-assessment": (risk is None, by_record),
        "every-right-unknown": (amount == "all", by_verdict),
        "source-replaced": (_rests_on_old_data(risk), by_verdict),
    }
    yield from (("gaps", gap, behind) for gap, (is_open, behind) in missing.items() if is_open)
    yield from _of_materials(fact, risk, by_verdict)


def _of_rights(
    states: dict[str, str], given: dict[str, Any], behind: Behind, book: RuleBook
) -> Iterator[tuple[str, str, Behind]]:
    for right, state in states.items():
        yield "rights_by_knowledge", f"{right}.{state}", behind
        if kind := _priority([right], states, given):
            yield "high_priority_by_right", f"{right}.{kind}", behind
    for item in (item for item in book.annex if item.rights):
        known = _best(states[right] for right in item.rights)
        yield "potential_impacts", f"{item.code}.{known}", behind
        if kind := _priority(item.rights, states, given):
            yield "prioritised_impacts", f"{item.code}.{kind}", behind


def _rests_on_old_data(risk: Any | None) -> bool:
    cited = (each.source for right in (risk.rights if risk else ()) for each in right.reasons)
    return "wgi_2019" in set(cited)


def _of_materials(fact: Any, risk: Any | None, behind: Behind) -> Iterator[tuple[str, str, Behind]]:
    told = {
        basis: {each.material for each in risk.origins if each.basis == basis} if risk else set()
        for basis in ("assumed", "confirmed")
    }
    for material in {*fact.materials} | told["assumed"] | told["confirmed"]:
        bases = [basis for basis, materials in told.items() if material in materials]
        basis = bases[0] if bases else "none"
        yield "origins_by_material", f"{material}.{basis}", (*behind[:2], material)
        if basis == "none":
            yield "gaps", "material-without-origin", (*behind[:2], material)


def of_audit(audit: Any, book: RuleBook) -> Iterator[tuple[str, str, Behind]]:
    fact = audit.fact
    behind = (audit.cause.event_id, str(fact.audit_id), "")
    kind = or_unknown(AuditKind, fact.kind)
    yield "audits_by_kind", f"{kind}.{'missing' if fact.result is None else 'known'}", behind
    yield "audits_by_scheme", f"{fact.scheme}.{kind}", behind
    if fact.held_on is None:
        yield "gaps", "audit-without-date", behind
    if fact.result is None:
        yield "gaps", "audit-without-result", behind
    parts: list[str] = []
    for finding in fact.findings:
        again = 1 + sum(part.split()[0] == finding.number for part in parts)
        parts.append(finding.number if again == 1 else f"{finding.number} ({again})")
        of_finding = (*behind[:2], parts[-1])
        rights = _real(finding.rights)
        yield "findings_by_grade", or_unknown(FindingGrade, finding.grade), of_finding
        if not rights:
            yield "gaps", "finding-without-right", of_finding
        if finding.grade == "critical":
            for item in _items(rights, book):
                yield "actual_impacts", f"{item}.finding", of_finding


def of_case(case: Any, book: RuleBook) -> Iterator[tuple[str, str, Behind]]:
    fact = case.fact
    behind = (case.cause.event_id, str(fact.case_id), "")
    rights = _real(fact.rights)
    remedy = or_unknown(RemedyState, fact.remedy)
    judgement = {True: "founded", False: "not-founded", None: "undecided"}[fact.substantiated]
    yield "complaints_by_stage", or_unknown(CaseStage, fact.stage), behind
    for topic in rights or {"unknown"}:
        yield "complaints_by_topic", topic, behind
    yield "complaints_by_judgement", judgement, behind
    yield "complaints_by_outcome", _outcome(fact), behind
    yield "acknowledged_in_time", or_unknown(Timeliness, fact.acknowledgement), behind
    yield "feedback_in_time", or_unknown(Timeliness, fact.feedback), behind
    yield "remedies_by_state", remedy, behind
    yield "remedies_by_judgement", f"{remedy}.{judgement}", behind
    if judgement == "founded":
        for item in _items(rights, book):
            yield "actual_impacts", f"{item}.complaint", behind
    missing = {
        "complaint-without-topic": not rights,
        "complaint-without-attribution": not fact.supplier_ids,
        "complaint-without-severity": fact.severity is None,
        "complaint-not-timed": fact.acknowledgement in {"not-timed", "early"},
    }
    for gap in (gap for gap, is_open in missing.items() if is_open):
        yield "gaps", gap, behind


def _outcome(fact: Any) -> str:
    if fact.outcome in set(CaseOutcome):
        return str(fact.outcome)
    return "open" if fact.stage == "received" else "unknown"


def _known(right: Any | None) -> str:
    return right.knowledge if right and right.knowledge in {"known", "assumed"} else "unknown"


def _best(states: Iterable[str]) -> str:
    return min(states, key=["known", "assumed", "unknown"].index)


def _priority(rights: Sequence[str], states: dict[str, str], given: dict[str, Any]) -> str | None:
    told = [(given[r].priority, states[r]) for r in rights if states[r] != "unknown"]
    high = [state for priority, state in told if priority == "high"]
    if high:
        return f"high-{_best(high)}"
    return None if any(priority for priority, _ in told) else "unrated"


def or_unknown(vocabulary: Any, code: str) -> str:
    return code if code in set(vocabulary) else "unknown"


def _real(codes: Iterable[str]) -> set[str]:
    return {code for code in codes if code in set(Right)}


def _items(rights: set[str], book: RuleBook) -> set[str]:
    return {item.code for item in book.annex if rights & {*item.rights}} or {"unknown"}
