"""What the person at the terminal sees while things begin: bars there, plain lines elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

Advance = Callable[[int], None]


class Terminal:
    """Says what is going on. Several threads may do so at once."""

    def __init__(self, *, is_quiet: bool = False, shows_services: bool = True) -> None:
        self._shows_services = shows_services
        self._console = Console(quiet=is_quiet, soft_wrap=True, highlight=False, markup=False)
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=30),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
            disable=is_quiet or not self._console.is_terminal,
        )

    def say(self, text: str) -> None:
        """Print one line, above any bars."""
        self._console.print(text)

    def pass_on(self, line: str) -> None:
        """Print what a service says, where that is wanted."""
        if self._shows_services:
            self.say(line)

    @contextmanager
    def showing(self) -> Iterator[None]:
        """Show bars while the block runs."""
        with self._progress:
            yield

    @contextmanager
    def task(self, text: str, total: int | None = None) -> Iterator[Advance]:
        """Show one piece of work, with a bar if its size is known; yields how to move the bar."""
        if self._progress.disable:
            self.say(f"{text} ...")
        task = self._progress.add_task(text, total=total)
        try:
            yield lambda done: self._progress.update(task, completed=done)
        finally:
            self._progress.remove_task(task)
