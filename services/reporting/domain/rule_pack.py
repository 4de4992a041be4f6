"""Makes a rule book of the tables of rule packs and refuses what contradicts itself."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, Final

from services.reporting.domain.rule_book import (
    Axis,
    Definition,
    Edition,
    FigureRule,
    Gap,
    Label,
    LawNote,
    RuleBook,
    RulePackError,
    SourceNote,
)

RIGHTS: Final = "rights"
COUNTRIES: Final = ("country", "site_country")
SUMMED: Final = {
    "suppliers_by_relation": ("unknown",),
    "suppliers_assessed": ("known", "assumed", "unknown", "missing"),
    "rights_by_knowledge": ("known", "assumed", "unknown"),
    "high_priority_by_right": ("high-known", "high-assumed", "unrated"),
}
"""Figures whose cells a record's summary reads; a pack without them makes no record."""


def read_rule_book(
    rules: Mapping[str, Any],
    editions: Sequence[Edition],
    countries: Mapping[str, str],
    sources: Sequence[Mapping[str, str]],
) -> RuleBook:
    """Return the rule book that the tables describe; raise RulePackError.

    `rules` are the tables of the record's own pack, `countries` names by ISO code, `sources` the
    notes on bodies of data that assessments may cite.
    """
    rights = tuple(Label(**right) for right in rules[RIGHTS])
    axes = _axes(rules["labels"], rights, countries)
    book = RuleBook(
        code=rules["record"]["code"],
        editions=tuple(editions),
        figures=tuple(_figure(table, axes) for table in rules["figures"]),
        rights=rights,
        law=tuple(LawNote(**note) for note in rules["law"]),
        gaps=tuple(Gap(**gap) for gap in rules["gaps"]),
        sources=tuple(SourceNote(**source) for source in sources),
        definitions=tuple(Definition(**table) for table in rules["definitions"]),
    )
    _refuse_repeats(book)
    _refuse_what_cannot_be_summed(book)
    return book


def _axes(
    labels: Mapping[str, Mapping[str, str]], rights: tuple[Label, ...], countries: Mapping[str, str]
) -> dict[str, Axis]:
    named = {
        axis: Axis(labels=tuple(Label(code=code, text=text) for code, text in table.items()))
        for axis, table in labels.items()
    }
    more = {code: Label(code=code, text=name) for code, name in countries.items()}
    by_country = {axis: replace(named[axis], more=more) for axis in COUNTRIES}
    return {**named, RIGHTS: Axis(labels=rights), **by_country}


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


def _refuse_what_cannot_be_summed(book: RuleBook) -> None:
    for code, cells in SUMMED.items():
        if code not in {rule.code for rule in book.figures}:
            raise RulePackError(f"no figure named {code}: the summary needs it")
        rule = book.figure(code)
        for cell in cells:
            if not (rule.columns or rule.rows).holds(cell):
                raise RulePackError(f"figure {code}: no label {cell}: the summary needs it")
