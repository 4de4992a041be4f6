"""What a test may not do: be skipped, mock, patch our own code, sleep, or assert nothing."""

import ast
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from tests.architecture.rules.tree import OURS, Source, dotted, imported_names, resolved

_WAYS_TO_SKIP: Final = {
    "pytest": ("mark.skip", "mark.skipif", "mark.xfail", "skip", "xfail", "importorskip"),
    "unittest": ("skip", "skipIf", "skipUnless", "SkipTest", "expectedFailure"),
}
_SKIPS: Final = frozenset(
    f"{library}.{way}" for library, ways in _WAYS_TO_SKIP.items() for way in ways
)
_MOCKS: Final = ("unittest.mock", "mock", "pytest_mock")
_PATCHING: Final = frozenset({"setattr", "delattr", "setitem", "delitem"})


def unlisted_skips(tests: Sequence[Source], ledger: Mapping[str, str]) -> list[str]:
    """Say which tests are skipped without an entry, and which entries skip nothing any more."""
    found = {where for source in tests for where in _skips(source)}
    faults = [f"{where}: skipped, not in the ledger" for where in sorted(found - ledger.keys())]
    faults += [f"{where}: entry skips nothing" for where in sorted(ledger.keys() - found)]
    return faults + [f"{where}: no reason" for where, reason in ledger.items() if not reason]


def _skips(source: Source) -> Iterator[str]:
    names = imported_names(source)
    for scope in (source.tree, *source.functions()):
        name = getattr(scope, "name", "")
        if any(resolved(node, names) in _SKIPS for node in _own_expressions(scope)):
            yield f"{source.path}::{name}" if name else source.path


def _own_expressions(scope: ast.AST) -> Iterator[ast.expr]:
    """Yield the expressions of a module or function, but not those of functions inside it."""
    for child in ast.iter_child_nodes(scope):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(child, ast.expr):
            yield child
        yield from _own_expressions(child)


def mocks(tests: Sequence[Source]) -> list[str]:
    """Say where a mock comes in: an import, or the fixture of pytest-mock."""
    imports = [
        f"{source.path}: imports {name}"
        for source in tests
        for name in imported_names(source).values()
        if any(f"{name}.".startswith(f"{mock}.") for mock in _MOCKS)
    ]
    return imports + [
        f"{source.at(function)}: asks for mocker"
        for source in tests
        for function in source.functions()
        for argument in (*function.args.args, *function.args.kwonlyargs)
        if argument.arg == "mocker"
    ]


def patches(tests: Sequence[Source]) -> list[str]:
    """Say where something of ours is replaced: by monkeypatch, setattr or assignment."""
    return [
        f"{source.at(node)}: replaces {target}"
        for source in tests
        for node in ast.walk(source.tree)
        for target in _replaced(node, imported_names(source))
    ]


def _replaced(node: ast.AST, names: Mapping[str, str]) -> Iterator[str]:
    if isinstance(node, ast.Call) and node.args and _is_patching(node.func):
        target = node.args[0]
        text = target.value if isinstance(target, ast.Constant) else resolved(target, names)
        if not (isinstance(text, str) and text and _is_foreign(text, target, names)):
            yield text if isinstance(text, str) and text else ast.unparse(target)
    elif isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Delete):
        many = isinstance(node, ast.Assign | ast.Delete)
        for each in node.targets if many else [node.target]:  # type: ignore[union-attr]
            place = each.value if isinstance(each, ast.Subscript) else each
            if isinstance(each, ast.Attribute | ast.Subscript) and _is_ours(place, names):
                yield resolved(place, names)


def _is_patching(function: ast.expr) -> bool:
    owner, _, method = dotted(function).rpartition(".")
    if not owner:
        return method in {"setattr", "delattr"}
    return method in _PATCHING and owner.endswith(("monkeypatch", "patch"))


def _is_foreign(text: str, target: ast.expr, names: Mapping[str, str]) -> bool:
    """Say whether it is known to be somebody else's: imported, and not from us."""
    is_imported = isinstance(target, ast.Constant) or dotted(target).split(".")[0] in names
    return is_imported and text.partition(".")[0] not in OURS


def _is_ours(place: ast.expr, names: Mapping[str, str]) -> bool:
    first = dotted(place).split(".")[0]
    return first in names and names[first].split(".")[0] in OURS


def sleeps(tests: Sequence[Source]) -> list[str]:
    """Say where a test sleeps: what it waits for can tell it, or a client can wait for it."""
    return [
        f"{source.at(node)}: sleeps"
        for source in tests
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and resolved(node.func, imported_names(source)) == "time.sleep"
    ]


def silent_tests(tests: Sequence[Source]) -> list[str]:
    """Say which tests assert nothing, neither themselves nor by a function of the test tree."""
    asserting = _asserting(tests)
    return [
        f"{source.at(function)} {function.name}"
        for source in tests
        if source.stem.startswith("test_")
        for function in source.functions()
        if function.name.startswith("test_") and not _asserts(function, asserting)
    ]


def _asserting(tests: Sequence[Source]) -> frozenset[str]:
    """Return the names of the functions that assert, also by calling one that does."""
    known: frozenset[str] = frozenset()
    functions = [function for source in tests for function in source.functions()]
    while True:
        found = frozenset(each.name for each in functions if _asserts(each, known))
        if found == known:
            return known
        known = found


def _asserts(function: ast.AST, known: Collection[str]) -> bool:
    for node in ast.walk(function):
        if isinstance(node, ast.Assert) or (isinstance(node, ast.Try) and _names_all(node)):
            return True
        if isinstance(node, ast.Call):
            name = dotted(node.func)
            if name in {"pytest.raises", "pytest.warns"} or name.split(".")[-1] in known:
                return True
    return False


def _names_all(attempt: ast.Try) -> bool:
    """Say whether each error it takes has a name: then any other error fails the test."""
    taken = [dotted(handler.type) if handler.type else "" for handler in attempt.handlers]
    return bool(taken) and not {"", "Exception", "BaseException"} & set(taken)


def foreign_imports(source: Source) -> list[str]:
    """Say what a file imports beside the standard library and the files that lie beside it."""
    modules = {name for node in ast.walk(source.tree) for name in _modules(node)}
    return sorted(modules - sys.stdlib_module_names)


def _modules(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name.split(".")[0] for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.level == 0:
        yield (node.module or "").split(".")[0]
    elif isinstance(node, ast.ImportFrom) and node.level > 1:
        yield f"{'.' * node.level}{node.module or ''}"
