"""The command line of grievance: run and migrate as in every service, and files of cases."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer
import uvloop
from rich.console import Console
from rich.progress import Progress

from services.grievance.api.case_file_door import Received, document, sentences
from services.grievance.api.case_files import (
    CaseFile,
    UnusableFileError,
    error_file,
    read_case_file,
    rows_as_csv,
)
from services.grievance.app import build, case_file_door
from services.grievance.domain.historical import Row
from services.grievance.settings import PACKS, Settings
from services.grievance.store.historical_formats import FORMATS, load_formats
from shared.process.command_line import EXPECTED, command_line
from shared.store.packs import PackError
from shared.store.pool import Store

MOST_SOURCE: Final = 256
REFUSED: Final = 1
UNUSABLE: Final = 2
STOPPED: Final = 3
"""Exit codes: some cells or rows not taken, file unusable, settings or database failed."""

commands = command_line(
    "grievance", lambda: Settings.load("grievance"), build, Path(__file__).with_name("migrations")
)


@commands.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="CSV, UTF-8, with a header of a known format.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Keep nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
    errors: Annotated[Path | None, typer.Option(help="Write what was not taken here.")] = None,
    source: Annotated[
        str, typer.Option(help="Whose numbers these are; else the file's name.")
    ] = "",
) -> None:
    """Take historical cases; 0 all taken, 1 some cells or rows not, 2 file unusable, 3 stopped.

    A row is known by the file's name and its own number: the same rows again change nothing.
    """
    try:
        name = _checked(file, source or file.name, errors)
        read = _read(file)
    except (UnusableFileError, OSError) as error:
        _end(UNUSABLE, f"{file.name}: {_sentence(error)}")
    except PackError as error:
        _end(STOPPED, str(error))
    try:
        received = uvloop.run(_take(read, name, is_trial=dry_run, is_quiet=as_json))
        if errors is not None:
            errors.write_text(error_file(received.faults), encoding="utf-8", newline="")
    except EXPECTED as error:
        _end(STOPPED, f"Stopped; what was taken stays, run it again: {error}")
    _tell(received, as_json=as_json)
    if received.faults:
        raise typer.Exit(REFUSED)


@commands.command("export")
def export_file(
    file: Annotated[Path, typer.Argument(help="Where to write; a folder takes one file a source.")],
    *,
    exact: Annotated[bool, typer.Option("--exact", help="Leave formulas as they came.")] = False,
    source: Annotated[
        str, typer.Option(help="The file they came from, if there are several.")
    ] = "",
) -> None:
    """Write imported rows as they came; a cell that would be a formula gets an apostrophe."""
    try:
        rows = uvloop.run(_give())
        for path, each in _places(file, rows, source).items():
            path.write_text(rows_as_csv(each, is_exact=exact), encoding="utf-8", newline="")
            typer.echo(f"{len(each)} rows: {path.name}")
    except UnusableFileError as error:
        _end(UNUSABLE, str(error))
    except EXPECTED as error:
        _end(STOPPED, str(error))


def _places(
    file: Path, rows: Mapping[str, Sequence[Row]], source: str
) -> dict[Path, Sequence[Row]]:
    """Return which rows go where; raise UnusableFileError where that is not plain."""
    wanted = {name: each for name, each in rows.items() if source in {"", name}}
    if not wanted:
        raise UnusableFileError("No case of such a file was imported.")
    if file.is_dir():
        return {file / name.replace("/", "-"): each for name, each in wanted.items()}
    if len(wanted) > 1:
        names = ", ".join(sorted(wanted))
        raise UnusableFileError(f"Give a folder, or one of these as --source: {names}.")
    return {file: next(iter(wanted.values()))}


def _checked(file: Path, source: str, errors: Path | None) -> str:
    """Return the source; refuse before a row is taken what would fail after it."""
    if len(source) > MOST_SOURCE or not source.isprintable():
        raise UnusableFileError(f"Give a --source of up to {MOST_SOURCE} printable characters.")
    if errors is None:
        return source
    if errors.resolve() == file.resolve():
        raise UnusableFileError("--errors names the file itself.")
    try:
        errors.touch()
    except OSError:
        raise UnusableFileError("--errors names a file that cannot be written.") from None
    return source


def _read(file: Path) -> CaseFile:
    """Return the file as it was read; raise UnusableFileError, OSError or PackError."""
    formats = load_formats(PACKS / FORMATS)
    with file.open("rb") as opened:
        content = opened.read(formats.limits.file_bytes + 1)
    return read_case_file(content, formats)


async def _take(read: CaseFile, source: str, *, is_trial: bool, is_quiet: bool) -> Received:
    settings = Settings.load("grievance")
    store = await Store.open(settings.database, size=settings.pool_size)
    screen = Console(stderr=True)
    try:
        door = case_file_door(store, settings)
        act = door.attempt if is_trial else door.take
        with Progress(
            console=screen, transient=True, disable=is_quiet or not screen.is_terminal
        ) as bar:
            task = bar.add_task("rows", total=len(read.rows))
            return await act(read, source, lambda rows: bar.advance(task, rows))
    finally:
        await store.close()


async def _give() -> Mapping[str, Sequence[Row]]:
    settings = Settings.load("grievance")
    store = await Store.open(settings.database, size=settings.pool_size)
    try:
        return await case_file_door(store, settings).give()
    finally:
        await store.close()


def _tell(received: Received, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(document(received), indent=2))
    else:
        typer.echo("\n".join(sentences(received)))


def _sentence(error: Exception) -> str:
    """Return what is wrong with a file; of the system's errors the words without the path."""
    return (error.strerror or "it cannot be read") if isinstance(error, OSError) else str(error)


def _end(code: int, sentence: str) -> NoReturn:
    sys.stderr.write(f"{sentence}\n")
    raise typer.Exit(code)


if __name__ == "__main__":
    commands()
