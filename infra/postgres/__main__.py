"""python -m infra.postgres render | check: schema.sql of each service, on a real Postgres."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import typer

from infra.local.database import Database
from infra.local.errors import StackError
from infra.local.settings import SERVICES, state_folder
from infra.local.stack import Stack
from infra.postgres.dump import DumpError, committed
from infra.postgres.dump import render as render_schema
from shared.store.migrate import MigrationError

app = typer.Typer(add_completion=False, help=__doc__, no_args_is_help=True)


@app.command()
def render() -> None:
    """Write the schema.sql of each service from its migrations."""
    for service, schema in _schemas().items():
        committed(service).write_text(schema, encoding="utf-8")


@app.command()
def check() -> None:
    """Fail if a schema.sql is not what the migrations add up to."""
    stale = [
        service
        for service, schema in _schemas().items()
        if not committed(service).is_file()
        or committed(service).read_text(encoding="utf-8") != schema
    ]
    if stale:
        _refuse(
            f"schema.sql of {', '.join(stale)} is not what the migrations add up to: "
            "run python -m infra.postgres render."
        )


def _schemas() -> dict[str, str]:
    try:
        with _server() as database:
            return {service: render_schema(database, service) for service in SERVICES}
    except (StackError, MigrationError, DumpError) as error:
        _refuse(str(error))


@contextmanager
def _server() -> Iterator[Database]:
    state = state_folder()
    state.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="schema-", dir=state) as folder,
        Stack(Path(folder), only="database", shared=state) as stack,
    ):
        yield stack.database


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


if __name__ == "__main__":
    app(prog_name="python -m infra.postgres")
