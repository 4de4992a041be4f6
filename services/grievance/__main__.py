"""The command line of grievance."""

from pathlib import Path

from services.grievance.app import build
from services.grievance.settings import Settings
from shared.process.command_line import command_line

commands = command_line(
    "grievance", lambda: Settings.load("grievance"), build, Path(__file__).with_name("migrations")
)

if __name__ == "__main__":
    commands()
