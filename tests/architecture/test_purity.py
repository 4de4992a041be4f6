"""Domains are pure, beyond what import contracts can say: no impure module, clock or draw."""

from pathlib import Path

import pytest

from tests.architecture.rules import purity
from tests.architecture.rules.tree import ROOT, SERVICES, Source, sources, write_tree

PURE = '''"""One idea."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sorgfalt_contracts.terms import Right

from services.x.domain.verdict import Verdict


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    due_on: date


@dataclass(frozen=True, kw_only=True)
class Method:
    @cached_property
    def rights(self) -> frozenset[Right]:
        return frozenset()
'''


def domain(root: Path, text: str) -> tuple[Source, ...]:
    return sources(write_tree(root, {"services/x/domain/plan.py": text}), "services/x/domain")


@pytest.mark.parametrize("service", SERVICES)
def test_a_domain_imports_nothing_that_acts(service: str) -> None:
    assert purity.impure_imports(sources(ROOT, f"services/{service}/domain")) == []


@pytest.mark.parametrize("service", SERVICES)
def test_a_domain_reads_no_clock_and_draws_nothing(service: str) -> None:
    assert purity.impure_calls(sources(ROOT, f"services/{service}/domain")) == []


@pytest.mark.parametrize("service", SERVICES)
def test_values_of_a_domain_cannot_be_changed(service: str) -> None:
    assert purity.loose_values(sources(ROOT, f"services/{service}/domain")) == []


def test_pure_code_has_no_fault(tmp_path: Path) -> None:
    files = domain(tmp_path, PURE)
    found = [purity.impure_imports, purity.impure_calls, purity.loose_values]
    assert [rule(files) for rule in found] == [[], [], []]


@pytest.mark.parametrize(
    "line",
    [
        "import os",
        "import random",
        "from time import monotonic",
        "import logging",
        "import msgspec",
        "from pathlib import Path",
        "from services.y.domain import plan",
        "import asyncio",
        "from services.x import store",
        "from sorgfalt_contracts.events import Event",
    ],
)
def test_an_impure_import_is_found(tmp_path: Path, line: str) -> None:
    assert len(purity.impure_imports(domain(tmp_path, line))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "import datetime\nX = datetime.datetime.now()",
        "from datetime import date\nX = date.today()",
        "from datetime import datetime as at\nX = at.now()",
        "import uuid\nX = uuid.uuid4()",
        "from uuid import uuid4\nX = uuid4()",
        "X = open('x')",
        "X = hash('x')",
    ],
)
def test_an_impure_call_is_found(tmp_path: Path, text: str) -> None:
    assert len(purity.impure_calls(domain(tmp_path, text))) == 1


@pytest.mark.parametrize("word", ["frozen=True", "kw_only=True", "slots=True"])
def test_a_loose_value_is_found(tmp_path: Path, word: str) -> None:
    words = {"frozen=True", "kw_only=True", "slots=True"} - {word}
    text = PURE.replace("frozen=True, kw_only=True, slots=True", ", ".join(sorted(words)))
    assert purity.loose_values(domain(tmp_path, text)) == [
        f"services/x/domain/plan.py:13 Plan lacks {word}"
    ]
