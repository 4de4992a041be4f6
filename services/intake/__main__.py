"""The command line of intake: run and migrate as in every service, and files of rows."""

import json
import re
import sys
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer
import uvloop
from rich.console import Console
from rich.progress import Progress

from services.intake.api import file_reports
from services.intake.api.files import COLUMNS, FileKind, Received, Sent, read_file
from services.intake.app import build, file_door
from services.intake.settings import Settings
from services.intake.store.packs import load_audit_words, load_countries
from services.intake.translate.error_files import error_file
from services.intake.translate.faults import UnusableFileError
from services.intake.translate.tables import MAX_FILE_BYTES
from shared.process.command_line import EXPECTED, command_line
from shared.store.packs import PackError
from shared.store.pool import Store

SOURCE: Final = re.compile(r"[!-~]{1,256}")
REFUSED: Final = 1
UNUSABLE: Final = 2
STOPPED: Final = 3
"""Exit codes of `import`: some rows refused, file unusable, settings or database failed."""

commands = command_line(
    "intake", lambda: Settings.load("intake"), build, Path(__file__).with_name("migrations")
)


@commands.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="CSV, UTF-8, comma or semicolon.")],
    kind: Annotated[FileKind, typer.Option(help="What the file lists.")],
    source: Annotated[str, typer.Option(help="Who says it, as a name without blanks.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Keep nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
    errors: Annotated[Path | None, typer.Option(help="Write refused rows here, as CSV.")] = None,
) -> None:
    """Take the rows of a file; 0 all taken, 1 some refused, 2 file unusable, 3 stopped half-way.

    The same rows again, by the same source, have no second effect. Rows of one supplier are its
    whole list of sites: send all of them.
    """
    try:
        _check(file, source, errors)
        sent = _read(file, kind, source)
    except (UnusableFileError, OSError) as error:
        _end(UNUSABLE, f"{file.name}: {_sentence(error)}")
    except PackError as error:
        _end(STOPPED, str(error))
    try:
        received = uvloop.run(_take(sent, is_trial=dry_run, is_quiet=as_json))
        if errors is not None:
            errors.write_text(error_file(received.faults), encoding="utf-8", newline="")
    except EXPECTED as error:
        _end(STOPPED, f"Stopped; what was taken stays, run it again: {error}")
    if as_json:
        typer.echo(json.dumps(file_reports.document(received, is_trial=dry_run), indent=2))
    else:
        typer.echo("\n".join(file_reports.sentences(received, is_trial=dry_run)))
    if received.refused:
        raise typer.Exit(REFUSED)


@commands.command("template")
def print_template(kind: Annotated[FileKind, typer.Argument(help="What the file lists.")]) -> None:
    """Print the header of a file; which columns must be there goes to standard error."""
    columns = COLUMNS[kind]
    typer.echo(",".join(columns.known))
    typer.echo(f"Required: {', '.join(sorted(columns.required))}.", err=True)


def _check(file: Path, source: str, errors: Path | None) -> None:
    """Refuse, before a row is taken, what would fail after it; raise UnusableFileError."""
    if not SOURCE.fullmatch(source):
        raise UnusableFileError("--source takes up to 256 characters of ASCII without blanks.")
    if errors is None:
        return
    if errors.resolve() == file.resolve():
        raise UnusableFileError("--errors names the file itself.")
    try:
        errors.touch()
    except OSError:
        raise UnusableFileError("--errors names a file that cannot be written.") from None


def _read(file: Path, kind: FileKind, source: str) -> Sent:
    """Return the file as it was read; raise UnusableFileError, OSError or PackError."""
    with file.open("rb") as opened:
        content = opened.read(MAX_FILE_BYTES + 1)
    return read_file(content, kind, source, load_audit_words(), load_countries())


async def _take(sent: Sent, *, is_trial: bool, is_quiet: bool) -> Received:
    settings = Settings.load("intake")
    store = await Store.open(settings.database, size=settings.pool_size)
    screen = Console(stderr=True)
    try:
        with Progress(
            console=screen, transient=True, disable=is_quiet or not screen.is_terminal
        ) as bar:
            task = bar.add_task("rows", total=sum(len(entry.rows) for entry in sent.entries))
            return await file_door(store, settings).take(
                sent, is_trial=is_trial, progress=lambda rows: bar.advance(task, rows)
            )
    finally:
        await store.close()


def _sentence(error: Exception) -> str:
    """Return what is wrong with a file; of the system's errors the words without the path."""
    return (error.strerror or "it cannot be read") if isinstance(error, OSError) else str(error)


def _end(code: int, sentence: str) -> NoReturn:
    sys.stderr.write(f"{sentence}\n")
    raise typer.Exit(code)


if __name__ == "__main__":
    commands()
