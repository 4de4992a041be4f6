"""A record by one rule book: figures, what they rest on, and what cannot be said yet."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Final

from sorgfalt_contracts.terms import CompanyId

from services.reporting.domain.figure import Figure
from services.reporting.domain.position import Position
from services.reporting.domain.rule_book import Highlight, Label, RuleBook, SourceNote
from services.reporting.domain.supplier import Source

HIGH: Final = ("high-known", "high-assumed")


@dataclass(frozen=True, kw_only=True, slots=True)
class Company:
    """The obliged company whose record this is."""

    company_id: CompanyId
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceSeen:
    """A body of data that current assessments cite, and for how many suppliers.

    `note` holds vintage, licence and credit; None when our list does not know the source.
    """

    source: Source
    suppliers: int
    note: SourceNote | None


@dataclass(frozen=True, kw_only=True, slots=True)
class MethodSeen:
    """A method of assessment in use, and for how many suppliers."""

    method: str
    suppliers: int


@dataclass(frozen=True, kw_only=True, slots=True)
class LooseEnds:
    """What was read and yet stands in no figure; said in print, so that nothing drops silently.

    `merged` suppliers were replaced by another record. `waiting` assessments belong to suppliers
    whose own record has not arrived. `unlisted` verdicts are on rights the rule pack does not list.
    `merged_plans` answer a complaint for a supplier that was replaced by one with a plan of its
    own. `stray_notices` say that a plan is due which has not arrived, or has another date by now.
    """

    merged: int
    waiting: int
    unlisted: int
    merged_plans: int
    stray_notices: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """The record in a few numbers. Verdicts are counted per supplier and item (such as a right).

    `items_without_data` are those of which nothing is known or assumed for any supplier.
    """

    suppliers: int
    relation_unknown: int
    assessed_known: int
    assessed_assumed: int
    not_assessed: int
    items: int
    known: int
    assumed: int
    unknown: int
    items_without_data: tuple[Label, ...]

    @property
    def assessed(self) -> int:
        """Return how many suppliers have at least one item known or assumed."""
        return self.assessed_known + self.assessed_assumed

    @property
    def verdicts(self) -> int:
        """Return the number of pairs of a supplier and an item."""
        return self.known + self.assumed + self.unknown

    @property
    def unknown_per_supplier(self) -> Fraction | None:
        """Return how many items are unknown per supplier on average; None without suppliers."""
        return Fraction(self.unknown, self.suppliers) if self.suppliers else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One record, taken at one position of the log."""

    company: Company
    generated_at: datetime
    position: Position
    book: RuleBook
    figures: tuple[Figure, ...]
    sources: tuple[SourceSeen, ...]
    methods: tuple[MethodSeen, ...]
    loose_ends: LooseEnds

    def figure(self, code: str) -> Figure:
        """Return a figure; raise KeyError."""
        for figure in self.figures:
            if figure.rule.code == code:
                return figure
        raise KeyError(code)

    @property
    def summary(self) -> Summary:
        """Return the summary: read off the figures, so that both always agree."""
        rule = self.book.summary
        suppliers, assessed = self.figure(rule.suppliers), self.figure(rule.assessed)
        knowledge = self.figure(rule.knowledge)
        return Summary(
            suppliers=suppliers.total,
            relation_unknown=suppliers.value("unknown"),
            assessed_known=assessed.value("known"),
            assessed_assumed=assessed.value("assumed"),
            not_assessed=assessed.value("unknown") + assessed.value("missing"),
            items=len(knowledge.rule.rows.labels),
            known=knowledge.column_total("known"),
            assumed=knowledge.column_total("assumed"),
            unknown=knowledge.column_total("unknown"),
            items_without_data=_without_data(knowledge, suppliers.total),
        )

    @property
    def most_urgent(self) -> tuple[tuple[Label, int], ...]:
        """Return the rights with suppliers of high priority, most suppliers first.

        What is known and what is assumed count alike here: an assumed harm is acted on too.
        """
        high: Counter[Label] = Counter()
        for cell in self.figure(self.book.summary.priority).cells:
            if cell.column and cell.column.code in HIGH:
                high[cell.row] += cell.value
        return tuple((right, value) for right, value in high.most_common() if value)

    @property
    def highlights(self) -> tuple[tuple[Highlight, int], ...]:
        """Return the numbers that a reader must see first, 0 included."""
        found = self.book.highlights
        return tuple((each, self.figure(each.figure).cell(each.cell).value) for each in found)


def _without_data(knowledge: Figure, suppliers: int) -> tuple[Label, ...]:
    rows = knowledge.rule.rows.labels
    return tuple(row for row in rows if knowledge.value(row.code, "unknown") == suppliers)


def sources_seen(
    counts: Mapping[Source, int], notes: Iterable[SourceNote]
) -> tuple[SourceSeen, ...]:
    """Return the sources that assessments cite, by code and edition, each with what is on file.

    A note on another edition of the same source does not speak for this one.
    """
    on_file = {Source(code=note.code, edition=note.edition): note for note in notes}
    return tuple(
        SourceSeen(source=source, suppliers=counts[source], note=on_file.get(source))
        for source in sorted(counts)
    )
