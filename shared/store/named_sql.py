"""Named statements: SQL lives in .sql files, Python asks for it by name.

A file is a run of blocks: `-- name: verb_noun`, one line of purpose, the statement.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

_BLOCK: Final = re.compile(r"^-- name: ([a-z][a-z0-9_]*)\n-- (.+)\n", re.MULTILINE)


class Queries:
    """The statements of one file, as attributes: `Q.load_profiles`."""

    def __init__(self, statements: Mapping[str, str], origin: str) -> None:
        self._statements = dict(statements)
        self._origin = origin

    def __getattr__(self, name: str) -> str:
        """Return the statement; raise AttributeError naming the file that lacks it."""
        try:
            return self._statements[name]
        except KeyError:
            raise AttributeError(f"{self._origin} has no query named {name}") from None

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._statements.items())


def load_queries(path: Path) -> Queries:
    """Return the statements of a file; raise ValueError for a block without name or purpose."""
    text = path.read_text(encoding="utf-8")
    starts = list(_BLOCK.finditer(text))
    if not starts and any(line and not line.startswith("--") for line in text.splitlines()):
        raise ValueError(f"{path.name}: no named statement")
    ends = [*(start.start() for start in starts[1:]), len(text)][: len(starts)]
    statements = {
        start[1]: text[start.end() : end].strip().rstrip(";")
        for start, end in zip(starts, ends, strict=True)
    }
    if len(statements) != len(starts) or len(starts) != text.count("-- name:"):
        raise ValueError(f"{path.name}: a name stands twice or a block has no purpose line")
    return Queries(statements, path.name)
