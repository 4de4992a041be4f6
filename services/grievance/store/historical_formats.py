"""Formats of historical files as their pack holds them: columns, outcomes, phrases, limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sorgfalt_contracts.terms import CaseOutcome, CaseStage, RemedyState, Right

from services.grievance.domain.deadlines import Counting, Term
from services.grievance.domain.historical import (
    Column,
    ColumnKind,
    FeedbackRule,
    Format,
    OutcomeRule,
)
from shared.store.packs import Pack, PackError, load_pack

FORMATS: Final = "historical_cases_v1"
"""The pack of formats."""

ANY: Final = "any"
"""Format of a phrase that means the same in all of them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """How large a file may be. Above `cell_characters` a cell is refused, above others the file."""

    rows: int
    columns: int
    cell_characters: int
    file_bytes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Formats:
    """All formats a file may have, and its limits."""

    formats: tuple[Format, ...]
    limits: Limits


def load_formats(folder: Path) -> Formats:
    """Return the formats of a pack; raise PackError if one of them is not whole."""
    pack = load_pack(folder)
    try:
        formats = tuple(_format(pack, each) for each in pack.rules["formats"])
        return Formats(formats=formats, limits=Limits(**pack.rules["limits"]))
    except (KeyError, TypeError, ValueError) as error:
        raise PackError(f"pack {folder.name}: no formats: {error!r}") from None


def _format(pack: Pack, row: Mapping[str, Any]) -> Format:
    code = row["code"]
    columns = [_column(each) for each in _of(pack, "columns.csv", code)]
    phrases = {use: _phrases(pack, code, use) for use in ("finding", "flag", "right")}
    return Format(
        code=code,
        required=frozenset(row["required"]),
        number=row["number"],
        columns={column.name: column for column in columns},
        filed_on=row["filed_on"],
        closed_on=row["closed_on"],
        finding=row.get("finding"),
        findings={phrase: value == "yes" for phrase, value in phrases["finding"].items()},
        outcomes={o["value"]: _outcome(o) for o in _of(pack, "outcomes.csv", code)},
        rights={phrase: Right(value) for phrase, value in phrases["right"].items()},
        flags=phrases["flag"],
        reached=tuple((CaseStage(r["stage"]), tuple(r["columns"])) for r in row["reached"]),
        feedback=_feedback(row["feedback"]) if "feedback" in row else None,
    )


def _of(pack: Pack, file: str, code: str) -> list[dict[str, str]]:
    return [row for row in pack.rows(file) if row["format"] in {code, ANY}]


def _phrases(pack: Pack, code: str, use: str) -> dict[str, str]:
    rows = _of(pack, "phrases.csv", code)
    return {row["phrase"].casefold(): row["value"] for row in rows if row["use"] == use}


def _column(row: Mapping[str, str]) -> Column:
    return Column(name=row["column"], kind=ColumnKind(row["kind"]), step=row["step"] or None)


def _outcome(row: Mapping[str, str]) -> OutcomeRule:
    return OutcomeRule(
        stage=CaseStage(row["stage"]),
        outcome=CaseOutcome(row["outcome"]) if row["outcome"] else None,
        remedy=RemedyState(row["remedy"]),
        remedy_if=tuple(filter(None, row["remedy_if"].split(";"))),
        is_end=row["is_end"] == "yes",
    )


def _feedback(row: Mapping[str, Any]) -> FeedbackRule:
    term = Term(period=row["period"], counting=Counting(row["counting"]), rolls=row["rolls"])
    return FeedbackRule(
        since=row["since"],
        until=row["until"],
        term=term,
        place=row["place"],
        conflicts=row["conflicts"],
        doubted=tuple(row["doubted"]),
    )
