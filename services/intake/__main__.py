"""The command line of intake."""

from pathlib import Path

from services.intake.app import build
from services.intake.settings import Settings
from shared.process.command_line import command_line

commands = command_line(
    "intake", lambda: Settings.load("intake"), build, Path(__file__).with_name("migrations")
)

if __name__ == "__main__":
    commands()
