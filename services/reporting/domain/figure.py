"""A disclosed figure: its numbers, and for each number the evidence it can be proved with."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from services.reporting.domain.evidence import Evidence, Place
from services.reporting.domain.position import Position
from services.reporting.domain.rule_book import FigureRule, Label

ONE_COLUMN = ""
"""Column code of a figure that has rows only."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One number of a figure: how many of its unit fall under this row and column."""

    row: Label
    column: Label | None
    value: int
    evidence: Evidence

    @property
    def code(self) -> str:
        """Return the cell's name within its figure: `direct`, or `HR03.assumed`."""
        return cell_code(self.row.code, self.column.code if self.column else ONE_COLUMN)


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One figure of a record, by the rule that defines it."""

    rule: FigureRule
    cells: tuple[Cell, ...]

    @property
    def total(self) -> int:
        """Return the sum of all cells."""
        return sum(cell.value for cell in self.cells)

    def value(self, row: str, column: str = ONE_COLUMN) -> int:
        """Return one number; raise KeyError for a cell the figure does not have."""
        return self.cell(cell_code(row, column)).value

    def cell(self, code: str) -> Cell:
        """Return the cell of this code; raise KeyError."""
        for cell in self.cells:
            if cell.code == code:
                return cell
        raise KeyError(code)

    def column_total(self, column: str) -> int:
        """Return the sum over all rows of one column."""
        return sum(c.value for c in self.cells if c.column and c.column.code == column)


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidencePage:
    """Events of one cell, and the place after which the next page starts, if there is one."""

    rule: FigureRule
    cell: Cell
    next_after: Place | None


def cell_code(row: str, column: str) -> str:
    """Return the name of a cell; codes of rows and columns hold no full stop."""
    return f"{row}.{column}" if column else row


def build_figure(
    rule: FigureRule, counts: Mapping[tuple[str, str], int], position: Position
) -> Figure:
    """Lay counts out over the figure's rows and columns.

    Every cell of the rule appears: nothing in it is the number 0, said in print. A row that the
    rule does not list (a country, a material) is added when it was counted.
    """
    by_row: Counter[str] = Counter()
    for (row, _), value in counts.items():
        by_row[row] += value
    rows = rule.rows.laid_out(by_row)
    columns: tuple[Label | None, ...] = rule.columns.labels if rule.columns else (None,)
    cells = tuple(_cell(rule, row, column, counts, position) for row in rows for column in columns)
    return Figure(rule=rule, cells=cells)


def find_cell(figure: Figure, code: str, position: Position) -> Cell:
    """Return a cell, also one that is not printed because nothing counts in it.

    Raise KeyError for a cell that the figure's rule does not have.
    """
    row, _, column = code.partition(".")
    if code in {cell.code for cell in figure.cells} or not figure.rule.has_cell(row, column):
        return figure.cell(code)
    return build_figure(figure.rule, {(row, column): 0}, position).cell(code)


def _cell(
    rule: FigureRule,
    row: Label,
    column: Label | None,
    counts: Mapping[tuple[str, str], int],
    position: Position,
) -> Cell:
    place = {"row": row.code} | ({"column": column.code} if column else {})
    value = counts.get((row.code, column.code if column else ONE_COLUMN), 0)
    evidence = Evidence(query=rule.evidence_query, parameters=place, position=position, count=value)
    return Cell(row=row, column=column, value=value, evidence=evidence)
