"""What differs between two frozen records, and the events that explain it.

A number changes because events behind it came, left or were replaced by newer ones, or because the
rules changed by which it is counted. Both kinds are told apart here, and what is equal is said to
be equal.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.reporting.domain.difference_news import (
    Identity,
    News,
    identity_of,
    news_between,
)
from services.reporting.domain.difference_rules import (
    CountChange,
    RuleChange,
    count_changes,
    rule_changes,
    rule_fields,
)
from services.reporting.domain.evidence import EvidenceEvent
from services.reporting.domain.figure import Cell, Figure
from services.reporting.domain.record import Record
from services.reporting.domain.rule_book import FigureRule, Label


class State(StrEnum):
    """How a figure stands in two editions."""

    EQUAL = "equal"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


class Reason(StrEnum):
    """Why something came or left.

    `EVENTS`: a newer event took an older one's place, or the two editions know different events of
    the subject, which its news names. `RULES`: its events are the same and the rules are not.
    `OUT_OF_SIGHT`: neither, so that the two records alone do not tell; said rather than guessed.
    """

    EVENTS = "events"
    RULES = "rules"
    OUT_OF_SIGHT = "out-of-sight"


@dataclass(frozen=True, kw_only=True, slots=True)
class Shift:
    """One thing behind a number whose event is not the same in both editions.

    `before` is None for what came, `after` is None for what left; with both, an event was replaced.
    """

    before: EvidenceEvent | None
    after: EvidenceEvent | None

    @property
    def newest(self) -> EvidenceEvent:
        """Return the later of its events."""
        found = self.after or self.before
        assert found is not None  # a shift has at least one side
        return found


@dataclass(frozen=True, kw_only=True, slots=True)
class CellDifference:
    """One number that differs, or whose events do.

    A value is None where that edition has no such figure; a cell that an edition does not print
    (a country without supplier) counts as 0. `after - before` is what came less what left.
    """

    code: str
    row: Label
    column: Label | None
    before: int | None
    after: int | None
    shifts: tuple[Shift, ...]

    @property
    def came(self) -> tuple[Shift, ...]:
        """Return what stands behind the number now and did not before."""
        return tuple(shift for shift in self.shifts if shift.before is None)

    @property
    def left(self) -> tuple[Shift, ...]:
        """Return what stood behind the number and does no longer."""
        return tuple(shift for shift in self.shifts if shift.after is None)

    @property
    def replaced(self) -> tuple[Shift, ...]:
        """Return what stands behind the number as before, by a newer event."""
        return tuple(shift for shift in self.shifts if shift.before and shift.after)


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureDifference:
    """One figure of either edition. `cells` are those that differ, `equal_cells` counts the rest.

    `rule_fields` names what reads otherwise in the rule of the figure, such as its law or query.
    """

    rule: FigureRule
    state: State
    rule_fields: tuple[str, ...]
    cells: tuple[CellDifference, ...]
    equal_cells: int

    @property
    def other_numbers(self) -> tuple[CellDifference, ...]:
        """Return the cells whose number is another one."""
        return tuple(cell for cell in self.cells if cell.before != cell.after)

    @property
    def other_events(self) -> tuple[CellDifference, ...]:
        """Return the cells whose number is the same, by other events."""
        return tuple(cell for cell in self.cells if cell.before == cell.after)


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """All that differs between two records, with what explains it."""

    figures: tuple[FigureDifference, ...]
    rules: tuple[RuleChange, ...]
    counts: tuple[CountChange, ...]
    news: Mapping[Identity, News]

    @property
    def is_empty(self) -> bool:
        """Say whether both records disclose the same, by the same rules and the same events."""
        figures = any(figure.state is not State.EQUAL for figure in self.figures)
        return not (figures or self.rules or self.counts or self.news)

    @property
    def rules_differ(self) -> bool:
        """Say whether any rule reads otherwise, be it of the record or of one figure."""
        return bool(self.rules) or any(figure.rule_fields for figure in self.figures)

    def news_of(self, shift: Shift) -> News | None:
        """Return what is new about the subject that came, left or was replaced."""
        return self.news.get(identity_of(shift.newest.subject))

    def reason(self, shift: Shift) -> Reason:
        """Say what explains that something came or left."""
        if self.news_of(shift) or (shift.before and shift.after):
            return Reason.EVENTS
        return Reason.RULES if self.rules_differ else Reason.OUT_OF_SIGHT


def compare(before: Record, after: Record) -> Difference:
    """Return what differs between two records that hold all their evidence.

    Figures come in the order of the later record, removed ones last. Comparing a record with
    itself gives an empty difference, and comparing the other way round gives the mirror image.
    """
    old = {figure.rule.code: figure for figure in before.figures}
    new = {figure.rule.code: figure for figure in after.figures}
    figures = [_figure(old.get(code), new.get(code)) for code in {**new, **old}]
    return Difference(
        figures=tuple(figures),
        rules=rule_changes(before, after),
        counts=count_changes(before, after),
        news=news_between(before, after),
    )


def _figure(before: Figure | None, after: Figure | None) -> FigureDifference:
    if before is None or after is None:
        return _one_sided(before, after)
    codes = {cell.code: cell for figure in (before, after) for cell in figure.cells}
    old = {cell.code: cell for cell in before.cells}
    new = {cell.code: cell for cell in after.cells}
    pairs = [_cell(cell, old.get(code), new.get(code)) for code, cell in codes.items()]
    cells = tuple(pair for pair in pairs if pair.shifts or pair.before != pair.after)
    fields = rule_fields(before.rule, after.rule)
    return FigureDifference(
        rule=after.rule,
        state=State.CHANGED if cells or fields else State.EQUAL,
        rule_fields=fields,
        cells=cells,
        equal_cells=len(pairs) - len(cells),
    )


def _one_sided(before: Figure | None, after: Figure | None) -> FigureDifference:
    """Return a figure that one edition has; the rules explain it, so no event is named."""
    figure = after or before
    assert figure is not None  # a figure stands in at least one of the two
    cells = tuple(
        CellDifference(
            code=cell.code,
            row=cell.row,
            column=cell.column,
            before=cell.value if before else None,
            after=cell.value if after else None,
            shifts=(),
        )
        for cell in figure.cells
    )
    state = State.ADDED if after else State.REMOVED
    return FigureDifference(
        rule=figure.rule, state=state, rule_fields=(), cells=cells, equal_cells=0
    )


def _cell(label: Cell, before: Cell | None, after: Cell | None) -> CellDifference:
    return CellDifference(
        code=label.code,
        row=label.row,
        column=label.column,
        before=before.value if before else 0,
        after=after.value if after else 0,
        shifts=tuple(_shifts(before, after)),
    )


def _shifts(before: Cell | None, after: Cell | None) -> Iterator[Shift]:
    """Yield what came, left or was replaced, by place; no two things of a cell share a place."""
    was, is_now = (cell.evidence.events if cell else () for cell in (before, after))
    if was == is_now:
        return
    old, new = _by_place(was, is_now), _by_place(is_now, was)
    for key in {**new, **old}:
        yield Shift(before=old.get(key), after=new.get(key))


def _by_place(
    events: Sequence[EvidenceEvent], others: Sequence[EvidenceEvent]
) -> dict[tuple[Identity, str], EvidenceEvent]:
    """Return by place the events that are not among the others.

    Thousands of events stand behind a number and few of them change, so what is cheap to compare
    comes first: an event's id, the number of its subject, its part.
    """
    known = {(e.event.event_id, identity_of(e.subject), e.part) for e in others}
    return {
        (identity_of(e.subject), e.part): e
        for e in events
        if (e.event.event_id, identity_of(e.subject), e.part) not in known
    }
