"""The command line of reporting: run and migrate as in every service, freeze and verify."""

import json
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn
from uuid import uuid4

import typer
import uvloop
from sorgfalt_contracts.terms import CompanyId

from services.reporting import translate
from services.reporting.api.editions import freeze
from services.reporting.app import build, company_of
from services.reporting.handlers.freeze_edition import Frozen
from services.reporting.handlers.read_editions import verify_document, verify_edition
from services.reporting.settings import Settings
from services.reporting.store import load_rule_books
from shared.process.command_line import command_line, one_sentence
from shared.store.cause import Cause
from shared.store.pool import Store

commands = command_line(
    "reporting", lambda: Settings.load("reporting"), build, Path(__file__).with_name("migrations")
)


@commands.command("freeze")
def freeze_disclosure(
    disclosure: Annotated[str, typer.Argument(help="Which one, such as lksg-10-1.")],
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,  # noqa: FBT002 - an option
) -> None:
    """Freeze a disclosure as a numbered edition, unless nothing has happened since the last."""
    book = load_rule_books().get(disclosure)
    if book is None:
        _end(f"No disclosure named {disclosure!r} is made here.")

    async def frozen(database: Store, settings: Settings) -> None:
        company = company_of(settings)
        made = await freeze(database, company, book, _cause(company.company_id))
        sys.stdout.write(f"{_receipt(made, as_json=as_json)}\n")

    one_sentence(lambda: uvloop.run(_with_database(frozen)))


@commands.command("verify")
def verify(
    edition: Annotated[str, typer.Argument(help="A file with an edition, or a disclosure.")],
    number: Annotated[int | None, typer.Argument(help="The edition of the disclosure.")] = None,
) -> None:
    """Compute hashes and chain of an edition anew; say in one sentence what does not hold."""

    async def verified(database: Store, settings: Settings) -> None:
        async with database.reading([settings.company_id]) as connection:
            if number is None:
                document = Path(edition).read_bytes()  # noqa: ASYNC240 - nothing else runs here
                fault = await verify_document(connection, settings.company_id, document)
            else:
                fault = await verify_edition(connection, settings.company_id, edition, number)
        if fault:
            _end(fault)
        sys.stdout.write("The edition holds, and so does every edition before it.\n")

    one_sentence(lambda: uvloop.run(_with_database(verified)))


async def _with_database(action: Callable[[Store, Settings], Awaitable[None]]) -> None:
    settings = Settings.load("reporting")
    database = await Store.open(settings.database, size=settings.pool_size)
    try:
        await action(database, settings)
    finally:
        await database.close()


def _cause(company: CompanyId) -> Cause:
    now = datetime.now(UTC)  # noqa: TID251 - the command line is a door
    event_id = str(uuid4())
    return Cause(
        event_id=event_id,
        correlation_id=event_id,
        depth=0,
        source="/sorgfalt/reporting/command-line",
        company_id=company,
        occurred_at=now,
        now=now,
        traceparent=None,
        topic="command-line",
        partition=-1,
        offset=-1,
        sequence=0,
    )


def _receipt(made: Frozen, *, as_json: bool) -> str:
    receipt = translate.receipt_document(made.edition)
    if as_json:
        return json.dumps(receipt)
    name = f"edition {made.edition.number} of {made.edition.disclosure}"
    begins = f"Frozen as {name}" if made.is_new else f"Nothing has happened since {name}"
    return f"{begins}: SHA-256 {receipt['sha256']}, {receipt['href']}"


def _end(sentence: str) -> NoReturn:
    sys.stderr.write(f"{sentence}\n")
    raise typer.Exit(1)


if __name__ == "__main__":
    commands()
