"""The record of section 10(1) LkSG: figures, what they rest on, and what cannot be said yet."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Final

from sorgfalt_contracts.terms import CompanyId

from services.reporting.domain.figure import Figure
from services.reporting.domain.position import Position
from services.reporting.domain.projection import Source
from services.reporting.domain.rule_book import Label, RuleBook, SourceNote

SUPPLIERS: Final = "suppliers_by_relation"
ASSESSED: Final = "suppliers_assessed"
KNOWLEDGE: Final = "rights_by_knowledge"
PRIORITY: Final = "high_priority_by_right"
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
    """

    merged: int
    waiting: int
    unlisted: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """The record in a few numbers. Verdicts are counted per supplier and right.

    `rights_without_data` are those of which nothing is known or assumed for any supplier.
    """

    suppliers: int
    relation_unknown: int
    assessed_known: int
    assessed_assumed: int
    not_assessed: int
    rights: int
    known: int
    assumed: int
    unknown: int
    rights_without_data: int

    @property
    def assessed(self) -> int:
        """Return how many suppliers have at least one right known or assumed."""
        return self.assessed_known + self.assessed_assumed

    @property
    def verdicts(self) -> int:
        """Return the number of pairs of a supplier and a right."""
        return self.known + self.assumed + self.unknown

    @property
    def unknown_per_supplier(self) -> Fraction | None:
        """Return how many rights are unknown per supplier on average; None without suppliers."""
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
        suppliers, assessed = self.figure(SUPPLIERS), self.figure(ASSESSED)
        knowledge = self.figure(KNOWLEDGE)
        return Summary(
            suppliers=suppliers.total,
            relation_unknown=suppliers.value("unknown"),
            assessed_known=assessed.value("known"),
            assessed_assumed=assessed.value("assumed"),
            not_assessed=assessed.value("unknown") + assessed.value("missing"),
            rights=len(self.book.rights),
            known=knowledge.column_total("known"),
            assumed=knowledge.column_total("assumed"),
            unknown=knowledge.column_total("unknown"),
            rights_without_data=sum(
                knowledge.value(right.code, "unknown") == suppliers.total
                for right in self.book.rights
            ),
        )

    @property
    def most_urgent(self) -> tuple[tuple[Label, int], ...]:
        """Return the rights with suppliers of high priority, most suppliers first.

        What is known and what is assumed count alike here: an assumed harm is acted on too.
        """
        high: Counter[Label] = Counter()
        for cell in self.figure(PRIORITY).cells:
            if cell.column and cell.column.code in HIGH:
                high[cell.row] += cell.value
        return tuple((right, value) for right, value in high.most_common() if value)


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
