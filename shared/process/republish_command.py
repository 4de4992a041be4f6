"""`python -m services.<name> republish TOPIC`: our own facts once more, for who lacks them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated

import typer
import uvloop
from rich.progress import Progress

from shared.process.roles import opened
from shared.process.settings import ServiceSettings
from shared.repair.note import Note
from shared.repair.republish import Wanted, count, republish

Day = Annotated[datetime | None, typer.Option(help="A day or an instant, UTC.")]


def republish_command(
    service: str,
    load: Callable[[], ServiceSettings],
    one_sentence: Callable[[Callable[[], None]], None],
) -> Callable[..., None]:
    """Return the command of one service."""

    def republish_facts(
        topic: str,
        *,
        reason: Annotated[str, typer.Option(help="Why you do this; kept with the act.")],
        since: Day = None,
        until: Day = None,
        key: Annotated[str | None, typer.Option(help="One aggregate alone.")] = None,
        operator: Annotated[str, typer.Option(envvar="SORGFALT_OPERATOR")] = "on-call",
        dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count.")] = False,
    ) -> None:
        """Send facts of our own once more, marked so; readers that had them change nothing."""
        wanted = Wanted(topic=topic, since=_utc(since), until=_utc(until), key=key)

        def send() -> None:
            """Do it with this service's settings."""
            note = Note(reason=reason, operator=operator)
            uvloop.run(_act(service, load(), wanted, note, is_dry=dry_run))

        one_sentence(send)

    return republish_facts


async def _act(
    service: str, settings: ServiceSettings, wanted: Wanted, note: Note, *, is_dry: bool
) -> None:
    wanted.refuse_others_topics(service)
    async with opened(settings) as store:
        total = await count(store, wanted)
        if is_dry:
            typer.echo(f"{total} facts would leave again.")
            return
        with Progress(transient=True) as bar:
            task = bar.add_task("Sending", total=total)
            sent = await republish(
                store, settings.kafka, service, wanted, note,
                lambda done: bar.update(task, completed=done),
            )  # fmt: skip
    typer.echo(f"{sent} facts left again.")


def _utc(given: datetime | None) -> datetime | None:
    return None if given is None else given.replace(tzinfo=UTC)
