"""Imports the historical cases with the command that operations use."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from infra.local.errors import StackError
from infra.local.services import environment_of
from infra.local.settings import PROJECT, child_environment
from infra.local.stack import Stack


async def import_cases(stack: Stack, file: Path) -> dict[str, Any]:
    """Run `python -m services.grievance import` and return what it says of itself.

    Raises StackError unless every row was taken.
    """
    root = stack.folder.root
    environment = child_environment(root) | environment_of(stack.folder.run / "grievance.env")
    command = ("-m", "services.grievance", "import", str(file), "--json")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        cwd=PROJECT,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, error = await process.communicate()
    if process.returncode != 0:
        last = error.decode(errors="replace").strip().rpartition("\n")[2]
        raise StackError(f"The import of cases ended with code {process.returncode} ({last}).")
    report: dict[str, Any] = json.loads(said)
    return report
