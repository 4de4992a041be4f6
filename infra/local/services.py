"""The four services as watched processes: each line they say is prefixed, and who dies returns."""

import contextlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Final

from infra.local.errors import StackError
from infra.local.processes import Processes, end
from infra.local.settings import PROJECT

_STOP_SECONDS: Final = 10.0
_FIRST_DELAY_SECONDS: Final = 0.5
_LONGEST_DELAY_SECONDS: Final = 15.0
_HEALTHY_AFTER_SECONDS: Final = 30.0


class Service:
    """One service, `python -m services.<name> run`, with the environment given to it.

    With `is_restarted` it comes back by itself, after a delay that doubles while it keeps dying.
    """

    def __init__(
        self,
        name: str,
        processes: Processes,
        environment: Mapping[str, str],
        say: Callable[[str], None],
        *,
        is_restarted: bool,
    ) -> None:
        self.name = name
        self._processes = processes
        self._environment = environment
        self._say = say
        self._is_restarted = is_restarted
        self._ending = threading.Event()
        self._watcher: threading.Thread | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._deaths = 0

    @property
    def is_alive(self) -> bool:
        """Say whether the process runs."""
        return self._child is not None and self._child.poll() is None

    @property
    def has_died(self) -> bool:
        """Say whether the process has ended by itself since it was last started."""
        return self._deaths > 0

    @property
    def process_id(self) -> int | None:
        """Return the number of the running or last process."""
        return None if self._child is None else self._child.pid

    def start(self) -> None:
        """Start the process and watch it; readiness is asked over HTTP."""
        self._ending.clear()
        self._deaths = 0
        self._launch()
        self._watcher = threading.Thread(target=self._watch, name=self.name, daemon=True)
        self._watcher.start()

    def stop(self) -> None:
        """Ask the process to end, kill it when it takes longer than 10 s, and do not restart it."""
        self._ending.set()
        if self._child is not None:
            end(self._child, signal.SIGTERM, _STOP_SECONDS)
        if self._watcher is not None:
            self._watcher.join(_STOP_SECONDS)

    def kill(self) -> None:
        """Kill the process (kill -9). It stays dead until `restart`, unless it is restarted."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()

    def pause(self) -> None:
        """Freeze the process: it lives and does not answer."""
        if self._child is not None:
            self._child.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a frozen process go on."""
        if self._child is not None:
            self._child.send_signal(signal.SIGCONT)

    def restart(self) -> None:
        """Stop the process if it runs, and start it again."""
        self.stop()
        self.start()

    def _launch(self) -> None:
        self._child = self._processes.start(
            [sys.executable, "-m", f"services.{self.name}", "run"],
            environment=self._environment,
            output=subprocess.PIPE,
            cwd=PROJECT,
        )

    def _watch(self) -> None:
        delay = _FIRST_DELAY_SECONDS
        while (child := self._child) is not None:
            begun = time.monotonic()
            with (self._processes.root / "log" / f"{self.name}.log").open("ab") as log:
                self._pass_on(child, log)
            code = child.wait()
            if self._ending.is_set():
                return
            self._deaths += 1
            if time.monotonic() - begun > _HEALTHY_AFTER_SECONDS:
                delay = _FIRST_DELAY_SECONDS
            self._say(f"{self.name} | ended with code {code}")
            if not self._is_restarted or self._ending.wait(delay):
                return
            delay = min(2 * delay, _LONGEST_DELAY_SECONDS)
            try:
                self._launch()
            except StackError:  # the stack is going down
                return

    def _pass_on(self, child: subprocess.Popen[bytes], log: IO[bytes]) -> None:
        assert child.stdout is not None
        for line in child.stdout:
            with contextlib.suppress(OSError):  # a full disk must not make the service wait for us
                log.write(line)
                log.flush()
            self._say(f"{self.name} | {line.decode(errors='replace').rstrip()}")
        child.stdout.close()


def environment_of(file: Path) -> dict[str, str]:
    """Read a service's environment file: lines KEY=value."""
    pairs = (line.partition("=") for line in file.read_text().splitlines() if "=" in line)
    return {key: value for key, _, value in pairs}
