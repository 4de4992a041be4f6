"""How a case goes on: each function takes the case, a command and the day, and decides.

The same decision again changes nothing; another one after it is refused. The order of stages, the
reasons and who may confirm come from the rules of the procedure.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from sorgfalt_contracts.terms import (
    CaseId,
    CaseOutcome,
    CaseStage,
    CompanyId,
    RemedyState,
    Right,
    SiteId,
    SupplierId,
    Timeliness,
)

from services.grievance.domain.case import (
    CLOCK,
    HANDLER,
    REPORTER,
    Case,
    Deadlines,
    Decision,
    Party,
    Refusal,
    Step,
)
from services.grievance.domain.rules import Rules, rights_of

SEVERITIES = range(1, 6)
"""Grades of the contract; 5 is the worst."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Filing:
    """A complaint arrives. The case's id is random: nothing of the complaint is in it."""

    company_id: CompanyId
    case_id: CaseId
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Admissibility:
    """Whether the procedure takes the complaint on, and why."""

    is_admitted: bool
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Attribution:
    """Which suppliers and sites the complaint is about."""

    supplier_ids: Collection[SupplierId]
    site_ids: Collection[SiteId]


@dataclass(frozen=True, kw_only=True, slots=True)
class Assessment:
    """Which rights are touched and how severely, 1 to 5."""

    rights: Collection[Right]
    severity: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Substantiation:
    """Whether what was complained of proved true, and why."""

    is_substantiated: bool
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RemedyStep:
    """What somebody says has become of the remedy."""

    state: RemedyState
    by: Party


@dataclass(frozen=True, kw_only=True, slots=True)
class Closing:
    """How the complaint ended, and why."""

    outcome: CaseOutcome
    reason: str


def file(filing: Filing, day: date, deadlines: Deadlines, rules: Rules) -> Decision:
    """Open a case; a topic nobody knows is refused."""
    rights = rights_of(rules, filing.topics)
    case = Case(company_id=filing.company_id, case_id=filing.case_id, procedure=rules.code)
    if rights is None:
        return Decision(case=case, refusal=Refusal.UNKNOWN_TOPIC)
    opened = replace(
        case,
        topics=tuple(dict.fromkeys(filing.topics)),
        rights=rights,
        filed_on=day.isoformat(),
        deadlines=deadlines,
        acknowledgement=_awaited(deadlines.acknowledge_by),
        feedback=_awaited(deadlines.feedback_by),
    )
    return Decision(case=_step(opened, "filed", REPORTER, day))


def acknowledge(case: Case, day: date, deadlines: Deadlines, rules: Rules) -> Decision:
    """Tell the person that the complaint is here (LkSG section 8(1)).

    Feedback may run from this day, so the deadlines are said anew.
    """
    if case.taken("acknowledged"):
        return Decision(case=case)
    if not rules.may_move(case.stage, CaseStage.ACKNOWLEDGED):
        return Decision(case=case, refusal=Refusal.NOT_NOW)
    told = replace(
        case,
        stage=CaseStage.ACKNOWLEDGED,
        acknowledgement=_judged(case.acknowledgement, case.deadlines.acknowledge_by, day),
        deadlines=replace(case.deadlines, feedback_by=deadlines.feedback_by),
    )
    return _decided(told, "acknowledged", HANDLER, day, rules)


def admit(case: Case, command: Admissibility, day: date, rules: Rules) -> Decision:
    """Take the complaint on, or refuse it with a reason; refusing ends the case."""
    what = "admitted" if command.is_admitted else "refused"
    if before := case.taken("admitted", "refused"):
        return _again(case, before.what == what)
    if not rules.has_reason(what, command.reason):
        return Decision(case=case, refusal=Refusal.UNKNOWN_REASON)
    stage = CaseStage.ADMITTED if command.is_admitted else CaseStage.REFUSED
    if not rules.may_move(case.stage, stage):
        return Decision(case=case, refusal=Refusal.NOT_NOW)
    after = replace(case, stage=stage)
    if not command.is_admitted:
        after = replace(after, outcome=CaseOutcome.REFUSED, closed_on=day.isoformat())
    return _decided(after, what, HANDLER, day, rules, command.reason)


def attribute(case: Case, command: Attribution, day: date) -> Decision:
    """Say which suppliers and sites the complaint is about; replaces what was said before."""
    after = replace(
        case,
        supplier_ids=tuple(sorted(set(command.supplier_ids))),
        site_ids=tuple(sorted(set(command.site_ids))),
    )
    if after == case:
        return Decision(case=case)
    return Decision(case=_step(after, "attributed", HANDLER, day))


def assess(case: Case, command: Assessment, day: date) -> Decision:
    """Say which rights are touched and how severely; replaces what was said before."""
    if command.severity not in SEVERITIES:
        return Decision(case=case, refusal=Refusal.WRONG_SEVERITY)
    after = replace(case, rights=tuple(sorted(set(command.rights))), severity=command.severity)
    if after == case:
        return Decision(case=case)
    return Decision(case=_step(after, "assessed", HANDLER, day, str(command.severity)))


def substantiate(case: Case, command: Substantiation, day: date, rules: Rules) -> Decision:
    """Say whether the complaint proved true; a founded one is an impact (CSDDD Article 14)."""
    what = "substantiated" if command.is_substantiated else "unsubstantiated"
    if case.substantiated is not None:
        return _again(case, case.substantiated is command.is_substantiated)
    if not rules.has_reason(what, command.reason):
        return Decision(case=case, refusal=Refusal.UNKNOWN_REASON)
    if not rules.may_move(case.stage, CaseStage.INVESTIGATED):
        return Decision(case=case, refusal=Refusal.NOT_NOW)
    after = replace(case, stage=CaseStage.INVESTIGATED, substantiated=command.is_substantiated)
    return _decided(after, what, HANDLER, day, rules, command.reason)


def remedy(case: Case, command: RemedyStep, day: date, rules: Rules) -> Decision:
    """Note what became of the remedy; only who should have it can say that it arrived.

    Agreeing on it moves the case on where the procedure says so. A closed case may still be
    confirmed: the answer of a person does not come too late.
    """
    is_confirming = command.state in {RemedyState.CONFIRMED, RemedyState.NOT_CONFIRMED}
    if is_confirming and command.by not in rules.confirmed_by:
        return Decision(case=case, refusal=Refusal.NOT_BY_HANDLER)
    if command.state is case.remedy:
        return Decision(case=case)
    if not rules.may_remedy(case.remedy, command.state):
        return Decision(case=case, refusal=Refusal.NOT_NOW)
    after = replace(case, remedy=command.state)
    is_agreed = command.state is RemedyState.AGREED
    if is_agreed and rules.may_move(case.stage, CaseStage.REMEDY_AGREED):
        after = replace(after, stage=CaseStage.REMEDY_AGREED)
    source = HANDLER if command.by is Party.HANDLER else REPORTER
    return _decided(after, f"remedy-{command.state}", source, day, rules, command.by.value)


def close(case: Case, command: Closing, day: date, rules: Rules) -> Decision:
    """End the case; remedied is only what the person or a representative has confirmed."""
    if case.outcome is not None:
        return _again(case, case.outcome is command.outcome)
    if not rules.may_end(case.stage, command.outcome):
        return Decision(case=case, refusal=Refusal.WRONG_OUTCOME)
    if not rules.has_reason(command.outcome.value, command.reason):
        return Decision(case=case, refusal=Refusal.UNKNOWN_REASON)
    if command.outcome is CaseOutcome.REMEDIED and case.remedy is not RemedyState.CONFIRMED:
        return Decision(case=case, refusal=Refusal.NOT_REMEDIED)
    if not rules.may_move(case.stage, CaseStage.CLOSED):
        return Decision(case=case, refusal=Refusal.NOT_NOW)
    after = replace(
        case, stage=CaseStage.CLOSED, outcome=command.outcome, closed_on=day.isoformat()
    )
    return _decided(after, "closed", HANDLER, day, rules, command.reason)


def fall_overdue(case: Case, day: date) -> Decision:
    """Note what the person still waits for after its last day."""
    after = case
    if _is_overdue(case.acknowledgement, case.deadlines.acknowledge_by, day):
        late = replace(after, acknowledgement=Timeliness.OVERDUE)
        after = _step(late, "acknowledgement-overdue", CLOCK, day)
    if _is_overdue(case.feedback, case.deadlines.feedback_by, day):
        late = replace(after, feedback=Timeliness.OVERDUE)
        after = _step(late, "feedback-overdue", CLOCK, day)
    return Decision(case=after)


def _again(case: Case, is_same: bool) -> Decision:  # noqa: FBT001 - the answer to one question
    return Decision(case=case, refusal=None if is_same else Refusal.ALREADY_DECIDED)


def _decided(
    after: Case, what: str, source: str, day: date, rules: Rules, code: str | None = None
) -> Decision:
    """Return the decision with its step; one that tells the person something is feedback."""
    if what in rules.feedback_steps:
        told = _judged(after.feedback, after.deadlines.feedback_by, day)
        after = replace(after, feedback=told)
    return Decision(case=_step(after, what, source, day, code))


def _step(case: Case, what: str, source: str, day: date, code: str | None = None) -> Case:
    taken = Step(what=what, source=source, on=day.isoformat(), code=code)
    return replace(case, steps=(*case.steps, taken))


def _awaited(last_day: date | None) -> Timeliness:
    return Timeliness.NOT_TIMED if last_day is None else Timeliness.AWAITED


def _judged(before: Timeliness, last_day: date | None, day: date) -> Timeliness:
    """Judge a step on the day it was taken; the first time counts."""
    if last_day is None or before in {Timeliness.IN_TIME, Timeliness.LATE}:
        return before
    return Timeliness.IN_TIME if day <= last_day else Timeliness.LATE


def _is_overdue(state: Timeliness, last_day: date | None, day: date) -> bool:
    return state is Timeliness.AWAITED and last_day is not None and day > last_day
