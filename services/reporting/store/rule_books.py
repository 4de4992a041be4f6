"""The packs on disk -> the rule books."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

from services.reporting.domain.rule_book import Edition, FigureRule, RuleBook, RulePackError
from services.reporting.domain.rule_pack import SharedWords, read_rule_book
from services.reporting.store.statements import Q
from shared.store.packs import Pack, PackError, load_pack

PACKS: Final = Path(__file__).parents[1] / "packs"
BOOKS: Final = ("lksg_10_1_v1", "csddd_16_v1")
"""The packs of records, the certain core first."""
SHARED: Final = ("words_v1", "sources_v1", "countries_iso_3166")
CODES: Final = frozenset({"rights", "annex_rights", "annex_items", "outdated"})
PARAMETERS: Final = CODES | {"company"}
EVIDENCE_PARAMETERS: Final = PARAMETERS | {"row", "column", "after", "after_part", "limit"}


def load_rule_books() -> Mapping[str, RuleBook]:
    """Return the rule books by their code; raise PackError, and so do not start."""
    shared = [load_pack(PACKS / name) for name in SHARED]
    books = [_load_rule_book(load_pack(PACKS / name), shared) for name in BOOKS]
    return {book.code: book for book in books}


def _load_rule_book(record: Pack, shared: list[Pack]) -> RuleBook:
    editions = [Edition(**asdict(pack.header)) for pack in (record, *shared)]
    try:
        book = read_rule_book(record.rules, editions, _words(shared))
        for rule in book.figures:
            _refuse_unknown_names(rule)
    except RulePackError as error:
        raise PackError(f"pack {record.header.pack}: {error}") from None
    return book


def _words(shared: list[Pack]) -> SharedWords:
    words, sources, countries = shared
    names = {row["alpha_2"]: row["name"] for row in countries.rows("countries.csv")}
    return SharedWords(
        rights=words.rules["rights"],
        labels=words.rules["labels"],
        definitions=words.rules["definitions"],
        countries=names,
        sources=sources.rules["sources"],
    )


def _refuse_unknown_names(rule: FigureRule) -> None:
    if not {rule.query, rule.evidence_query} <= {name for name, _ in Q}:
        raise RulePackError(f"figure {rule.code}: no such named query")
    strange = {*rule.parameters} - PARAMETERS | {*rule.evidence_parameters} - EVIDENCE_PARAMETERS
    if strange:
        raise RulePackError(f"figure {rule.code}: no such parameter")
