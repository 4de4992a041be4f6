"""Changes to released schemas, told as JSON: what is put where, and what it must lead to."""

import copy
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.contracts.check import released_schemas
from infra.contracts.compatibility import Finding, breaks
from infra.contracts.published import Published

# the schemas that the changes were written for; later releases stand beside it
FIRST_RELEASE = Published().released / "0.1.0"


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One fixture. `findings` is empty where nothing may be found."""

    name: str
    of: str
    steps: list[dict[str, Any]]
    findings: list[str]

    def found(self) -> list[Finding]:
        """Return what the check finds when the first release is changed like this."""
        released = released_schemas(FIRST_RELEASE)
        current = copy.deepcopy(released)
        for step in self.steps:
            _apply(step, self.of, current)
        return breaks(released, current)


def changes_in(folder: str) -> list[Change]:
    """Return the fixtures of a folder beside this file."""
    files = sorted((Path(__file__).parent / folder).glob("*.json"))
    return [_read(file) for file in files]


def _read(file: Path) -> Change:
    given = json.loads(file.read_text())
    return Change(
        name=file.stem,
        of=given["of"],
        steps=given["change"],
        findings=given.get("findings", []),
    )


def _apply(step: dict[str, Any], of: str, schemas: dict[str, Any]) -> None:
    holder: Any = schemas
    steps = [of, *step["at"].split("/")[1:]]
    last = steps.pop()
    for name in steps:
        holder = holder[int(name) if isinstance(holder, list) else name]
    if step.get("remove"):
        del holder[last]
    else:
        holder[last] = step["to"]
