"""The command line of reporting."""

from pathlib import Path

from services.reporting.app import build
from services.reporting.settings import Settings
from shared.process.command_line import command_line

commands = command_line(
    "reporting", lambda: Settings.load("reporting"), build, Path(__file__).with_name("migrations")
)

if __name__ == "__main__":
    commands()
