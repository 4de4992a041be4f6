"""A copy of the project with a state folder, a home and a temporary folder of its own."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from infra.local.settings import PROJECT, state_folder

_NEVER_COPIED = shutil.ignore_patterns("__pycache__", "demo")
_SECONDS = 120


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a command ended."""

    code: int
    said: str
    complained: str

    @property
    def sentence(self) -> str:
        """The one line on stderr, beside make's own."""
        lines = [line for line in self.complained.splitlines() if not line.startswith("make")]
        assert len(lines) == 1, self.complained
        return lines[0]


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """Somebody who has just fetched the project, and what lies around them.

    `inside` is put before every command, to run it in namespaces of its own.
    """

    place: Path
    inside: tuple[str, ...] = ()

    @classmethod
    def arrive(cls, place: Path) -> "Newcomer":
        """Copy the project into `place`; the verified jars come by hard link."""
        one = cls(place=place)
        for name in ("home", "tmp", "state/kafka"):
            (place / name).mkdir(parents=True)
        for part in ("infra", "shared"):
            shutil.copytree(PROJECT / part, one.project / part, ignore=_NEVER_COPIED)
        shutil.copy2(PROJECT / "Makefile", one.project)
        one.link_jars()
        return one

    @property
    def project(self) -> Path:
        """The copy."""
        return self.place / "project"

    @property
    def state(self) -> Path:
        """Its state folder."""
        return self.place / "state"

    def link_jars(self) -> None:
        """Bring the jars and Java's start-up cache, as a fetch would."""
        for name in ("jars", "aot"):
            source, target = state_folder() / "kafka" / name, self.state / "kafka" / name
            target.mkdir(exist_ok=True)
            for file in source.iterdir():
                (target / file.name).unlink(missing_ok=True)
                os.link(file, target / file.name)

    def settle_like(self, other: "Newcomer") -> None:
        """Take over what somebody's servers have kept, as if they had run here before."""
        for kept in ("kafka/data", "postgres", "run"):
            shutil.copytree(other.state / kept, self.state / kept)
        shutil.copy(other.state / "version", self.state)

    def make(self, *targets: str, **environment: str) -> Outcome:
        """Run make to its end."""
        with self.begin(*self.command(*targets), **environment) as process:
            said, complained = process.communicate(timeout=_SECONDS)
        return Outcome(code=process.returncode, said=said, complained=complained)

    def command(self, *targets: str) -> list[str]:
        """Return make with the environment that is installed already, and two servers only."""
        options = ["OPTIONS=--only-infrastructure", f"PYTHON={sys.executable}", "-o", "setup"]
        # compiled once is enough: ours are read, and theirs not written
        options += [f"PYTHONPYCACHEPREFIX={sys.pycache_prefix or ''}", "PYTHONDONTWRITEBYTECODE=1"]
        return ["make", *targets, *([] if "setup" in targets else options)]

    @contextmanager
    def begin(self, *command: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
        """Begin a command with an environment that knows nothing of ours."""
        own = {
            "PATH": f"{sys.base_prefix}/bin:{os.defpath}",
            "HOME": str(self.place / "home"),
            "TMPDIR": str(self.place / "tmp"),
            "SORGFALT_STATE": str(self.state),
        }
        process = subprocess.Popen(
            [*self.inside, *command],
            cwd=self.project,
            env=own | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        with process:
            try:
                yield process
            except BaseException:
                process.kill()  # else a failed test would wait for it for ever
                raise

    def works(self, **environment: str) -> str:
        """Start the servers, see that they run, end them in good order; return what was said."""
        with self.begin(*self.command("up"), **environment) as process:
            said = read_until(process, "Sorgfalt is running.")
            assert self.make("down").said == "The stack is stopped.\n"
            _, complained = process.communicate(timeout=_SECONDS)
        assert (process.returncode, complained) == (0, "")
        assert self.processes() == []
        return said

    def processes(self) -> list[psutil.Process]:
        """Return every process that has to do with this place."""
        return [process for process in psutil.process_iter() if self._concerns(process)]

    def wait_until_quiet(self) -> None:
        """Wait until no process is left."""
        deadline = time.monotonic() + _SECONDS
        while left := self.processes():
            assert time.monotonic() < deadline, left
            psutil.wait_procs(left, timeout=0.2)

    def files(self) -> set[Path]:
        """Return all that lies outside the state folder."""
        return {path for path in self.place.rglob("*") if self.state not in (path, *path.parents)}

    def _concerns(self, process: psutil.Process) -> bool:
        with suppress(psutil.Error, OSError):
            texts = [*process.environ().values(), *process.cmdline()]
            return process.pid != os.getpid() and any(str(self.place) in text for text in texts)
        return False


def read_until(process: subprocess.Popen[str], sign: str) -> str:
    """Read what a process says up to the line that has `sign` in it."""
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if sign in line:
            return said
    complaint = process.stderr.read() if process.stderr else ""
    raise AssertionError(f"never said {sign!r}: {said}{complaint}")
