"""Tests are honest: none is skipped in silence, none mocks, patches, sleeps or says nothing."""

import tomllib
from pathlib import Path

import pytest

from tests.architecture.rules import testing
from tests.architecture.rules.tree import ROOT, Source, sources, write_tree

TESTS = sources(ROOT, "tests")
LEDGER = tomllib.loads(Path(__file__).with_name("skips.toml").read_text())["skips"]
DISHONEST = tomllib.loads(Path(__file__).with_name("dishonest.toml").read_text())


def tree(root: Path, text: str) -> tuple[Source, ...]:
    return sources(write_tree(root, {"tests/unit/test_x.py": text}), "tests")


def test_no_test_is_skipped_without_an_entry_in_the_ledger() -> None:
    assert testing.unlisted_skips(TESTS, LEDGER) == []


def test_no_test_mocks() -> None:
    assert testing.mocks(TESTS) == []


def test_no_test_replaces_what_is_ours() -> None:
    assert testing.patches(TESTS) == []


def test_no_test_sleeps() -> None:
    assert testing.sleeps(TESTS) == []


def test_every_test_asserts_something() -> None:
    assert testing.silent_tests(TESTS) == []


def test_the_second_computation_shares_no_code_with_the_first() -> None:
    second = [each for each in TESTS if each.path.startswith("tests/system/recompute/")]
    assert len(second) > 1
    assert [fault for each in second for fault in testing.foreign_imports(each)] == []


@pytest.mark.parametrize("text", DISHONEST["skipped_tests"])
def test_a_skip_without_an_entry_is_found(tmp_path: Path, text: str) -> None:
    assert testing.unlisted_skips(tree(tmp_path, text), {}) == [
        "tests/unit/test_x.py::test_a: skipped, not in the ledger"
    ]


def test_a_whole_file_that_is_skipped_is_found(tmp_path: Path) -> None:
    assert testing.unlisted_skips(tree(tmp_path, DISHONEST["skipped_file"]), {}) == [
        "tests/unit/test_x.py: skipped, not in the ledger"
    ]


def test_an_entry_needs_a_reason_and_a_skip(tmp_path: Path) -> None:
    files, name = tree(tmp_path, DISHONEST["skipped_tests"][0]), "tests/unit/test_x.py::test_a"
    assert testing.unlisted_skips(files, {name: "the broker cannot do it yet"}) == []
    assert testing.unlisted_skips(files, {name: ""}) == [f"{name}: no reason"]
    assert testing.unlisted_skips([], {name: "why"}) == [f"{name}: entry skips nothing"]


@pytest.mark.parametrize(
    "text",
    [
        "import unittest.mock as m",
        "from unittest import mock",
        "from unittest.mock import Mock",
        "import pytest_mock",
        "from mock import patch",
        "def test_a(mocker): ...",
    ],
)
def test_a_mock_is_found(tmp_path: Path, text: str) -> None:
    assert len(testing.mocks(tree(tmp_path, text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "from shared.store import pool\nmonkeypatch.setattr(pool, 'Store', 1)",
        "monkeypatch.setattr('services.risk.store.Q', 1)",
        "from shared.store.pool import Store\nmonkeypatch.setattr(Store, 'open', 1)",
        "import shared.telemetry.logs\nmonkeypatch.setitem(shared.telemetry.logs.X, 'a', 1)",
        "monkeypatch.setattr(store, 'fetch', 1)",
        "from shared.store import pool\nmonkeypatch.delattr(pool, 'Store')",
        "from shared.store import pool\nsetattr(pool, 'Store', 1)",
        "from shared.store import pool\npool.LOST = ()",
        "from shared.telemetry import logs\nlogs.X['a'] = 1",
        "from infra.local import stack\ndel stack.Stack",
        "from shared.store import pool\npool.SIZE += 1",
    ],
)
def test_replacing_what_is_ours_is_found(tmp_path: Path, text: str) -> None:
    assert len(testing.patches(tree(tmp_path, text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "import socket\nmonkeypatch.setattr(socket, 'socket', 1)",
        "monkeypatch.setattr('socket.socket', 1)",
        "monkeypatch.setenv('RISK_KAFKA', '127.0.0.1:1')",
        "consumer = make()\nconsumer.source = source",
        "seen = {}\nseen['a'] = 1",
    ],
)
def test_what_is_not_ours_or_made_by_the_test_may_change(tmp_path: Path, text: str) -> None:
    assert testing.patches(tree(tmp_path, text)) == []


@pytest.mark.parametrize("text", DISHONEST["sleeps"])
def test_a_sleep_is_found(tmp_path: Path, text: str) -> None:
    assert len(testing.sleeps(tree(tmp_path, text))) == 1


@pytest.mark.parametrize(
    "body",
    ["make()", "if make():\n        pass", "try: make()\n    except Exception: pass"],
)
def test_a_test_that_says_nothing_is_found(tmp_path: Path, body: str) -> None:
    text = f"def make(): ...\n\n\ndef test_a():\n    {body}\n"
    assert testing.silent_tests(tree(tmp_path, text)) == ["tests/unit/test_x.py:4 test_a"]


@pytest.mark.parametrize(
    "body",
    [
        "assert make()",
        "check()",
        "with pytest.raises(OSError): make()",
        "try: make()\n    except OSError: return",
    ],
)
def test_a_test_may_assert_by_a_function(tmp_path: Path, body: str) -> None:
    text = f"def inner(): assert 1\n\n\ndef check(): inner()\n\n\ndef test_a():\n    {body}\n"
    assert testing.silent_tests(tree(tmp_path, text)) == []


def test_an_import_of_ours_in_the_second_computation_is_found(tmp_path: Path) -> None:
    text = "import json\nfrom .days import after\nfrom services.risk import store\nimport msgspec\n"
    assert testing.foreign_imports(tree(tmp_path, text)[0]) == ["msgspec", "services"]


def test_an_import_from_above_the_second_computation_is_found(tmp_path: Path) -> None:
    text = "from ..changes import draw_cell\nfrom . import days\n"
    assert testing.foreign_imports(tree(tmp_path, text)[0]) == ["..changes"]
