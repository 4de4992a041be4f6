"""No file, function or kit grows beyond what one can hold in mind."""

import tomllib
from pathlib import Path

import pytest

from tests.architecture.rules import names, sizes
from tests.architecture.rules.tree import ROOT, SERVICES, Source, sources, write_tree

EVERYTHING = sources(ROOT, "services", "shared", "infra", "tests")
LEDGER = tomllib.loads(Path(__file__).with_name("sizes.toml").read_text())["files"]
KITS = [path.name for path in (ROOT / "shared").iterdir() if path.is_dir() and path.name[0] != "_"]


def snippet(root: Path, path: str, text: str) -> tuple[Source, ...]:
    return sources(write_tree(root, {path: text}), path.partition("/")[0])


def function(lines: int, name: str = "decide") -> str:
    return f"def {name}() -> None:\n" + "    x = 1\n" * (lines - 1)


def test_files_are_short_or_say_why_not() -> None:
    assert sizes.long_files(EVERYTHING, LEDGER) == []


def test_functions_fit_on_a_screen() -> None:
    assert sizes.long_functions(EVERYTHING) == []


@pytest.mark.parametrize("service", SERVICES)
def test_decisions_are_short(service: str) -> None:
    assert sizes.long_decisions(sources(ROOT, f"services/{service}/domain")) == []


def test_kits_keep_their_budgets() -> None:
    assert sizes.big_kits(sources(ROOT, "shared"), KITS) == []


def test_every_kit_has_a_budget() -> None:
    assert set(KITS) == set(sizes.KITS)


def test_names_say_something() -> None:
    assert names.empty_names(EVERYTHING) == []


def test_blank_lines_comments_and_docstrings_cost_nothing(tmp_path: Path) -> None:
    prose = '"""Says.\n\nMuch.\n"""\n\n# why\nX = 1\n"""What X is."""\n\n\n'
    code = 'def f() -> str:\n    """Say."""\n    return """\n# text"""\n'
    (source,) = snippet(tmp_path, "shared/store/a.py", prose + code)
    assert sizes.code_lines(source) == {7, 11, 13, 14}


def test_a_long_file_needs_a_reason(tmp_path: Path) -> None:
    files = snippet(tmp_path, "shared/store/a.py", "X = 1\n" * 201)
    assert sizes.long_files(files, {}) == ["shared/store/a.py: 201 lines, no reason"]
    assert sizes.long_files(files, {"shared/store/a.py": ""}) == [
        "shared/store/a.py: its reason is empty"
    ]
    assert sizes.long_files(files, {"shared/store/a.py": "one text"}) == []


def test_a_reason_cannot_save_a_file_above_the_hard_limit(tmp_path: Path) -> None:
    files = snippet(tmp_path, "shared/store/a.py", "X = 1\n" * 301)
    assert sizes.long_files(files, {"shared/store/a.py": "one text"}) == [
        "shared/store/a.py: 301 lines"
    ]


def test_a_reason_for_a_short_file_is_stale(tmp_path: Path) -> None:
    files = snippet(tmp_path, "shared/store/a.py", "X = 1\n" * 200)
    assert sizes.long_files(files, {"shared/store/a.py": "one text"}) == [
        "shared/store/a.py: its reason is stale"
    ]


def test_nine_long_files_are_too_many(tmp_path: Path) -> None:
    long = {f"shared/store/{name}.py": "X = 1\n" * 201 for name in "abcdefghi"}
    files = sources(write_tree(tmp_path, long), "shared")
    assert sizes.long_files(files, dict.fromkeys(long, "one text")) == ["9 long files, at most 8"]


def test_a_function_of_41_lines_is_found(tmp_path: Path) -> None:
    files = snippet(tmp_path, "shared/store/a.py", function(40) + function(41, "longer"))
    assert sizes.long_functions(files) == ["shared/store/a.py:41 longer: 41 lines"]


def test_a_decision_of_26_lines_is_found(tmp_path: Path) -> None:
    files = snippet(tmp_path, "services/x/domain/a.py", function(26))
    assert sizes.long_decisions(files) == ["services/x/domain/a.py:1 decide: 26 lines"]


def test_two_long_decisions_among_few_are_too_many(tmp_path: Path) -> None:
    files = snippet(tmp_path, "services/x/domain/a.py", function(16) + function(16) + function(2))
    assert sizes.long_decisions(files)[0].startswith("2 of 3 above 15 lines")


def test_a_kit_above_its_budget_is_found(tmp_path: Path) -> None:
    files = snippet(tmp_path, "shared/store/a.py", "X = 1\n" * 501)
    assert sizes.big_kits(files, ["store"]) == ["shared/store: 501 lines, budget 500"]


def test_a_kit_without_a_budget_is_found(tmp_path: Path) -> None:
    files = snippet(tmp_path, "shared/toolbox/a.py", "X = 1\n")
    assert sizes.big_kits(files, ["toolbox"]) == ["shared/toolbox: 1 lines, budget 0"]


@pytest.mark.parametrize("name", ["utils", "supplier_helpers", "data", "risk_service", "Base"])
def test_a_module_that_says_nothing_is_found(tmp_path: Path, name: str) -> None:
    files = snippet(tmp_path, f"shared/store/{name}.py", "")
    assert names.empty_names(files) == [f"shared/store/{name}.py: {name}"]


@pytest.mark.parametrize("name", ["BaseSite", "SupplierManager", "RiskInfo", "RiskService"])
def test_a_class_that_says_nothing_is_found(tmp_path: Path, name: str) -> None:
    files = snippet(tmp_path, "shared/store/a.py", f"class {name}: ...\n")
    assert names.empty_names(files) == [f"shared/store/a.py: {name}"]


@pytest.mark.parametrize("name", ["Database", "ServiceSettings", "Information", "BaselineYear"])
def test_a_word_that_only_begins_like_a_banned_one_is_fine(tmp_path: Path, name: str) -> None:
    assert names.empty_names(snippet(tmp_path, "shared/store/a.py", f"class {name}: ...\n")) == []
