"""The command line of risk."""

from pathlib import Path

from services.risk.app import build
from services.risk.settings import Settings
from shared.process.command_line import command_line

commands = command_line(
    "risk", lambda: Settings.load("risk"), build, Path(__file__).with_name("migrations")
)

if __name__ == "__main__":
    commands()
