"""What the person at the terminal sees of the demo: bars while it runs, tables at its end."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from infra.local.demo.checks import Check, CountedFigures, Letters
from infra.local.demo.progress import READERS, Positions

CONSOLE: Final = Console(highlight=False, markup=False, soft_wrap=True)
_COUNTRIES_SHOWN: Final = 8
_SHOWN: Final = (
    "suppliers_by_relation",
    "suppliers_by_country",
    "suppliers_assessed",
    "suppliers_with_unknown_rights",
    "high_priority_by_right",
)
"""The figures a person reads here; the file has more."""


@contextmanager
def bars(title: str) -> Iterator[Callable[[Positions], None]]:
    """Show a bar for each service; yields what takes the positions. Plain lines elsewhere."""
    if not CONSOLE.is_terminal:
        CONSOLE.print(f"{title} ...")
        yield lambda _: None
        return
    columns = (
        TextColumn("  {task.description:<10}", markup=False),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    CONSOLE.print(title)
    with Progress(*columns, console=CONSOLE, transient=True) as progress:
        tasks = {name: progress.add_task(name, total=None) for name in READERS}

        def show(positions: Positions) -> None:
            for name, each in positions.items():
                progress.update(tasks[name], completed=each.taken, total=each.there)

        yield show


@contextmanager
def counted(title: str, total: int) -> Iterator[Callable[[], None]]:
    """Show one bar; yields what counts one thing more. Plain lines elsewhere."""
    if not CONSOLE.is_terminal:
        CONSOLE.print(f"{title} ...")
        yield lambda: None
        return
    columns = (BarColumn(bar_width=30), MofNCompleteColumn(), TimeElapsedColumn())
    CONSOLE.print(title)
    with Progress(*columns, console=CONSOLE, transient=True) as progress:
        task = progress.add_task(title, total=total)
        yield lambda: progress.advance(task)


def show_story(sentences: Iterable[str]) -> None:
    """Print what came of it all, a line each."""
    for sentence in sentences:
        CONSOLE.print(sentence)


def show_counts(title: str, counts: Mapping[str, str]) -> None:
    """Print names and what was counted under them."""
    table = Table(title=title, title_justify="left", show_header=False)
    for name, text in counts.items():
        table.add_row(name, text)
    CONSOLE.print(table)


def show_letters(letters: Letters) -> None:
    """Print the dead letters by their reason."""
    counts = sorted(Counter(letters.values()).items())
    show_counts("Dead letters by reason", {reason: str(count) for reason, count in counts})


def show_figures(figures: CountedFigures) -> None:
    """Print the figures of the disclosure; of the countries the largest, and the unknown."""
    for name in _SHOWN:
        counted = {code: count for code, count in figures.get(name, {}).items() if count}
        show_counts(name, {code: f"{count:,}" for code, count in _shortened(counted).items()})


def show_checks(checks: Iterable[Check], written: Iterable[Path]) -> None:
    """Print what was claimed, what was found, and where the results lie."""
    for check in checks:
        CONSOLE.print(f"{'holds' if check.holds else 'FAILS'}  {check.claim} ({check.found})")
    for path in written:
        CONSOLE.print(f"written  {path}")


def _shortened(cells: Mapping[str, int]) -> dict[str, int]:
    """Return the cells a person reads: no long tail, and unrated rights in the file alone."""
    told = {code: count for code, count in cells.items() if not code.endswith(".unrated")}
    ordered = sorted(told.items(), key=lambda cell: -cell[1])
    if len(ordered) <= 2 * _COUNTRIES_SHOWN:
        return dict(ordered)
    rest = ordered[_COUNTRIES_SHOWN:]
    return {
        **dict(ordered[:_COUNTRIES_SHOWN]),
        f"{len(rest)} more": sum(count for _, count in rest),
    }
