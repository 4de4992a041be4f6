"""What decides is a function of its arguments: no clock, no chance, no input, no output."""

import ast
from collections.abc import Sequence
from typing import Final

from tests.architecture.rules.tree import Source, imported_names, resolved

PURE: Final = frozenset(
    {"bisect", "collections", "dataclasses", "datetime", "decimal", "enum", "fractions"}
    | {"functools", "hashlib", "heapq", "itertools", "math", "operator", "re", "statistics"}
    | {"string", "types", "typing", "unicodedata", "uuid", "calendar", "abc", "__future__"}
)
"""Modules of the standard library that compute and do nothing else."""
ALLOWED: Final = (
    "sorgfalt_contracts.terms",
    "sorgfalt_contracts.lei",
    "sorgfalt_contracts.periods",
)
_IMPURE: Final = frozenset(
    {"open", "print", "input", "exec", "eval", "id", "hash", "__import__"}
    | {f"datetime.{kind}.{name}" for kind in ("datetime", "date") for name in ("now", "today")}
    | {"datetime.datetime.utcnow", "uuid.uuid1", "uuid.uuid4", "uuid.getnode"}
)
"""`hash` differs from process to process for text; a digest does not."""


def impure_imports(domain: Sequence[Source]) -> list[str]:
    """Say what a domain imports beside pure modules, the words of the field and itself."""
    return [
        f"{source.path}: imports {name}"
        for source in domain
        for name in sorted(set(imported_names(source).values()))
        if not _is_pure(name, source)
    ]


def _is_pure(name: str, source: Source) -> bool:
    own = source.module.partition(".domain")[0] + ".domain"
    return name.partition(".")[0] in PURE or name.startswith((*ALLOWED, own))


def impure_calls(domain: Sequence[Source]) -> list[str]:
    """Say where a domain reads a clock, draws an id, or speaks with the world."""
    return [
        f"{source.at(node)}: {name}"
        for source in domain
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load)
        if (name := resolved(node, imported_names(source))) in _IMPURE
    ]


def loose_values(domain: Sequence[Source]) -> list[str]:
    """Say which dataclasses of a domain are not frozen, keyword-only and slotted.

    A class that keeps what it once computed cannot be slotted.
    """
    return [
        f"{source.at(kind)} {kind.name} lacks {word}"
        for source in domain
        for kind in ast.walk(source.tree)
        if isinstance(kind, ast.ClassDef)
        for decorator in kind.decorator_list
        if "dataclass" in (given := ast.unparse(decorator))
        for word in ("frozen=True", "kw_only=True", "slots=True")
        if word not in given and not (word == "slots=True" and _keeps(kind))
    ]


def _keeps(kind: ast.ClassDef) -> bool:
    return "@cached_property" in ast.unparse(kind)
