"""The README's first event, by Python and by curl, just as it stands there."""

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sorgfalt_contracts.topics import SUPPLIER_UPDATED

from infra.local.settings import PROJECT, state_folder
from infra.local.stack import Stack
from tests.kit.counting import until
from tests.stack import own_folder
from tests.system.topic_log import read_log

HEADING = "## Publish your first event"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def snippets() -> tuple[str, str, str]:
    """Return what the section shows: how to take the addresses, five lines each of both ways."""
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    section = text.split(f"{HEADING}\n", 1)[1].split("\n## ", 1)[0]
    (first, addresses), (second, python), (third, curl) = FENCE.findall(section)
    assert (first, second, third) == ("sh", "python", "sh")
    return addresses, python, curl


@pytest.fixture(scope="module")
def published() -> Iterator[Stack]:
    """A running intake of which the README's reader knows the state folder only."""
    with (
        own_folder("readme") as folder,
        Stack(folder, services=("intake",), shared=state_folder(), restart=False) as stack,
    ):
        yield stack


async def is_told(stack: Stack, name: str, country: str, relation: str) -> bool:
    """Say whether a supplier has left intake like this."""
    log = await read_log(stack.bootstrap, [SUPPLIER_UPDATED])
    bodies = [record.body for record in log.news(SUPPLIER_UPDATED.name)]
    told = {(body["name"], body["country"], body["relation"]) for body in bodies}
    return (name, country, relation) in told


def run(stack: Stack, folder: Path, script: str) -> str:
    """Run what a reader would type after the line that takes the addresses."""
    environment = {
        "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
        "SORGFALT_STATE": str(stack.folder.root),
    }
    typed = f"set -e\n{snippets()[0]}{script}"
    ended = subprocess.run(
        ["sh", "-c", typed],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


@pytest.mark.parametrize("snippet", [1, 2], ids=["python", "curl"])
def test_five_lines_are_enough(snippet: int) -> None:
    assert len(snippets()[snippet].splitlines()) == 5


async def test_first_event_by_python_leaves_as_a_fact(published: Stack, tmp_path: Path) -> None:
    (tmp_path / "first.py").write_text(snippets()[1])
    assert run(published, tmp_path, "python first.py\n") == ""
    await until(partial(is_told, published, "Harness Works", "MX", "direct"))


async def test_first_event_by_curl_leaves_as_a_fact(published: Stack, tmp_path: Path) -> None:
    answer = run(published, tmp_path, snippets()[2])
    assert '"status"' in answer
    await until(partial(is_told, published, "Wheel Works", "CN", "indirect"))
    assert run(published, tmp_path, snippets()[2]) == answer
