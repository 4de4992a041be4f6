"""Makes a rule book of the tables of rule packs and refuses what contradicts itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final

from services.reporting.domain.rule_book import (
    AnnexItem,
    Axis,
    Definition,
    Edition,
    FigureRule,
    Gap,
    Highlight,
    Label,
    LawNote,
    RuleBook,
    RulePackError,
    Section,
    SourceNote,
    SummaryRule,
)

RIGHTS: Final = "rights"
ANNEX: Final = "annex"
ANNEX_OR_UNKNOWN: Final = "annex_or_unknown"
RIGHTS_OR_UNKNOWN: Final = "rights_or_unknown"
UNKNOWN: Final = "unknown"
COUNTRIES: Final = ("country", "site_country")
SUMMED: Final = {
    "suppliers": (UNKNOWN,),
    "assessed": ("known", "assumed", UNKNOWN, "missing"),
    "knowledge": ("known", "assumed", UNKNOWN),
    "priority": ("high-known", "high-assumed", "unrated"),
}
"""Cells that a summary reads, by what it calls the figure; without them there is no record."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SharedWords:
    """What all rule books of this service share: rights, labels, words, countries, sources."""

    rights: Sequence[Mapping[str, str]]
    labels: Mapping[str, Mapping[str, str]]
    definitions: Sequence[Mapping[str, str]]
    countries: Mapping[str, str]
    sources: Sequence[Mapping[str, str]]


def read_rule_book(
    rules: Mapping[str, Any], editions: Sequence[Edition], words: SharedWords
) -> RuleBook:
    """Return the rule book that the tables of a record's own pack describe; raise RulePackError."""
    rights = tuple(Label(**right) for right in words.rights)
    annex = tuple(_annex_item(table) for table in rules.get(ANNEX, ()))
    axes = _axes(words, rights, annex)
    book = RuleBook(
        code=rules["record"]["code"],
        note=rules["record"]["note"],
        editions=tuple(editions),
        sections=tuple(Section(**table) for table in rules["sections"]),
        figures=tuple(_figure(table, axes) for table in rules["figures"]),
        summary=SummaryRule(**rules["summary"]),
        highlights=tuple(Highlight(**table) for table in rules["highlights"]),
        rights=rights,
        annex=annex,
        law=tuple(LawNote(**note) for note in rules["law"]),
        gaps=tuple(Gap(**gap) for gap in rules["gaps"]),
        sources=tuple(SourceNote(**source) for source in words.sources),
        definitions=tuple(Definition(**table) for table in words.definitions),
    )
    for refuse in (_refuse_repeats, _refuse_what_cannot_be_summed, _refuse_loose_names):
        refuse(book)
    return book


def _annex_item(table: Mapping[str, Any]) -> AnnexItem:
    return AnnexItem(**{**table, "rights": tuple(table["rights"])})


def _axes(
    words: SharedWords, rights: tuple[Label, ...], annex: Sequence[AnnexItem]
) -> dict[str, Axis]:
    named = {
        axis: Axis(labels=tuple(Label(code=code, text=text) for code, text in table.items()))
        for axis, table in words.labels.items()
    }
    more = {code: Label(code=code, text=name) for code, name in words.countries.items()}
    by_country = {axis: replace(named[axis], more=more) for axis in COUNTRIES}
    items = tuple(Label(code=i.code, text=i.text, law=i.law) for i in annex if i.rights)
    of_law = {
        RIGHTS: Axis(labels=rights),
        RIGHTS_OR_UNKNOWN: Axis(labels=(*rights, *named["topic"].labels)),
        ANNEX: Axis(labels=items),
        ANNEX_OR_UNKNOWN: Axis(labels=(*items, *named["topic"].labels)),
    }
    return {**named, **by_country, **of_law}


def _figure(table: Mapping[str, Any], axes: Mapping[str, Axis]) -> FigureRule:
    fields = dict(table)
    rows, columns = fields.pop("rows"), fields.pop("columns", None)
    heading, columns_heading = fields.pop("heading"), fields.pop("columns_heading", "")
    if missing := {rows, columns} - {None} - set(axes):
        raise RulePackError(f"figure {fields['code']}: no labels named {', '.join(missing)}")
    return FigureRule(
        parameters=tuple(fields.pop("parameters")),
        evidence_parameters=tuple(fields.pop("evidence_parameters")),
        **fields,
        rows=replace(axes[rows], heading=heading),
        columns=replace(axes[columns], heading=columns_heading) if columns else None,
    )


def _refuse_repeats(book: RuleBook) -> None:
    codes = [rule.code for rule in book.figures]
    if len(set(codes)) != len(codes):
        raise RulePackError("two figures have the same code")
    axes = chain.from_iterable((rule.rows, rule.columns) for rule in book.figures)
    if any("." in label.code for axis in axes if axis for label in axis.labels):
        raise RulePackError("a code of a row or column holds a full stop")


def _refuse_loose_names(book: RuleBook) -> None:
    codes = {rule.code for rule in book.figures}
    sections = {section.code for section in book.sections}
    for rule in book.figures:
        if rule.section not in sections or rule.whole not in {"", *codes}:
            raise RulePackError(f"figure {rule.code}: no such section or whole")
    for each in book.highlights:
        row, _, column = each.cell.partition(".")
        if each.figure not in codes or not book.figure(each.figure).has_cell(row, column):
            raise RulePackError(f"highlight {each.figure} {each.cell}: no such cell")
    if {right for item in book.annex for right in item.rights} - {r.code for r in book.rights}:
        raise RulePackError("an item of the annex rests on a right that the rules do not list")


def _refuse_what_cannot_be_summed(book: RuleBook) -> None:
    for name, cells in SUMMED.items():
        code = getattr(book.summary, name)
        if code not in {rule.code for rule in book.figures}:
            raise RulePackError(f"no figure named {code}: the summary needs it")
        rule = book.figure(code)
        for cell in cells:
            if not (rule.columns or rule.rows).holds(cell):
                raise RulePackError(f"figure {code}: no label {cell}: the summary needs it")
