"""Failures that can be expected, each said in one sentence for the person at the terminal."""

import errno
import os
from pathlib import Path
from typing import Final

_NO_SPACE: Final = ("No space left on device", "Disk quota exceeded")
_FULL_BELOW_BYTES: Final = 1024 * 1024


class StackError(Exception):
    """What went wrong, and what helps: one sentence, shown without a traceback."""


class Interrupted(StackError):  # noqa: N818 - not a fault: somebody asked for it
    """Somebody ended the run (Ctrl-C or SIGTERM)."""

    def __init__(self) -> None:
        super().__init__("Interrupted; everything that had been started is stopped.")


def failure(sentence: str, folder: Path, text: str = "") -> StackError:
    """Return the error to raise: `sentence`, unless `text` or the disk shows that it is full.

    A broker that dies of a full disk can often not write down why, so the disk itself is asked.
    """
    if any(sign in text for sign in _NO_SPACE) or _free_bytes(folder) < _FULL_BELOW_BYTES:
        return disk_full(folder)
    return StackError(sentence)


def disk_full(folder: Path) -> StackError:
    """Return the one sentence for a full disk."""
    return StackError(
        f"The disk that holds {folder} is full: make room there, or name a folder on another disk "
        "by SORGFALT_STATE, and run the same command again."
    )


def is_disk_full(error: OSError) -> bool:
    """Say whether the system refused a write for want of space."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT}


def _free_bytes(folder: Path) -> int:
    while not folder.exists():
        folder = folder.parent
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize
