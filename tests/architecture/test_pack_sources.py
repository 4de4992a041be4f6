"""Law, methods and indices are data that say where they come from."""

import hashlib
from pathlib import Path

import pytest

from tests.architecture.rules import packs
from tests.architecture.rules.tree import ROOT, write_tree

PACKS = sorted(path.parent for path in ROOT.glob("services/*/packs/*/pack.toml"))
TABLE = "right,source\nHR01,ILO C138\n"
HEADER = {
    "pack": '"law_v1"', "edition": '"1"', "title": '"Law"', "source": '"BGBl."', "licence": '"own"',
    "credit": '"us"', "status": '"in force"', "valid_from": "2026-01-01",
}  # fmt: skip
LAW = '[[law]]\nsource = "BGBl."\nstatus = "in force"\nas_of = 2026-01-01\n'


def pack(root: Path, rules: str = LAW, table: str = TABLE, lacking: str = "") -> Path:
    digest = hashlib.sha256(table.encode()).hexdigest()
    head = "".join(f"{key} = {value}\n" for key, value in HEADER.items() if key != lacking)
    text = f'{head}\n[files]\n"table.csv" = "{digest}"\n\n{rules}'
    return write_tree(root, {"law_v1/pack.toml": text, "law_v1/table.csv": table}) / "law_v1"


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: str(folder.name))
def test_a_pack_is_what_it_says(folder: Path) -> None:
    assert packs.faults(folder) == []


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: str(folder.name))
def test_what_a_pack_says_of_the_law_has_source_status_and_day(folder: Path) -> None:
    assert packs.unsourced_laws(folder) == []


def test_there_are_packs() -> None:
    assert PACKS


def test_a_pack_in_order_has_no_fault(tmp_path: Path) -> None:
    folder = pack(tmp_path)
    assert (packs.faults(folder), packs.unsourced_laws(folder)) == ([], [])


@pytest.mark.parametrize("key", HEADER)
def test_an_incomplete_header_is_found(tmp_path: Path, key: str) -> None:
    assert packs.faults(pack(tmp_path, lacking=key)) == [f"pack law_v1: pack.toml lacks {key}"]


def test_a_changed_file_is_found(tmp_path: Path) -> None:
    folder = pack(tmp_path)
    (folder / "table.csv").write_text(TABLE + "HR02,x\n")
    assert packs.faults(folder) == ["pack law_v1: table.csv differs from its checksum"]


def test_a_file_without_checksum_is_found(tmp_path: Path) -> None:
    folder = pack(tmp_path)
    (folder / "more.csv").write_text("")
    assert packs.faults(folder) == ["pack law_v1: more.csv has no checksum"]


def test_a_rule_with_an_empty_source_is_found(tmp_path: Path) -> None:
    rules = '[[bands]]\nbelow = 3\nsource = " "\n'
    assert packs.faults(pack(tmp_path, rules)) == ["pack law_v1: bands[0] has an empty source"]


def test_a_row_with_an_empty_source_is_found(tmp_path: Path) -> None:
    folder = pack(tmp_path, table=TABLE + "HR02,\n")
    assert packs.faults(folder) == ["pack law_v1: table.csv:3 has an empty source"]


@pytest.mark.parametrize("key", ["source", "status", "as_of"])
def test_an_unsourced_law_is_found(tmp_path: Path, key: str) -> None:
    rules = "".join(line for line in LAW.splitlines(keepends=True) if not line.startswith(key))
    assert packs.unsourced_laws(pack(tmp_path, rules)) == [f"pack law_v1: law[0] lacks {key}"]
