"""What a record must show: sections, figures, rights, law, gaps, definitions, notes on sources.

Law is data: every statement about the act comes with its status and source from a rule pack.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


class RulePackError(Exception):
    """A rule pack contradicts itself; the sentence says where."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """A code and what it is called in print. `law` cites the act where a code stands for one."""

    code: str
    text: str
    law: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Axis:
    """The rows or columns of a figure.

    `labels` are always printed, also at 0. `more` are printed only when something was counted.
    """

    labels: tuple[Label, ...]
    more: Mapping[str, Label] = field(default_factory=dict)
    heading: str = ""

    def laid_out(self, counted: Mapping[str, int]) -> tuple[Label, ...]:
        """Return the fixed labels, then the counted further ones: most first, then by text."""
        fixed = {label.code for label in self.labels}
        found = [self.more.get(c, Label(code=c, text=c)) for c in counted if c not in fixed]
        return (*self.labels, *sorted(found, key=lambda f: (-counted[f.code], f.text, f.code)))

    def holds(self, code: str) -> bool:
        """Say whether a code is one of this axis."""
        return code in self.more or any(label.code == code for label in self.labels)


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureRule:
    """What one figure says, in which unit, on which legal basis, by which named queries.

    `whole` names the figure whose total the numbers are shares of; empty where a share says
    nothing. `part` is what people call the part of a subject that counts, where a figure needs a
    word of its own.
    """

    code: str
    section: str
    title: str
    says: str
    unit: str
    law: str
    query: str
    evidence_query: str
    parameters: tuple[str, ...]
    evidence_parameters: tuple[str, ...]
    rows: Axis
    columns: Axis | None
    whole: str = ""
    part: str = ""

    def has_cell(self, row: str, column: str) -> bool:
        """Say whether the figure has, or could have, this cell."""
        if self.columns is None:
            return not column and self.rows.holds(row)
        return self.rows.holds(row) and self.columns.holds(column)


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A heading under which figures stand."""

    code: str
    title: str
    says: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SummaryRule:
    """Which figures a record's summary is read off, and what one of its questions is about.

    `knowledge` and `priority` have a row for each `item` (a right, an impact of an annex).
    """

    suppliers: str
    assessed: str
    knowledge: str
    priority: str
    item: str
    items: str
    says: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Highlight:
    """A cell that a reader must see first, in words."""

    figure: str
    cell: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AnnexItem:
    """One item of an annex, and the rights of the published language that speak of it.

    Without any right, nothing in the log can say whether the item is touched: it has no row.
    """

    code: str
    text: str
    law: str
    rights: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Definition:
    """What a word of the record means."""

    code: str
    text: str
    says: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LawNote:
    """One statement about the law: what it demands, whether it is in force, who says so."""

    section: str
    says: str
    status: str
    source: str
    as_of: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """Something the act asks to be documented that this record cannot say."""

    title: str
    says: str
    law: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceNote:
    """A body of data that assessments read: its title, vintage, licence and credit line.

    `replaced_by` names a newer edition of its publisher; empty when none is known.
    """

    code: str
    edition: str
    title: str
    vintage: str
    licence: str
    credit: str
    replaced_by: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """Which rule pack made a record. `status` is that of the law it follows."""

    pack: str
    edition: str
    title: str
    source: str
    licence: str
    credit: str
    status: str
    valid_from: date


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleBook:
    """All a record is made by. `editions` names the packs, the rule pack first.

    `note` says in a sentence what kind of document a record is.
    """

    code: str
    note: str
    editions: tuple[Edition, ...]
    sections: tuple[Section, ...]
    figures: tuple[FigureRule, ...]
    summary: SummaryRule
    highlights: tuple[Highlight, ...]
    rights: tuple[Label, ...]
    annex: tuple[AnnexItem, ...]
    law: tuple[LawNote, ...]
    gaps: tuple[Gap, ...]
    sources: tuple[SourceNote, ...]
    definitions: tuple[Definition, ...]

    @property
    def edition(self) -> Edition:
        """Return the edition of the rule pack itself."""
        return self.editions[0]

    @property
    def given(self) -> Mapping[str, tuple[str, ...]]:
        """Return the lists of codes that named queries may take, by the name of the parameter.

        `annex_rights` and `annex_items` are in step: one pair for each right an item rests on.
        `outdated` are sources of which a newer edition is known, as code/edition.
        """
        pairs = [(right, item.code) for item in self.annex for right in item.rights]
        old = (note for note in self.sources if note.replaced_by)
        return {
            "rights": tuple(right.code for right in self.rights),
            "annex_rights": tuple(right for right, _ in pairs),
            "annex_items": tuple(item for _, item in pairs),
            "outdated": tuple(f"{note.code}/{note.edition}" for note in old),
        }

    def figure(self, code: str) -> FigureRule:
        """Return a figure's rule; raise KeyError."""
        for rule in self.figures:
            if rule.code == code:
                return rule
        raise KeyError(code)
