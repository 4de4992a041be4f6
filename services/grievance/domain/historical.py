"""Historical cases: what a row of a file says, as dated statements and as the state of a case.

Which column means what, and what an outcome comes to, is data of a format. Nothing is armed for
the past, nothing is padded, and nothing counts as confirmed by the person affected.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from sorgfalt_contracts.terms import CaseOutcome, CaseStage, RemedyState, Right

from services.grievance.domain.calendars import WorkingCalendar
from services.grievance.domain.deadlines import Term

FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would compute if a cell began with it (OWASP ASVS 5.0, 1.2.10)."""

CalendarOf: TypeAlias = Callable[[str, int], WorkingCalendar]


class ColumnKind(StrEnum):
    """What a cell of a column holds."""

    TEXT = "text"
    NAMES = "names"  # several, separated
    DATE = "date"
    OUTCOME = "outcome"
    RIGHTS = "rights"  # phrases, separated
    FLAG = "flag"  # a known word that makes a step


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column: what its cells hold, and which step a date or known word of it makes."""

    name: str
    kind: ColumnKind
    step: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OutcomeRule:
    """What an outcome of a file comes to.

    `remedy_if`: the remedy has that state only if one of these columns says what was given, or
    always if there is none. `is_end`: the case is over, whatever other columns say.
    """

    stage: CaseStage
    outcome: CaseOutcome | None = None
    remedy: RemedyState = RemedyState.NONE
    remedy_if: tuple[str, ...] = ()
    is_end: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedbackRule:
    """The period in which a mechanism answers, where a file has both days.

    Not judged if the column of conflicts says one of the `doubted` words.
    """

    since: str
    until: str
    term: Term
    place: str
    conflicts: str
    doubted: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """One shape of file, known by its `required` columns; it may have more or fewer others.

    `filed_on`, `closed_on`, `finding` and `number` name columns. `reached` lists, in the order of
    a case, which stages a non-empty column shows to have been reached.
    """

    code: str
    required: frozenset[str]
    number: str
    columns: Mapping[str, Column]
    filed_on: str
    closed_on: str
    finding: str | None
    findings: Mapping[str, bool]
    outcomes: Mapping[str, OutcomeRule]
    rights: Mapping[str, Right]
    flags: Mapping[str, str]
    reached: tuple[tuple[CaseStage, tuple[str, ...]], ...]
    feedback: FeedbackRule | None = None


class CellFault(StrEnum):
    """Why a cell decided nothing. Its words are kept all the same unless it says otherwise."""

    NOT_A_DATE = "not-a-date"
    UNKNOWN_OUTCOME = "unknown-outcome"
    UNKNOWN_RIGHT = "unknown-right"
    UNKNOWN_FLAG = "unknown-word"
    CLOSED_BEFORE_FILED = "closed-before-filed"
    TOO_LONG = "too-long"  # not kept
    NO_NUMBER = "no-number"  # not kept, nor the row
    NOT_AS_WIDE = "not-as-wide-as-the-header"  # not kept, nor the row
    DIFFERS = "differs-from-imported"  # not kept


NOT_KEPT = frozenset(
    {CellFault.TOO_LONG, CellFault.NO_NUMBER, CellFault.NOT_AS_WIDE, CellFault.DIFFERS}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One cell that could not be taken as it is. `line` is the row's, the header being 1."""

    line: int
    column: str
    reason: CellFault


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row as it was read: `columns` and `values` to the byte, `cells` by plain name."""

    line: int
    columns: tuple[str, ...]
    values: tuple[str, ...]
    cells: Mapping[str, str]

    def said(self, column: str | None) -> str:
        """Return what a cell says: without outer blanks, and without a guard against formulas."""
        return "" if column is None else unguarded(self.cells.get(column, "")).strip()


def row_of(line: int, columns: Sequence[str], values: Sequence[str]) -> Row:
    """Return a row; a name that two columns share has the cell of the first."""
    cells: dict[str, str] = {}
    for column, value in zip(columns, values, strict=True):
        cells.setdefault(plain(column), value)
    return Row(line=line, columns=tuple(columns), values=tuple(values), cells=cells)


def plain(column: str) -> str:
    """Return the name by which a column is known, however its header is spelled."""
    return unguarded(column).strip().casefold()


def differing(one: Row, other: Row) -> list[str]:
    """Return the columns in which two rows say different things; a guard is no difference."""
    left, right = _said(one), _said(other)
    keys = dict.fromkeys([*left, *right])
    return [name for name, nth in keys if left.get((name, nth), "") != right.get((name, nth), "")]


def _said(row: Row) -> dict[tuple[str, int], str]:
    places = numbered([plain(column) for column in row.columns])
    return dict(zip(places, map(unguarded, row.values), strict=True))


def numbered(names: Sequence[str]) -> list[tuple[str, int]]:
    """Return each name with how often it stood before: columns may share a name, or have none."""
    seen: Counter[str] = Counter()
    places = []
    for name in names:
        places.append((name, seen[name]))
        seen[name] += 1
    return places


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe goes before it."""
    return f"'{text}" if text.startswith(FORMULA_MARKS) else text


def unguarded(text: str) -> str:
    """Return what a cell says that came out of a guarded export."""
    return text[1:] if text.startswith(tuple(f"'{mark}" for mark in FORMULA_MARKS)) else text


def format_of(header: frozenset[str], formats: tuple[Format, ...]) -> Format | None:
    """Return the format whose required columns a header has; the one with most of them."""
    fitting = [each for each in formats if each.required <= header]
    return max(fitting, key=lambda each: len(each.required), default=None)
