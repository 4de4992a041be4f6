"""What a row of a historical file comes to: the state of a case and its dated steps.

What a cell does not say plainly decides nothing; it stays a statement and a fault says so.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sorgfalt_contracts.terms import CaseStage, RemedyState, Right, Timeliness

from services.grievance.domain.case import Case, PartialDate, Step
from services.grievance.domain.deadlines import due_day
from services.grievance.domain.historical import (
    CalendarOf,
    CellFault,
    Column,
    ColumnKind,
    Fault,
    FeedbackRule,
    Format,
    OutcomeRule,
    Row,
)
from services.grievance.domain.historical_dates import agreed, dates_of, is_before, whole_day

IMPORTED: Final = "imported"
FIRST_ENTRY: Final = 1
"""The words of an imported row are the first entry of its case."""

_ORDER: Final = tuple(CaseStage)
_ENDS: Final = frozenset({CaseStage.REFUSED, CaseStage.CLOSED})
_APART: Final = re.compile(r"\s*;\s*")
_NO_CODE: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadRow:
    """A row as a case, and what of it decided nothing."""

    case: Case
    faults: tuple[Fault, ...]


def names_in(text: str) -> tuple[str, ...]:
    """Return the parts of a cell that lists several, such as petitioners or phrases."""
    return tuple(part for part in _APART.split(text.strip()) if part)


def read_row(form: Format, row: Row, blank: Case, today: date, calendar_of: CalendarOf) -> ReadRow:
    """Return the case that a row tells of. `blank` has its ids; `today` is the day of import."""
    read = _Read(form=form, row=row, dates=dict(_dates(form, row)), rule=_rule(form, row))
    stage = _stage(read)
    case = replace(
        blank,
        stage=stage,
        rights=tuple(sorted(filter(None, set(_rights(read))))),
        substantiated=form.findings.get(row.said(form.finding).casefold()),
        outcome=read.rule.outcome if read.rule and read.rule.is_end else None,
        filed_on=read.agreed(form.filed_on),
        closed_on=read.agreed(form.closed_on) if stage in _ENDS else None,
        remedy=_remedy(read),
        feedback=_feedback(read, calendar_of),
        steps=tuple(_steps(read, today)),
    )
    return ReadRow(case=case, faults=tuple(_faults(read, case)))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Read:
    """A row with its dates parsed (None: no date) and what its outcome comes to (None: unknown)."""

    form: Format
    row: Row
    dates: Mapping[str, tuple[PartialDate, ...] | None]
    rule: OutcomeRule | None

    def agreed(self, column: str) -> PartialDate | None:
        """Return what the dates of a column have in common."""
        return agreed(self.dates.get(column) or ())

    def told(self, kind: ColumnKind) -> list[tuple[Column, str]]:
        """Return the columns of a kind in which the row says something, and what."""
        return _told(self.form, self.row, kind)


def _told(form: Format, row: Row, kind: ColumnKind) -> list[tuple[Column, str]]:
    said = ((column, row.said(column.name)) for column in form.columns.values())
    return [(column, text) for column, text in said if column.kind is kind and text]


def _dates(form: Format, row: Row) -> Iterator[tuple[str, tuple[PartialDate, ...] | None]]:
    for column, text in _told(form, row, ColumnKind.DATE):
        yield column.name, dates_of(text)


def _rule(form: Format, row: Row) -> OutcomeRule | None:
    """Return what the outcome comes to; one that nobody knows ends no case and proves nothing."""
    told = _told(form, row, ColumnKind.OUTCOME)
    return form.outcomes.get(told[0][1].casefold()) if told else None


def _rights(read: _Read) -> Iterator[Right | None]:
    """Yield the right of each phrase, None for one that nobody knows: it takes away no other."""
    for _, text in read.told(ColumnKind.RIGHTS):
        for phrase in names_in(text):
            yield read.form.rights.get(phrase.casefold())


def _remedy(read: _Read) -> RemedyState:
    """Return what the person received; where a column has to say what it was, it must say so."""
    rule = read.rule
    if rule is None or (rule.remedy_if and not any(map(read.row.said, rule.remedy_if))):
        return RemedyState.NONE
    return rule.remedy


def _stage(read: _Read) -> CaseStage:
    """Return the end that the outcome names, else the furthest stage that a cell shows."""
    rule, row = read.rule, read.row
    if rule is not None and rule.is_end:
        return rule.stage
    shown = [stage for stage, columns in read.form.reached if any(map(row.said, columns))]
    named = [rule.stage] if rule is not None else []
    return max([CaseStage.RECEIVED, *named, *shown], key=_ORDER.index)


def _steps(read: _Read, today: date) -> Iterator[Step]:
    """Yield every statement that is a date or a known word; sources may disagree on a date."""
    form = read.form
    yield _step(form, IMPORTED, today.isoformat(), form.code)
    for column, text in read.told(ColumnKind.DATE):
        for day in dates_of(text) or ():
            yield _step(form, column.step or _code(column.name), day)
    for _, text in read.told(ColumnKind.OUTCOME) if read.rule else ():
        yield _step(form, "outcome-stated", None, _code(text))
    for column, text in read.told(ColumnKind.FLAG):
        if word := form.flags.get(text.casefold()):
            yield _step(form, column.step or _code(column.name), None, word)


def _faults(read: _Read, case: Case) -> Iterator[Fault]:
    """Yield the cells that decided nothing, each with why."""
    form, line = read.form, read.row.line
    for name, dates in read.dates.items():
        if dates is None:
            yield Fault(line=line, column=name, reason=CellFault.NOT_A_DATE)
    for column, _ in read.told(ColumnKind.OUTCOME) if read.rule is None else ():
        yield Fault(line=line, column=column.name, reason=CellFault.UNKNOWN_OUTCOME)
    for column, _ in read.told(ColumnKind.RIGHTS) if None in _rights(read) else ():
        yield Fault(line=line, column=column.name, reason=CellFault.UNKNOWN_RIGHT)
    for column, text in read.told(ColumnKind.FLAG):
        if text.casefold() not in form.flags:
            yield Fault(line=line, column=column.name, reason=CellFault.UNKNOWN_FLAG)
    if is_before(case.closed_on, case.filed_on):
        yield Fault(line=line, column=form.closed_on, reason=CellFault.CLOSED_BEFORE_FILED)


def _feedback(read: _Read, calendar_of: CalendarOf) -> Timeliness:
    """Judge an answer where the file has both days and no doubt; else nobody timed it."""
    rule = read.form.feedback
    if rule is None or _is_doubted(rule, read.row):
        return Timeliness.NOT_TIMED
    since, until = whole_day(read.agreed(rule.since)), whole_day(read.agreed(rule.until))
    if since is None or until is None or until < since:
        return Timeliness.NOT_TIMED
    last_day = due_day(since, rule.term, calendar_of(rule.place, since.year))
    return Timeliness.IN_TIME if until <= last_day else Timeliness.LATE


def _is_doubted(rule: FeedbackRule, row: Row) -> bool:
    words = set(re.findall(r"\w+", row.said(rule.conflicts).casefold()))
    return not words.isdisjoint(rule.doubted)


def _step(form: Format, what: str, on: PartialDate | None, code: str | None = None) -> Step:
    return Step(what=what, source=f"import:{form.code}", on=on, code=code, entry=FIRST_ENTRY)


def _code(text: str) -> str:
    return _NO_CODE.sub("-", text.casefold()).strip("-")[:64]
