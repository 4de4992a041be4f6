"""Names that say nothing, and are therefore banned for modules and classes."""

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Final

from tests.architecture.rules.tree import Source

BANNED: Final = frozenset(
    {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager", "processor"}
    | {"data", "info"}
)
"""As the last word of a name; so is `service` behind another word, and `base` in front of one."""
_WORD: Final = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")


def empty_names(files: Sequence[Source]) -> list[str]:
    """Say which modules and classes have a name that says nothing."""
    return [
        f"{source.path}: {name}"
        for source in files
        for name in _names(source)
        if _says_nothing([word.lower() for word in _WORD.findall(name)])
    ]


def _names(source: Source) -> Iterator[str]:
    if not source.stem.startswith("test_"):  # a test is called after what it tests
        yield source.stem
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef):
            yield node.name


def _says_nothing(words: Sequence[str]) -> bool:
    if len(words) > 1 and (words[0] == "base" or words[-1] == "service"):
        return True
    return bool(words) and words[-1] in BANNED
