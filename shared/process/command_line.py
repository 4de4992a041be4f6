"""`python -m services.<name>`: run and migrate, the same in every service."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import asyncpg
import typer
import uvloop
from aiokafka.errors import KafkaError

from shared.messaging.relay import BrokerAheadError
from shared.process.letter_commands import letter_commands
from shared.process.republish_command import republish_command
from shared.process.roles import Build, Role, run
from shared.process.settings import ServiceSettings, SettingsError, owner_database
from shared.process.topics import TopicError
from shared.repair.note import RepairError
from shared.store.migrate import MigrationError, migrate
from shared.store.packs import PackError

EXPECTED = (
    SettingsError, PackError, MigrationError, TopicError, BrokerAheadError, RepairError, OSError,
    KafkaError, asyncpg.PostgresError,
)  # fmt: skip


def command_line(
    service: str, load: Callable[[], ServiceSettings], build: Build, migrations: Path
) -> typer.Typer:
    """Return the commands every service has; a service adds its own to it."""
    commands = typer.Typer(help=f"The {service} service.", no_args_is_help=True)

    @commands.command("run")
    def run_service(
        only: Annotated[Role | None, typer.Option(help="Run one role alone.")] = None,
    ) -> None:
        """Run the service until SIGTERM."""
        one_sentence(lambda: uvloop.run(run(service, load(), build, only)))

    @commands.command("migrate")
    def migrate_database() -> None:
        """Bring the service's database up to date, as its owner."""
        one_sentence(lambda: migrate(owner_database(service), migrations))

    commands.command("republish")(republish_command(service, load, one_sentence))
    commands.add_typer(letter_commands(load, build, one_sentence), name="dead-letters")
    return commands


def one_sentence(action: Callable[[], None]) -> None:
    """Do it; an expected failure ends with its sentence and exit code 1, without a traceback."""
    try:
        action()
    except EXPECTED as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(1) from None
