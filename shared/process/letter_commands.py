"""`python -m services.<name> dead-letters …`: list, show, mend, redrive, discard."""

import json
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final
from uuid import UUID

import typer
import uvloop
from rich.console import Console
from rich.table import Table
from sorgfalt_contracts.faults import BadEventError

from shared.messaging.routes import Routing
from shared.process.roles import Build, opened
from shared.process.settings import ServiceSettings
from shared.repair import letters
from shared.repair.letters import Letter, Outcome, Reading, WholeLetter
from shared.repair.note import Note
from shared.store.pool import Store

REFUSED_AGAIN: Final = 2
_SHOWN_BYTES: Final = 4_096
Reason = Annotated[str, typer.Option(help="Why you do this; kept with the act.")]
Operator = Annotated[str, typer.Option(envvar="SORGFALT_OPERATOR", help="Your role's code.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Limit = Annotated[int, typer.Option(min=1, max=10_000)]
Chosen = Annotated[list[UUID] | None, typer.Argument(help="Letters by id.")]
Action = Callable[[Store, Reading], Awaitable[Any]]
Load = Callable[[], ServiceSettings]
Sentence = Callable[[Callable[[], None]], None]


def letter_commands(load: Load, build: Build, one_sentence: Sentence) -> typer.Typer:
    """Return the commands; `one_sentence` ends an expected failure without a traceback."""
    door = _Letters(load, build, one_sentence)
    commands = typer.Typer(help="What could not be taken, and what to do about it.")
    for name in ("list", "show", "mend", "redrive", "discard"):
        commands.command(name)(getattr(door, f"{name}_letters"))
    return commands


class _Letters:
    """The commands of one service, each a method."""

    def __init__(self, load: Load, build: Build, one_sentence: Sentence) -> None:
        self._load = load
        self._build = build
        self._one_sentence = one_sentence

    def list_letters(
        self,
        *,
        state: Annotated[str, typer.Option(help="open, redriven or discarded")] = "open",
        topic: str | None = None,
        reason: str | None = None,
        limit: Limit = 100,
        as_json: Json = False,
    ) -> None:
        """List letters, the oldest first."""

        async def find(store: Store, _: Reading) -> Sequence[Letter]:
            return await letters.list_letters(
                store, state=state, topic=topic, reason=reason, limit=limit
            )

        found = self._ask(find)
        _print_json([asdict(each) for each in found]) if as_json else _print_table(found)

    def show_letters(self, letter: UUID, *, as_json: Json = False) -> None:
        """Show one letter with its bytes."""
        (whole,) = self._ask(lambda store, _: letters.read_letters(store, [letter]))
        shown = _shown(whole)
        if as_json:
            _print_json(shown)
            return
        for name, value in shown.items():
            sys.stdout.write(f"{name}: {value}\n")

    def mend_letters(
        self, letter: UUID, file: Path, *, reason: Reason, operator: Operator = "on-call"
    ) -> None:
        """Put the bytes of a file beside a letter's own; they must be readable."""

        async def mend(store: Store, reading: Reading) -> None:
            note = Note(reason=reason, operator=operator)
            await letters.mend(store, letter, value, note, reading)

        value = file.read_bytes()
        self._ask(mend)
        sys.stdout.write("Mended. Redrive it when you are ready.\n")

    def redrive_letters(
        self,
        chosen: Chosen = None,
        *,
        reason: Reason,
        operator: Operator = "on-call",
        limit: Limit = 1_000,
        dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be.")] = False,
        as_json: Json = False,
    ) -> None:
        """Take open letters through the service's handlers, here and now; without ids all."""

        async def redrive(store: Store, reading: Reading) -> Sequence[Outcome]:
            """Take the letters, or only try them."""
            note = Note(reason=reason, operator=operator)
            ids = chosen or await _open_ids(store, limit)
            if dry_run:
                return [_tried(reading, each) for each in await letters.read_letters(store, ids)]
            return await letters.redrive(store, reading, ids, note)

        outcomes = self._ask(redrive)
        _print_outcomes(outcomes, as_json=as_json)
        if any(each.fault for each in outcomes):
            raise typer.Exit(REFUSED_AGAIN)

    def discard_letters(
        self, chosen: list[UUID], *, reason: Reason, operator: Operator = "on-call"
    ) -> None:
        """Take letters out of the queue for good; their bytes stay."""

        async def discard(store: Store, _: Reading) -> int:
            return await letters.discard(store, chosen, Note(reason=reason, operator=operator))

        sys.stdout.write(f"Discarded {self._ask(discard)} of {len(chosen)}.\n")

    def _ask(self, action: Action) -> Any:
        answers: list[Any] = []

        async def ask() -> None:
            """Act with the service's own routes on its own database."""
            settings = self._load()
            async with opened(settings) as store:
                parts = self._build(store, settings)
                reading = Reading(Routing(parts.routes), parts.cause_of)
                answers.append(await action(store, reading))

        self._one_sentence(lambda: uvloop.run(ask()))
        return answers[0]


async def _open_ids(store: Store, limit: int) -> list[UUID]:
    found = await letters.list_letters(store, state="open", topic=None, reason=None, limit=limit)
    return [each.letter_id for each in found]


def _tried(reading: Reading, whole: WholeLetter) -> Outcome:
    read = reading.read_again(whole)
    fault = read if isinstance(read, BadEventError) else None
    return Outcome(letter_id=whole.letter.letter_id, fault=fault)


def _print_table(found: Sequence[Letter]) -> None:
    table = Table("letter", "place", "reason", "where", "bytes", "since", "tries", "mended")
    for each in found:
        table.add_row(
            str(each.letter_id),
            f"{each.topic}/{each.partition}/{each.offset}",
            each.reason,
            each.where,
            f"{each.size_bytes:,}",
            each.recorded_at.isoformat(timespec="seconds"),
            str(each.attempts),
            "yes" if each.is_mended else "",
        )
    Console().print(table if found else "No such letter.")


def _shown(whole: WholeLetter) -> dict[str, Any]:
    return {
        **asdict(whole.letter),
        "sha256": whole.sha256,
        "key": _text(whole.key),
        "headers": [[name, _text(value)] for name, value in whole.headers],
        "value": _text(whole.value),
        "mended": _text(whole.mended),
    }


def _text(value: bytes | None) -> str | None:
    """Return bytes as a terminal may show them: no control character acts, what is long is cut."""
    return None if value is None else ascii(value[:_SHOWN_BYTES].decode("utf-8", "replace"))[1:-1]


def _print_outcomes(outcomes: Sequence[Outcome], *, as_json: bool) -> None:
    told = [
        {"letter_id": each.letter_id, "taken": each.fault is None, "fault": str(each.fault or "")}
        for each in outcomes
    ]
    if as_json:
        _print_json(told)
        return
    for each in told:
        sys.stdout.write(f"{each['letter_id']} {each['fault'] or 'taken'}\n")
    taken = sum(bool(each["taken"]) for each in told)
    sys.stdout.write(f"{taken} of {len(told)} letters can be taken.\n")


def _print_json(document: object) -> None:
    def plain(value: object) -> str:
        return value.isoformat() if isinstance(value, datetime) else str(value)

    sys.stdout.write(json.dumps(document, default=plain, indent=2) + "\n")
