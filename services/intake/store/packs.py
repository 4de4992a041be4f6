"""The words of files, put together from their packs."""

from pathlib import Path
from typing import Final

from sorgfalt_contracts.terms import AuditKind

from services.intake.domain.register import alike
from services.intake.domain.vocabulary import AuditWords, Countries, EventKind, Scheme
from shared.store.packs import Pack, PackError, load_pack

PACKS: Final = Path(__file__).parent.parent / "packs"
COUNTRIES: Final = "country_names_v1"
AUDIT_WORDS: Final = "audit_imports_v1"
Rows = list[dict[str, str]]


def load_countries(folder: Path = PACKS, name: str = COUNTRIES) -> Countries:
    """Return the ways to write a country; raise PackError."""
    pack = load_pack(folder / name)
    try:
        return Countries(codes=_by_word(_rows(pack, "countries"), "value", "country"))
    except (KeyError, TypeError, ValueError) as error:
        raise PackError(f"pack {name}: {type(error).__name__}: {error}") from error


def load_audit_words(folder: Path = PACKS, name: str = AUDIT_WORDS) -> AuditWords:
    """Return the words of audit files; raise PackError."""
    pack = load_pack(folder / name)
    try:
        return AuditWords(
            schemes={alike(row["scheme"]): _scheme(row) for row in _rows(pack, "schemes")},
            kinds={alike(row["event_type"]): _kind(row) for row in _rows(pack, "event_types")},
            date_meanings=_by_word(_rows(pack, "date_meanings"), "date_meaning", "code"),
            no_results=frozenset(alike(r["result"]) for r in _rows(pack, "results_missing")),
            client=pack.rules["record"]["client"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise PackError(f"pack {name}: {type(error).__name__}: {error}") from error


def _rows(pack: Pack, table: str) -> Rows:
    return pack.rows(pack.rules[table]["file"])


def _by_word(rows: Rows, word: str, code: str) -> dict[str, str]:
    """Return codes by their words; raise ValueError for a word that stands for two."""
    found: dict[str, str] = {}
    for row in rows:
        if found.setdefault(alike(row[word]), row[code]) != row[code]:
            raise ValueError(f"{row[word]} stands for two codes")
    return found


def _scheme(row: dict[str, str]) -> Scheme:
    return Scheme(code=row["code"], version=row["version"] or None, register=row["register"])


def _kind(row: dict[str, str]) -> EventKind:
    becomes = AuditKind(row["becomes"]) if row["becomes"] else None
    return EventKind(code=row["kind"], becomes=becomes)
