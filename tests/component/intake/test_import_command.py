"""`python -m services.intake import`: exit codes, one clear sentence, an error file, JSON."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from services.intake.__main__ import commands
from shared.store.pool import Store

Run = Callable[..., Result]
AUDITS = Path(__file__).with_name("audits.csv")
SECRET = "Xylophon"
"""Stands in every bad cell; nothing that is written may hold it."""


@pytest.fixture
def run(store: Store, intake_database: tuple[str, str], tmp_path: Path) -> Run:
    """Run the command on the test's database, which `store` has emptied."""
    assert store
    env = {
        "SORGFALT_STATE": str(tmp_path),
        "INTAKE_DATABASE": intake_database[1],
        "INTAKE_KAFKA": "127.0.0.1:1",
        "INTAKE_HTTP_PORT": "1",
    }

    def invoke(*arguments: str | Path, **changed: str) -> Result:
        return CliRunner().invoke(commands, [*map(str, arguments)], env={**env, **changed})

    return invoke


def audits(file: Path) -> tuple[str | Path, ...]:
    return ("import", file, "--kind", "audits", "--source", "/files/audits")


def test_file_that_is_taken_whole_ends_with_zero_and_its_counts(run: Run) -> None:
    ended = run(*audits(AUDITS))
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert ended.stdout.splitlines() == [
        "8 rows: 8 taken, 0 taken before, 0 refused.",
        "They tell of: 3 audit, 3 award, 2 statement.",
        "3 rows have no date and stay undated.",
    ]
    again = run(*audits(AUDITS))
    assert (again.exit_code, again.stdout.splitlines()[0]) == (
        0,
        "8 rows: 0 taken, 8 taken before, 0 refused.",
    )


def test_trial_says_so_and_keeps_nothing(run: Run) -> None:
    ended = run(*audits(AUDITS), "--dry-run")
    assert ended.exit_code == 0
    assert ended.stdout.startswith("Nothing was kept")
    assert "8 taken, 0 taken before" in run(*audits(AUDITS)).stdout


def test_refused_rows_end_with_one_and_stand_in_the_error_file(run: Run, tmp_path: Path) -> None:
    bad, errors = tmp_path / "bad.csv", tmp_path / "errors.csv"
    text = AUDITS.read_text(encoding="utf-8")
    bad.write_text(text.replace("Kuviteltu Oy,FI", f"={SECRET}(),{SECRET}"), encoding="utf-8")
    ended = run(*audits(bad), "--errors", errors, "--json")
    outcome = json.loads(ended.stdout)
    assert (ended.exit_code, outcome["taken"], outcome["refused"]) == (1, 7, 1)
    (error,) = outcome["errors"]
    assert (error["row"], error["column"], error["reason"]) == (9, "country", "unknown-country")
    header, line = errors.read_bytes().decode().splitlines()
    assert header == "row,column,reason,sentence"
    assert line == f"9,country,unknown-country,{error['sentence']}"
    assert SECRET not in ended.output + line


def test_strange_header_is_told_by_its_place(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_text(f"system,client,number,={SECRET}()\nS4P,100,1,x\n")
    ended = run("import", file, "--kind", "suppliers", "--source", "/files/suppliers")
    assert "Columns left aside: column 4." in ended.stdout.splitlines()
    assert SECRET not in ended.output


def test_error_file_of_a_sound_file_holds_its_header_alone(run: Run, tmp_path: Path) -> None:
    errors = tmp_path / "errors.csv"
    errors.write_text("old faults\n")
    assert run(*audits(AUDITS), "--errors", errors).exit_code == 0
    assert errors.read_bytes() == b"row,column,reason,sentence\r\n"


def test_outcome_for_machines_says_all_there_is_to_say(run: Run) -> None:
    assert json.loads(run(*audits(AUDITS), "--json", "--dry-run").stdout) == {
        "kind": "audits",
        "source": "/files/audits",
        "dry_run": True,
        "rows": 8,
        "taken": 8,
        "repeated": 0,
        "refused": 0,
        "became": {"audit": 3, "award": 3, "statement": 2},
        "undated": 3,
        "ignored_columns": [],
        "errors": [],
    }


def test_columns_left_aside_and_the_first_faults_are_told(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "suppliers.csv"
    rows = "".join(f"S4P,100,{n},{SECRET},x\n" for n in range(25))
    file.write_text(f"system,client,number,country,mood\n{rows}")
    ended = run("import", file, "--kind", "suppliers", "--source", "/files/suppliers")
    lines = ended.stdout.splitlines()
    assert ended.exit_code == 1
    assert lines[:2] == [
        "25 rows: 0 taken, 0 taken before, 25 refused.",
        "Columns left aside: mood.",
    ]
    assert lines[2].startswith("row 2, column country: unknown-country. ")
    assert len(lines) == 2 + 20 + 1
    assert lines[-1].startswith("5 more;")
    assert SECRET not in ended.output


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"a,b\n1,2\n", "The header lacks"),
        (b"\xff\xfe", "The file is not UTF-8"),
        (None, "No such file or directory"),
    ],
)
def test_unusable_file_ends_with_two_and_one_sentence(
    run: Run, tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    file = tmp_path / "file.csv"
    if content is not None:
        file.write_bytes(content)
    ended = run(*audits(file))
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"file.csv: {sentence}")
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize("source", ["two words", "", "ümlaut", "x" * 257])
def test_source_that_is_no_name_ends_with_two(run: Run, source: str) -> None:
    ended = run("import", AUDITS, "--kind", "audits", "--source", source)
    assert (ended.exit_code, "--source" in ended.stderr) == (2, True)


def test_error_file_that_is_the_file_itself_or_cannot_be_written_ends_with_two(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "file.csv"
    file.write_bytes(AUDITS.read_bytes())
    for errors in (file, tmp_path / "nowhere" / "errors.csv"):
        assert run(*audits(file), "--errors", errors).exit_code == 2
    assert file.read_bytes() == AUDITS.read_bytes()
    assert "8 taken" in run(*audits(file)).stdout


def test_database_that_does_not_answer_ends_with_three_and_one_sentence(run: Run) -> None:
    ended = run(*audits(AUDITS), INTAKE_DATABASE="postgresql://nobody@127.0.0.1:1/nothing")
    assert (ended.exit_code, ended.stdout) == (3, "")
    assert ended.stderr.startswith("Stopped; what was taken stays, run it again: ")


def test_template_is_a_header_that_the_import_takes(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "template.csv"
    for kind in ("suppliers", "audits"):
        file.write_text(run("template", kind).stdout)
        ended = run("import", file, "--kind", kind, "--source", "/files/x")
        assert (ended.exit_code, ended.stdout.splitlines()[0]) == (
            0,
            "0 rows: 0 taken, 0 taken before, 0 refused.",
        )
