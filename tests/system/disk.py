"""A disk of a few megabytes over a folder, for the commands that are run inside."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

# the keeper holds the namespaces open; its own arguments name the folder no longer after exec
_KEEP = """
set -e
mount --bind "$1" /mnt
mount -t tmpfs -o size=400m tmpfs "$1"
cp -a /mnt/. "$1"
umount /mnt
left=$(df --output=avail -k "$1" | tail -n 1)
head -c $(( (left - $2) * 1024 )) /dev/zero > "$1/filler"
echo ready
exec sleep 600
"""


@contextmanager
def small_disk(folder: Path, left_kb: int) -> Iterator[tuple[tuple[str, ...], Callable[[], None]]]:
    """Put what is in `folder` on a disk with only that much room left.

    Yields what to put before a command, and how to make room again.
    """
    command = ["unshare", "-Urm", "bash", "-c", _KEEP, "bash", str(folder), str(left_kb)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={"PATH": os.defpath}) as keeper:
        try:
            assert keeper.stdout is not None
            assert keeper.stdout.readline() == b"ready\n"
            inside = ("nsenter", "-t", str(keeper.pid), "-U", "-m", "--preserve-credentials")
            filler = Path(f"/proc/{keeper.pid}/root{folder}/filler")
            yield (*inside, f"--wdns={folder.parent / 'project'}"), filler.unlink
        finally:
            keeper.kill()
