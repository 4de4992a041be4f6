"""Budgets of size, in lines of code.

Only lines that hold code count: no blank line, no comment, no docstring. Nobody shall save on an
explanation to stay within a budget. A module that a tool writes and a check compares counts as
nothing: nobody has to hold it in mind.
"""

import ast
import io
import tokenize
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from tests.architecture.rules.tree import Source

FILE: Final = 200
FILE_HARD: Final = 300
MOST_LONG_FILES: Final = 8
FUNCTION_HARD: Final = 40
DOMAIN_FUNCTION: Final = 15
DOMAIN_FUNCTION_HARD: Final = 25
GENERATED: Final = "Generated from the models of facts"
DOMAIN_SHARE: Final = 0.1  # of a service's deciding functions that may be above 15 lines
KITS: Final = {
    "contracts": 900,
    "messaging": 900,
    "process": 500,
    "repair": 500,
    "store": 500,
    "telemetry": 400,
    "web": 600,
}
_SILENT: Final = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
    tokenize.ENCODING, tokenize.ENDMARKER,
}  # fmt: skip


@cache
def code_lines(source: Source) -> frozenset[int]:
    """Return the numbers of the lines that hold code that somebody wrote."""
    if (ast.get_docstring(source.tree) or "").startswith(GENERATED):
        return frozenset()
    spoken: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type not in _SILENT:
            spoken.update(range(token.start[0], token.end[0] + 1))
    return frozenset(spoken - set(_prose(source.tree)))


def _prose(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            continue
        if isinstance(node.value.value, str):
            yield from range(node.lineno, (node.end_lineno or node.lineno) + 1)


def lengths(source: Source) -> dict[str, int]:
    """Return the lines of code of each function, by where it stands and its name."""
    code = code_lines(source)
    return {
        f"{source.at(node)} {node.name}": sum(
            node.lineno <= line <= (node.end_lineno or node.lineno) for line in code
        )
        for node in source.functions()
    }


def long_files(files: Sequence[Source], ledger: Mapping[str, str]) -> list[str]:
    """Say which files are too long, or longer than usual without a reason in the ledger."""
    sizes = {source.path: len(code_lines(source)) for source in files}
    faults = [f"{path}: {size} lines" for path, size in sizes.items() if size > FILE_HARD]
    long = {path for path, size in sizes.items() if size > FILE}
    faults += [f"{path}: {sizes[path]} lines, no reason" for path in sorted(long - ledger.keys())]
    faults += [f"{path}: its reason is stale" for path in sorted(ledger.keys() - long)]
    faults += [f"{path}: its reason is empty" for path, reason in ledger.items() if not reason]
    if len(ledger) > MOST_LONG_FILES:
        faults.append(f"{len(ledger)} long files, at most {MOST_LONG_FILES}")
    return faults


def long_functions(files: Sequence[Source]) -> list[str]:
    """Say which functions are too long."""
    return [
        f"{where}: {size} lines"
        for source in files
        for where, size in lengths(source).items()
        if size > FUNCTION_HARD
    ]


def long_decisions(domain: Sequence[Source]) -> list[str]:
    """Say which functions of one domain are too long, and whether too many are."""
    sizes = {where: size for source in domain for where, size in lengths(source).items()}
    faults = [f"{where}: {n} lines" for where, n in sizes.items() if n > DOMAIN_FUNCTION_HARD]
    above = [where for where, size in sizes.items() if size > DOMAIN_FUNCTION]
    if len(above) > max(1, DOMAIN_SHARE * len(sizes)):
        faults.append(f"{len(above)} of {len(sizes)} above {DOMAIN_FUNCTION} lines: {above}")
    return faults


def big_kits(shared: Sequence[Source], kits: Collection[str]) -> list[str]:
    """Say which kit is above its budget, and which has none."""
    sizes = dict.fromkeys(kits, 0)
    for source in shared:
        sizes[source.path.split("/")[1]] += len(code_lines(source))
    return [
        f"shared/{kit}: {size} lines, budget {KITS.get(kit, 0)}"
        for kit, size in sizes.items()
        if size > KITS.get(kit, 0)
    ]
