"""The real broker and the real database of a test run, in a folder that goes with it."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

from infra.local.folder import end_running
from infra.local.settings import state_folder
from infra.local.stack import Stack


@contextmanager
def running(only: Literal["broker", "database"]) -> Iterator[Stack]:
    """Start one empty server on the verified jars of the main state folder."""
    with own_folder(only) as folder, Stack(folder, only=only, shared=state_folder()) as stack:
        yield stack


@contextmanager
def own_folder(purpose: str) -> Iterator[Path]:
    """Yield a new state folder inside the main one, and take it away afterwards."""
    state = state_folder()
    state.mkdir(parents=True, exist_ok=True)
    for left in state.glob("test-*"):
        _clear_if_nobodys(left)
    folder = Path(tempfile.mkdtemp(prefix=f"test-{purpose}-", dir=state))
    with _held(folder):
        try:
            yield folder
        finally:
            shutil.rmtree(folder)


def _clear_if_nobodys(left: Path) -> None:
    """Clear away what a killed test run has left: its processes, then its files."""
    with suppress(BlockingIOError, FileNotFoundError), _held(left):
        for lock in [*left.glob("run/stack.pid"), *left.glob("*/run/stack.pid")]:
            end_running(lock.parents[1])
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)
