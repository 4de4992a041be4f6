"""Everything one stack starts: marked, kept count of, and ended, whatever becomes of the parent.

Each child carries its stack's folder in its environment. That finds what a killed run left
behind without trusting a process number, which may belong to somebody else by now.
"""

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import psutil

from infra.local.errors import Interrupted
from infra.local.settings import MARK, child_environment

_PATIENCE_SECONDS: Final = 5.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Finished:
    """How a command ended: its exit code, and what it said on both streams."""

    code: int
    text: str


class Processes:
    """The children of one stack. After `close` none is left and none can be started."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._starting = threading.Lock()
        self._children: list[subprocess.Popen[bytes]] = []
        self._closed = False

    @property
    def is_closed(self) -> bool:
        """Say whether the stack is going down, so that waiting for anything is in vain."""
        return self._closed

    def start(
        self,
        command: Sequence[str | Path],
        *,
        environment: Mapping[str, str] | None = None,
        output: int | IO[bytes] = subprocess.DEVNULL,
        **options: Any,
    ) -> subprocess.Popen[bytes]:
        """Start a child in a session of its own, so that Ctrl-C reaches us first, not it.

        Raises Interrupted once the stack is going down, OSError if it cannot be started.
        """
        with self._starting:
            if self._closed:
                raise Interrupted
            child = subprocess.Popen(
                [str(part) for part in command],
                env=child_environment(self.root) | dict(environment or {}),
                stdin=options.pop("stdin", subprocess.DEVNULL),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **options,
            )
            self._children = [each for each in self._children if each.poll() is None] + [child]
            return child

    def run(
        self, command: Sequence[str | Path], *, text: str | None = None, **options: Any
    ) -> Finished:
        """Run a child to its end, give it `text` to read, and return what it said."""
        if text is not None:
            options["stdin"] = subprocess.PIPE
        with self.start(command, output=subprocess.PIPE, **options) as child:
            said, _ = child.communicate(None if text is None else text.encode())
        if self._closed:
            raise Interrupted
        return Finished(code=child.returncode, text=said.decode(errors="replace"))

    def close(self) -> None:
        """Let nothing new begin and end whatever is left."""
        with self._starting:
            self._closed = True
        end_leftovers(self.root)
        for child in self._children:
            child.wait()


def end(child: subprocess.Popen[bytes], how: signal.Signals, patience_seconds: float) -> None:
    """Ask a child to end, and kill it when it takes too long."""
    if child.poll() is not None:
        return
    child.send_signal(how)
    try:
        child.wait(patience_seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def kill_with_children(child: subprocess.Popen[bytes]) -> None:
    """Kill a child and all it has started at once, as a power cut would."""
    with contextlib.suppress(psutil.NoSuchProcess):
        _signal_all([*psutil.Process(child.pid).children(recursive=True)], signal.SIGKILL)
    child.kill()
    child.wait()


def end_leftovers(root: Path) -> None:
    """End every process that belongs to the stack in `root`, kindly at first."""
    left = list(_belonging_to(root))
    _signal_all(left, signal.SIGTERM)
    _, left = psutil.wait_procs(left, timeout=_PATIENCE_SECONDS)
    while left:
        _signal_all(left, signal.SIGKILL)
        psutil.wait_procs(left, timeout=_PATIENCE_SECONDS)
        left = list(_belonging_to(root))


def _belonging_to(root: Path) -> Iterable[psutil.Process]:
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.pid != os.getpid() and process.environ().get(MARK) == str(root):
                yield process


def _signal_all(processes: Iterable[psutil.Process], how: signal.Signals) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            # Postgres waits for its clients on SIGTERM, and breaks off their work on SIGINT
            is_postgres = how is signal.SIGTERM and process.name() == "postgres"
            process.send_signal(signal.SIGINT if is_postgres else how)
