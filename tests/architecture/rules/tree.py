"""The repository as syntax trees: what every rule of this folder reads."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from sorgfalt_contracts import topics

ROOT: Final = Path(__file__).resolve().parents[3]
SERVICES: Final = topics.SERVICES
OURS: Final = ("services", "shared", "sorgfalt_contracts", "infra", "tests")
"""First names of everything that we import of ourselves."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Source:
    """One Python file. `path` is relative to the repository, with slashes."""

    path: str
    text: str
    tree: ast.Module

    @property
    def stem(self) -> str:
        """Return the module's own name; a package's is its folder."""
        path = Path(self.path)
        return path.parent.name if path.stem == "__init__" else path.stem

    @property
    def module(self) -> str:
        """Return the dotted name by which it is imported."""
        parts = Path(self.path.removeprefix("shared/contracts/")).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def at(self, node: ast.AST) -> str:
        """Return where a node stands, as editors and terminals read it."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Yield every function and method, nested ones too."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


@cache
def sources(root: Path, *folders: str) -> tuple[Source, ...]:
    """Return the Python files under these folders of a repository, sorted by path."""
    paths = (path for folder in folders for path in (root / folder).rglob("*.py"))
    return tuple(_read(root, path) for path in sorted(paths))


def _read(root: Path, path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path=path.relative_to(root).as_posix(), text=text, tree=ast.parse(text))


def write_tree(root: Path, files: Mapping[str, str]) -> Path:
    """Write files under `root` and return it: a small repository that breaks one rule."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


@cache
def imported_names(source: Source) -> Mapping[str, str]:
    """Return what each imported name of a file stands for, as a dotted path."""
    found: dict[str, str] = {}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.split(".")[0]
                found[alias.asname or first] = alias.name if alias.asname else first
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                found[alias.asname or alias.name] = f"{node.module or ''}.{alias.name}"
    return found


def dotted(node: ast.expr) -> str:
    """Return `a.b.c` of a chain of names, else nothing."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""


def resolved(node: ast.expr, names: Mapping[str, str]) -> str:
    """Return the dotted path a chain of names stands for, given the file's imports."""
    first, _, rest = dotted(node).partition(".")
    stands_for = names.get(first, first)
    return f"{stands_for}.{rest}" if rest else stands_for
