"""The commands for files of cases, as an operator types them."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from services.grievance.__main__ import commands
from services.grievance.settings import PACKS
from shared.store.migrate import migrate

FILES = Path(__file__).parents[2] / "unit/grievance/files"
ROOT = Path(__file__).parents[3]
Run = Callable[..., Result]


@pytest.fixture
def environment(new_database: tuple[str, str], tmp_path: Path) -> Mapping[str, str]:
    """What a process of grievance needs, with a database of its own."""
    owner_dsn, dsn = new_database
    migrate(owner_dsn, PACKS.with_name("migrations"))
    key = tmp_path / "grievance.key"
    key.write_text("5a" * 32)
    key.chmod(0o600)
    return {
        "SORGFALT_STATE": str(tmp_path / "state"),
        "GRIEVANCE_KAFKA": "127.0.0.1:9",
        "GRIEVANCE_DATABASE": dsn,
        "GRIEVANCE_HTTP_PORT": "9",
        "GRIEVANCE_KEY_FILE": str(key),
    }


@pytest.fixture
def run(environment: Mapping[str, str]) -> Run:
    """Runs a command of grievance."""

    def command(*words: str | Path, **changed: str) -> Result:
        return CliRunner().invoke(commands, list(map(str, words)), env={**environment, **changed})

    return command


def rows(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as opened:
        return list(csv.reader(opened))


def test_files_come_in_and_go_out_with_codes_that_tell_how_it_went(
    run: Run, tmp_path: Path
) -> None:
    labour, listed = FILES / "labour_cases.csv", FILES / "complaint_list.csv"
    errors, out, folder = tmp_path / "errors.csv", tmp_path / "out.csv", tmp_path / "all"
    folder.mkdir()
    done = [
        run("import", listed, "--dry-run"),
        run("import", listed),
        run("import", labour, "--json", "--errors", errors),
        run("export", out),
        run("export", out, "--source", listed.name, "--exact"),
        run("export", folder, "--exact"),
    ]
    assert [each.exit_code for each in done] == [0, 0, 1, 2, 0, 0]
    counted = "3 rows with 34 filled cells: 3 rows taken, 0 known before, 0 refused.\n"
    assert done[0].stdout.endswith(counted)
    assert done[1].stdout == counted
    report = json.loads(done[2].stdout)
    assert (report["taken"], report["refused"], len(report["errors"])) == (13, 0, 4)
    assert [row[:3] for row in rows(errors)] == [
        ["row", "column", "kept"],
        ["12", "rights_alleged", "yes"],
        ["13", "outcome", "yes"],
        ["13", "petition_date", "yes"],
        ["14", "self_initiated", "yes"],
    ]
    assert "complaint_list.csv, labour_cases.csv" in done[3].stderr
    assert rows(out) == rows(listed)
    assert [rows(folder / each.name) == rows(each) for each in (labour, listed)] == [True, True]


def test_what_cannot_work_ends_with_a_sentence(run: Run, tmp_path: Path) -> None:
    strange, labour = tmp_path / "strange.csv", FILES / "labour_cases.csv"
    strange.write_text("a,b\n1,2\n")
    nowhere = {"GRIEVANCE_DATABASE": "postgres://127.0.0.1:9/x"}
    attempts: list[tuple[tuple[str | Path, ...], Mapping[str, str], int, str]] = [
        (("import", strange), {}, 2, "strange.csv: The header is not known"),
        (("import", tmp_path / "absent.csv"), {}, 2, "absent.csv: No such file"),
        (("import", labour, "--errors", labour), {}, 2, "names the file itself"),
        (("import", labour, "--errors", tmp_path / "no/where"), {}, 2, "cannot be written"),
        (("import", labour, "--source", "a\nb"), {}, 2, "printable characters"),
        (("export", tmp_path / "out.csv"), {}, 2, "No case of such a file was imported."),
        (("import", labour), {"GRIEVANCE_KEY_FILE": "gone"}, 3, "GRIEVANCE_KEY_FILE"),
        (("import", labour), nowhere, 3, "Stopped; what was taken stays, run it again"),
    ]
    for words, changed, code, sentence in attempts:
        done = run(*words, **changed)
        assert (done.exit_code, done.stdout) == (code, "")
        assert sentence in done.stderr


def test_the_module_is_the_command(environment: Mapping[str, str]) -> None:
    paths = os.pathsep.join((str(ROOT), str(ROOT / "shared/contracts")))
    done = subprocess.run(
        [sys.executable, "-m", "services.grievance", "import", FILES / "complaint_list.csv"],
        env={"PATH": os.defpath, "PYTHONPATH": paths} | dict(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
