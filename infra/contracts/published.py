"""Where the published files lie, what is published, and how a JSON file of ours looks."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sorgfalt_contracts.events import EVENTS
from sorgfalt_contracts.topics import TOPICS

Json = Mapping[str, Any]

CONTRACTS: Final = Path(__file__).parents[2] / "shared" / "contracts"
ENVELOPE: Final = "envelope.v1"
_RELEASE: Final = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")


def name_of(event_type: str) -> str:
    """Return the name of a type in files and topics: the type without its first word."""
    return event_type.removeprefix("sorgfalt.")


FACTS: Final = frozenset(
    {name_of(event.TYPE) for topic in TOPICS if topic.is_fact for event in topic.events}
    | {ENVELOPE}
)
"""Names of what we write, and what others therefore read; the envelope is in both roles."""

NAMES: Final = tuple(sorted(name_of(event.TYPE) for event in EVENTS))


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """The folders of the distribution; another root stands in tests."""

    root: Path = CONTRACTS / "sorgfalt_contracts"

    @property
    def twins(self) -> Path:
        """Return the module of the generated twins."""
        return self.root / "twins.py"

    @property
    def schemas(self) -> Path:
        """Return the folder of the current schemas."""
        return self.root / "schemas"

    @property
    def examples(self) -> Path:
        """Return the folder of the golden examples."""
        return self.root / "examples"

    @property
    def released(self) -> Path:
        """Return the folder with one folder per release."""
        return self.root / "released"

    def last_release(self) -> Path | None:
        """Return the folder of the newest release, by number; None before the first."""
        found = [each for each in self.released.glob("*") if _RELEASE.fullmatch(each.name)]
        return max(
            found, key=lambda each: [int(part) for part in each.name.split(".")], default=None
        )


def version() -> str:
    """Return the version of the distribution, which is the name of its release."""
    project = tomllib.loads((CONTRACTS / "pyproject.toml").read_text())
    return str(project["project"]["version"])


def as_text(document: Any) -> str:
    """Return a document as it is committed: sorted, indented, one line end at the end."""
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
