"""An independent count, from the facts alone, of what must stand behind each cell of a record."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeAlias
from uuid import UUID

from sorgfalt_contracts import structs
from sorgfalt_contracts.terms import ExitState, PlanState

from services.reporting.domain.rule_book import RuleBook
from tests.component.reporting.counting_each import (
    Behind,
    of_audit,
    of_case,
    of_supplier,
    or_unknown,
)
from tests.component.reporting.projecting import Logged

Cells: TypeAlias = dict[tuple[str, str], set[Behind]]
CASES = (structs.GrievanceFiled, structs.GrievanceUpdated)


class Newest:
    """The facts that count, found by plain loops over the whole log."""

    def __init__(self, log: Sequence[Logged]) -> None:
        self.records = _newest(log, structs.SupplierUpdated, lambda fact: fact.supplier_id)
        self.verdicts = _newest(log, structs.RiskAssessed, lambda fact: fact.supplier_id)
        self.cases = _newest(log, CASES, lambda fact: fact.case_id)
        self.plans = _newest(log, structs.ActionPlanChanged, lambda fact: fact.plan_id)
        self.exits = _newest(log, structs.ExitAssessed, lambda fact: fact.supplier_id)
        self.audits = _first(log)
        self.notices = [each for each in log if isinstance(each.fact, structs.ActionPlanDue)]

    def standing(self, supplier: UUID) -> UUID:
        """Follow supersession to its end; in a ring everybody stands for themselves."""
        seen, at = {supplier}, supplier
        while at in self.records and (further := self.records[at].fact.superseded_by):
            if further in seen:
                return supplier
            seen.add(further)
            at = further
        return at


def _newest(log: Sequence[Logged], kind: Any, key: Callable[[Any], UUID]) -> dict[UUID, Any]:
    found = sorted(
        (each for each in log if isinstance(each.fact, kind)),
        key=lambda each: each.fact.version,  # type: ignore[union-attr]
    )
    return {key(each.fact): each for each in found}


def _first(log: Sequence[Logged]) -> list[Any]:
    found: dict[UUID, Any] = {}
    for each in sorted(log, key=lambda each: each.cause.now, reverse=True):
        if isinstance(each.fact, structs.AuditCompleted):
            found[each.fact.audit_id] = each
    return [*found.values()]


def expected_cells(log: Sequence[Logged], book: RuleBook) -> Cells:
    """Count by hand what stands behind each cell of the figures that a rule book has."""
    told = Newest(log)
    cells: Cells = defaultdict(set)
    for figure, cell, behind in _counted(told, book):
        cells[figure, cell].add(behind)
    own = {rule.code for rule in book.figures}
    return {place: behind for place, behind in cells.items() if place[0] in own}


def _counted(told: Newest, book: RuleBook) -> Iterator[tuple[str, str, Behind]]:
    for supplier, record in told.records.items():
        if record.fact.superseded_by is None:
            yield from of_supplier(record, told.verdicts.get(supplier), book)
    for audit in told.audits:
        yield from of_audit(audit, book)
    for case in told.cases.values():
        yield from of_case(case, book)
    yield from _of_plans(told)
    yield from _of_exits(told)
    yield from _of_contradictions(told)


def _of_plans(told: Newest) -> Iterator[tuple[str, str, Behind]]:
    groups: dict[object, list[Any]] = defaultdict(list)
    for plan_id, plan in told.plans.items():
        standing = told.standing(plan.fact.supplier_id)
        groups[(plan.fact.case_id, standing) if plan.fact.case_id else plan_id].append(plan)
    for plans in groups.values():
        own = [p for p in plans if p.fact.supplier_id == told.standing(p.fact.supplier_id)]
        plan = min(own or plans, key=lambda each: each.fact.plan_id)
        outcomes = [each for each in plan.fact.indicators if each.is_outcome]
        behind = (plan.cause.event_id, str(plan.fact.plan_id), "")
        if not outcomes:
            yield "gaps", "plan-without-outcome", behind
            yield "plans_by_effect", "activity-only", behind
        else:
            is_met = any(each.is_met for each in outcomes)
            yield "plans_by_effect", "outcome-met" if is_met else "outcome-set", behind
        notice = _overdue(plan, told.notices)
        if notice:
            yield "plans_by_state", "overdue", (notice.cause.event_id, *behind[1:])
        else:
            yield "plans_by_state", or_unknown(PlanState, plan.fact.state), behind


def _overdue(plan: Any, notices: Iterable[Any]) -> Any | None:
    if plan.fact.state != "open":
        return None
    wanted = ("overdue", plan.fact.plan_id, plan.fact.due_on)
    found = [n for n in notices if (n.fact.step, n.fact.plan_id, n.fact.due_on) == wanted]
    highest = max((n.fact.escalation for n in found), default=0)
    of_highest = [n for n in found if n.fact.escalation == highest]
    return min(of_highest, key=lambda n: (n.cause.now, n.cause.event_id), default=None)


def _of_exits(told: Newest) -> Iterator[tuple[str, str, Behind]]:
    groups: dict[UUID, list[Any]] = defaultdict(list)
    for supplier, dossier in told.exits.items():
        groups[told.standing(supplier)].append(dossier)
    for standing, dossiers in groups.items():
        own = [each for each in dossiers if each.fact.supplier_id == standing]
        each = min(own or dossiers, key=lambda each: each.fact.supplier_id)
        behind = (each.cause.event_id, str(each.fact.supplier_id), "")
        yield "exits_by_state", or_unknown(ExitState, each.fact.state), behind


def _of_contradictions(told: Newest) -> Iterator[tuple[str, str, Behind]]:
    pairs: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for verdict in told.verdicts.values():
        for each in verdict.fact.contradictions:
            pairs[str(each.audit_id), str(each.case_id)].append(verdict)
    for pair, verdicts in pairs.items():
        ids = [verdict.fact.supplier_id for verdict in verdicts]
        own = [supplier for supplier in ids if told.standing(supplier) == supplier]
        first = min(own or ids)
        verdict = next(each for each in verdicts if each.fact.supplier_id == first)
        yield "contradictions_open", "open", (verdict.cause.event_id, *pair)
