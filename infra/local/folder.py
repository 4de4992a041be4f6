"""The state folder: one stack at a time in it, of one version, and nothing half-written."""

import fcntl
import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final

from infra.local.errors import StackError
from infra.local.processes import end_leftovers

LAYOUT: Final = "1 kafka-4.3.1 postgres-18"
"""Raise it when what an older stack has written can no longer be used."""

_REMADE: Final = ("kafka/data", "postgres", "run")
_STOP_SECONDS: Final = 40.0


class StateFolder:
    """Where a stack keeps everything. `open` takes it, `close` gives it back."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self._lock: IO[str] | None = None

    @property
    def run(self) -> Path:
        """The environment files of the services and the lock, for our user only."""
        return self.root / "run"

    @property
    def log(self) -> Path:
        """What broker, database and services say."""
        return self.root / "log"

    def open(self, say: Callable[[str], None]) -> None:
        """Take the folder, end what a killed run left in it, and remake what cannot be used.

        Raises StackError if another stack runs in it, OSError if it cannot be written.
        """
        self._take()
        end_leftovers(self.root)
        shutil.rmtree(self.root / "tmp", ignore_errors=True)
        self._remake_if_stale(say)
        for name in ("tmp", "home", "log", "cache", "kafka", "postgres"):
            (self.root / name).mkdir(exist_ok=True)

    def clear(self) -> None:
        """Take away all that broker, database and services have kept; only while it is open."""
        for name in _REMADE:
            _empty(self.root / name)

    def close(self) -> None:
        """Give the folder back."""
        if self._lock is not None:
            shutil.rmtree(self.root / "tmp", ignore_errors=True)
            self._lock.close()
            self._lock = None

    def _take(self) -> None:
        self.run.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = _open_lock(self.root)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise StackError(
                f"Another stack is running in {self.root}: end it by `make down`, or name another "
                "folder by SORGFALT_STATE."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock

    def _remake_if_stale(self, say: Callable[[str], None]) -> None:
        marker = self.root / "version"
        found = marker.read_text(errors="replace").strip() if marker.is_file() else ""
        if found == LAYOUT:
            return
        if any(_has_something(self.root / name) for name in _REMADE):
            say(f"What is kept in {self.root} is of another version: it is made anew.")
        self.clear()
        replace_file(marker, LAYOUT + "\n")


def end_running(root: Path) -> bool:
    """End the stack that runs in `root`, and whatever a killed one has left; say if one ran.

    Raises StackError if it does not end in time.
    """
    if not (root / "run").is_dir():
        return False
    deadline = time.monotonic() + _STOP_SECONDS
    was_running = False
    with _open_lock(root) as lock:
        while not _try(lock):
            was_running = was_running or _ask_to_end(lock)
            if time.monotonic() > deadline:
                raise StackError(f"The stack in {root} does not end; see the logs in {root}/log.")
            time.sleep(0.05)
        end_leftovers(root)
    return was_running


def replace_file(path: Path, text: str, mode: int = 0o644) -> None:
    """Write a file so that it is there whole or not at all."""
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as file:
        file.write(text)
    new.replace(path)


def _open_lock(root: Path) -> IO[str]:
    return os.fdopen(os.open(root / "run" / "stack.pid", os.O_RDWR | os.O_CREAT, 0o600), "r+")


def _ask_to_end(lock: IO[str]) -> bool:
    # the lock is held, so the number in it is alive and has not been given to somebody else
    lock.seek(0)
    process = lock.read()
    if process:
        os.kill(int(process), signal.SIGTERM)
    return bool(process)


def _try(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _has_something(folder: Path) -> bool:
    return folder.is_dir() and any(path.name != "stack.pid" for path in folder.iterdir())


def _empty(folder: Path) -> None:
    # the lock lies in one of them and stays: another stack may be waiting for this very file
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != "stack.pid":
            path.unlink()
