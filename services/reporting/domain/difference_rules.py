"""What differs in the rules of two records, and in what is counted beside the figures."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import groupby

from services.reporting.domain.record import Record
from services.reporting.domain.rule_book import FigureRule, LawNote


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleChange:
    """One rule that reads otherwise. None: the edition has no such rule.

    `kind` says what it is: company, pack, figure, right, impact, law, gap or definition.
    """

    kind: str
    code: str
    before: str | None
    after: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CountChange:
    """A count that stands in the record without evidence of its own, such as merged suppliers."""

    name: str
    before: int
    after: int


def rule_changes(before: Record, after: Record) -> tuple[RuleChange, ...]:
    """Return every rule by which the two records were made that is not the same in both."""
    old, new = _rules(before), _rules(after)
    return tuple(
        RuleChange(kind=kind, code=code, before=old.get((kind, code)), after=new.get((kind, code)))
        for kind, code in {**old, **new}
        if old.get((kind, code)) != new.get((kind, code))
    )


def rule_fields(before: FigureRule, after: FigureRule) -> tuple[str, ...]:
    """Return what reads otherwise in the rule of one figure, by the names of its fields."""
    names = (field.name for field in fields(FigureRule))
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def count_changes(before: Record, after: Record) -> tuple[CountChange, ...]:
    """Return the counts beside the figures that differ: loose ends, methods, sources."""
    old, new = dict(_counts(before)), dict(_counts(after))
    return tuple(
        CountChange(name=name, before=old.get(name, 0), after=new.get(name, 0))
        for name in {**old, **new}
        if old.get(name, 0) != new.get(name, 0)
    )


def _rules(record: Record) -> Mapping[tuple[str, str], str]:
    book = record.book
    return {
        ("company", str(record.company.company_id)): record.company.name,
        **{("pack", edition.pack): f"edition {edition.edition}" for edition in book.editions},
        **{("figure", rule.code): rule.title for rule in book.figures},
        **{("right", right.code): f"{right.text} ({right.law})" for right in book.rights},
        **{("impact", item.code): f"{item.text} ({item.law})" for item in book.annex},
        **{("law", section): text for section, text in _law(book.law)},
        **{("gap", gap.title): gap.says for gap in book.gaps},
        **{("definition", each.code): each.says for each in book.definitions},
    }


def _law(notes: Iterable[LawNote]) -> Iterator[tuple[str, str]]:
    """Yield each section with all that is said of it: two notes may speak of one section."""
    for section, said in groupby(notes, key=lambda note: note.section):
        yield section, " ".join(f"{note.says} ({note.status})" for note in said)


def _counts(record: Record) -> Iterator[tuple[str, int]]:
    ends = record.loose_ends
    yield from ((f"loose ends: {end.name}", getattr(ends, end.name)) for end in fields(ends))
    yield from ((f"method {seen.method}", seen.suppliers) for seen in record.methods)
    for cited in record.sources:
        yield f"source {cited.source.code}, edition {cited.source.edition}", cited.suppliers
