"""What is declared is used: statements, metrics, settings, log fields."""

import ast
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from tests.architecture.rules.tree import Source, dotted, imported_names

_NAME: Final = re.compile(r"^-- name: (\w+)$", re.MULTILINE)
_LEVELS: Final = frozenset({"debug", "info", "warning", "error", "critical", "exception", "log"})
_BINDS: Final = frozenset({"bind", "bind_contextvars", "bound_contextvars"})


def statements(root: Path) -> dict[str, set[str]]:
    """Return the names of the statements of each queries.sql, by the package it lies in."""
    return {
        ".".join(path.parent.relative_to(root).parts): set(_NAME.findall(path.read_text()))
        for path in root.glob("*/*/queries.sql")
    }


def unmatched_statements(root: Path, files: Sequence[Source]) -> list[str]:
    """Say which statements nobody asks for, and which are asked for and do not exist."""
    declared = statements(root)
    asked: dict[str, set[str]] = {package: set() for package in declared}
    for source in files:
        package = _asks(source, files)
        while package and package not in asked:  # a store that is a package of several files
            package = package.rpartition(".")[0]
        if package in asked:
            asked[package] |= _attributes(source, "Q")
    for package in declared:
        asked[package] |= _named_by_packs(root / package.replace(".", "/") / "packs")
    return [
        fault
        for package in sorted(declared)
        for fault in (
            *(
                f"{package}: nobody asks for {n}"
                for n in sorted(declared[package] - asked[package])
            ),
            *(f"{package}: there is no {n}" for n in sorted(asked[package] - declared[package])),
        )
    ]


def _asks(source: Source, files: Sequence[Source]) -> str:
    """Return the package whose statements a file's Q holds: its own, or where its Q is from."""
    origin = imported_names(source).get("Q", "").removesuffix(".Q")
    owner = next((each for each in files if each.module == origin), source)
    return owner.module.rpartition(".")[0]


def _attributes(source: Source, name: str) -> set[str]:
    return {
        node.attr
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and dotted(node.value).split(".")[-1] == name
    }


def _named_by_packs(packs: Path) -> set[str]:
    """Return the statements that rules name as data, under a key that ends in `query`."""
    documents = (tomllib.loads(path.read_text()) for path in packs.glob("*/pack.toml"))
    return {value for document in documents for key, value in _leaves(document) if key == "query"}


def _leaves(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for inner, each in value.items():
            yield from _leaves(each, inner.rpartition("_")[2])
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each, key)
    elif isinstance(value, str):
        yield key, value


def unused_metrics(catalogue: Source, files: Sequence[Source]) -> list[str]:
    """Say which metrics of the catalogue nothing moves."""
    declared = {
        node.target.id
        for node in catalogue.tree.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    moved = {name for source in files for name in _attributes(source, "metrics")}
    return sorted(name for name in declared - moved if not name.startswith("_"))


def unread_settings(settings: Sequence[Source], files: Sequence[Source]) -> list[str]:
    """Say which settings nothing reads."""
    read = {
        node.attr
        for source in files
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and "settings" in _owner(node.value)
    }
    return [
        f"{source.at(node)} {node.target.id}"
        for source in settings
        for kind in ast.walk(source.tree)
        if isinstance(kind, ast.ClassDef) and kind.name.endswith("Settings")
        for node in kind.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        if node.target.id not in read
    ]


def _owner(node: ast.expr) -> str:
    return dotted(node).split(".")[-1].strip("_")


def unlisted_log_fields(files: Sequence[Source], listed: Collection[str]) -> list[str]:
    """Say which log calls pass a field that is not on the list, or a text that is not constant."""
    return [
        f"{source.at(call)}: {fault}"
        for source in files
        for call in ast.walk(source.tree)
        if isinstance(call, ast.Call) and (kind := _logging(call))
        for fault in _log_faults(call, kind, listed)
    ]


def _logging(call: ast.Call) -> str:
    """Return the method's name if this is a call of a structlog logger or of its context."""
    if not isinstance(call.func, ast.Attribute):
        return ""
    method, owner = call.func.attr, call.func.value
    if method in _BINDS:
        return method
    if isinstance(owner, ast.Call):  # structlog.get_logger().info(...), log.bind(...).info(...)
        owner_name = dotted(owner.func).split(".")[-1]
        return method if method in _LEVELS and owner_name in {"get_logger", "bind"} else ""
    return method if method in _LEVELS and _owner(owner) in {"log", "logger"} else ""


def _log_faults(call: ast.Call, kind: str, listed: Collection[str]) -> Iterator[str]:
    for keyword in call.keywords:
        if keyword.arg is None:
            yield "fields by ** cannot be checked"
        elif keyword.arg not in listed:
            yield f"field {keyword.arg} is not on the list"
    texts: Mapping[str, Sequence[ast.expr]] = {"log": call.args[1:]}
    for text in [] if kind in _BINDS else texts.get(kind, call.args):
        if not (isinstance(text, ast.Constant) and isinstance(text.value, str)):
            yield "the text is not constant"
