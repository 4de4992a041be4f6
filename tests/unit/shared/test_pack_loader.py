"""A pack is read only if it is what it says it is."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from shared.store.packs import Pack, PackError, PackHeader, load_pack

TABLE = "country,name\nNA,Namibia\nDE,Germany\n"
HEAD = """pack = "law_v1"
edition = "2026-11"
title = "A law"
source = "BGBl. I 2021, 2959"
licence = "own words"
credit = "us"
status = "in force"
valid_from = 2023-01-01
"""
RULES = "\n[bands]\nbelow = 3\n"


def files_of(table: str) -> str:
    return f'\n[files]\n"table.csv" = "{hashlib.sha256(table.encode()).hexdigest()}"\n'


def a_pack(root: Path, text: str = HEAD + files_of(TABLE) + RULES, table: str = TABLE) -> Path:
    folder = root / "law_v1"
    folder.mkdir(exist_ok=True)
    (folder / "pack.toml").write_text(text, encoding="utf-8")
    (folder / "table.csv").write_bytes(table.encode())
    return folder


def test_a_pack_has_header_rules_and_checked_files(tmp_path: Path) -> None:
    assert load_pack(a_pack(tmp_path)) == Pack(
        header=PackHeader(
            pack="law_v1",
            edition="2026-11",
            title="A law",
            source="BGBl. I 2021, 2959",
            licence="own words",
            credit="us",
            status="in force",
            valid_from=date(2023, 1, 1),
        ),
        rules={"bands": {"below": 3}},
        files={"table.csv": TABLE.encode()},
    )


def test_cells_are_text_and_na_is_namibia(tmp_path: Path) -> None:
    assert load_pack(a_pack(tmp_path)).rows("table.csv") == [
        {"country": "NA", "name": "Namibia"},
        {"country": "DE", "name": "Germany"},
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    table = "\ufeff" + TABLE
    pack = load_pack(a_pack(tmp_path, HEAD + files_of(table), table))
    assert pack.rows("table.csv")[0] == {"country": "NA", "name": "Namibia"}


@pytest.mark.parametrize("line", HEAD.splitlines(keepends=True))
def test_an_incomplete_header_is_refused_by_name(tmp_path: Path, line: str) -> None:
    key = line.partition(" ")[0]
    with pytest.raises(PackError, match=f"pack law_v1: pack.toml lacks {key}$"):
        load_pack(a_pack(tmp_path, HEAD.replace(line, "")))


@pytest.mark.parametrize(
    ("text", "table", "sentence"),
    [
        (HEAD + files_of(TABLE), TABLE + "FR,France\n", "table.csv differs from its checksum"),
        (HEAD + '\n[files]\n"more.csv" = "00"\n', TABLE, "more.csv is missing"),
        (HEAD.replace("law_v1", "law_v2"), TABLE, "pack.toml is that of law_v2"),
        (HEAD.replace('"us"', '""'), TABLE, "pack.toml lacks credit"),
        ("pack =", TABLE, "pack.toml cannot be read"),
    ],
)
def test_a_pack_that_is_not_what_it_says_is_refused(
    tmp_path: Path, text: str, table: str, sentence: str
) -> None:
    with pytest.raises(PackError, match=f"pack law_v1: {sentence}"):
        load_pack(a_pack(tmp_path, text, table))


def test_a_folder_without_pack_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"pack nowhere: pack\.toml cannot be read"):
        load_pack(tmp_path / "nowhere")
