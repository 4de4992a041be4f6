"""A real Postgres 18 on this machine's own address, one database and two roles per service."""

import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from infra.local.errors import Interrupted, StackError, failure
from infra.local.passwords import Passwords
from infra.local.postgres import Programs
from infra.local.processes import end, kill_with_children

_HERE: Final = Path(__file__).parent
_ADMIN: Final = "postgres"
_VERSION: Final = "18"
_READY_SECONDS: Final = 60.0
_STOP_SECONDS: Final = 20.0


class Database:
    """One server whose data outlives it: `start` again after `stop` or `kill`."""

    def __init__(self, programs: Programs, folder: Path, log: Path, port: int) -> None:
        self.port = port
        self.bin_dir = programs.bin_dir
        self._programs = programs
        self._folder = folder
        self._data = folder / "data"
        self._log = log
        self._child: subprocess.Popen[bytes] | None = None
        self._passwords = Passwords(folder / "passwords.json")

    @property
    def admin_dsn(self) -> str:
        """Return the address of the database `postgres` for its superuser."""
        return self._dsn(_ADMIN, _ADMIN)

    @property
    def is_alive(self) -> bool:
        """Say whether the server's first process runs."""
        return self._child is not None and self._child.poll() is None

    def dsn(self, name: str) -> str:
        """Return a service's database for its runtime role."""
        return self._dsn(name, name)

    def owner_dsn(self, name: str) -> str:
        """Return a service's database for the role that owns and migrates it."""
        return self._dsn(f"{name}_owner", name)

    def start(self) -> None:
        """Start the server and return once it serves. Raises StackError if it does not."""
        self._make_data()
        for settings in ("postgresql.conf", "pg_hba.conf"):
            shutil.copyfile(_HERE / settings, self._data / settings)
        if not self._passwords.load():
            self._set_admin_password()
        # a killed server's last children may hold its memory for a moment, and it refuses
        deadline = time.monotonic() + _READY_SECONDS
        self._launch()
        while not self._accepts():
            if self._programs.processes.is_closed:
                raise Interrupted
            if not self.is_alive and not self._is_held_by_the_dying():
                raise self.why_it_died()
            if time.monotonic() > deadline:
                raise StackError(f"The database did not answer in time; see {self._log}.")
            time.sleep(0.02)

    def stop(self) -> None:
        """End the server in good order, breaking off what its clients do."""
        if self._child is not None:
            end(self._child, signal.SIGINT, _STOP_SECONDS)

    def kill(self) -> None:
        """Kill the server and all its children at once (kill -9)."""
        if self._child is not None:
            kill_with_children(self._child)

    def why_it_died(self) -> StackError:
        """Return the sentence for a server that has ended by itself."""
        said = self._log.read_text(errors="replace")[-20_000:] if self._log.is_file() else ""
        sentence = f"The database stopped by itself; see {self._log}."
        return failure(sentence, self._folder, said)

    def create(self, name: str) -> None:
        """Make a service's database and its two roles, or see to it that they are as they must."""
        owner = f"{name}_owner"
        self._passwords.give(name, owner)
        variables = {
            "service": name,
            "owner": owner,
            "password": self._passwords.of(name),
            "owner_password": self._passwords.of(owner),
        }
        self.run_sql((_HERE / "roles.sql").read_text(), variables)

    def drop(self, name: str) -> None:
        """Take a database and its two roles away, whoever is connected to it."""
        sql = (
            'DROP DATABASE IF EXISTS :"service" WITH (FORCE);\n'
            'DROP ROLE IF EXISTS :"service", :"owner";'
        )
        self.run_sql(sql, {"service": name, "owner": f"{name}_owner"})
        self._passwords.forget(name, f"{name}_owner")

    def run_sql(self, sql: str, variables: Mapping[str, str]) -> None:
        """Run a psql script as superuser. Raises StackError at its first failing statement."""
        # variables go in by the script: what stands on a command line, everybody can see
        sets = "".join(f"\\set {key} {value}\n" for key, value in variables.items())
        finished = self._programs.run(
            "psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", self._dsn_without_password(),
            text=sets + sql, environment={"PGPASSWORD": self._passwords.of(_ADMIN)},
        )  # fmt: skip
        if finished.code:
            sentence = f"The database refused a step of its set-up: {finished.text.strip()}"
            raise failure(sentence, self._folder, finished.text)

    def _dsn(self, role: str, name: str) -> str:
        return f"postgresql://{role}:{self._passwords.of(role)}@127.0.0.1:{self.port}/{name}"

    def _dsn_without_password(self) -> str:
        return f"postgresql://{_ADMIN}@127.0.0.1:{self.port}/{_ADMIN}"

    def _make_data(self) -> None:
        """Make the server's folder, aside and then in one step, so that it is never half there."""
        version = self._data / "PG_VERSION"
        if version.is_file() and version.read_text().strip() == _VERSION:
            return
        aside = self._folder / "data.new"
        for half in (aside, self._data):
            shutil.rmtree(half, ignore_errors=True)
        aside.mkdir(mode=0o700)
        self._programs.give(aside)
        finished = self._programs.run(
            "initdb", "-D", aside, "-U", _ADMIN, "-E", "UTF8", "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8", "--locale=C", "--auth=trust",
        )  # fmt: skip
        if finished.code:
            sentence = f"The database's folder could not be made: {finished.text.strip()}"
            raise failure(sentence, self._folder, finished.text)
        self._passwords.forget_all()
        aside.rename(self._data)

    def _set_admin_password(self) -> None:
        """Give the superuser a password without having one: the server alone, nobody connected."""
        self._passwords.give(_ADMIN)
        finished = self._programs.run(
            "postgres", "--single", "-D", self._data, _ADMIN,
            text=f"ALTER ROLE {_ADMIN} PASSWORD '{self._passwords.of(_ADMIN)}'\n",
        )  # fmt: skip
        if finished.code:
            sentence = f"The database's folder cannot be used: {finished.text.strip()}"
            raise failure(sentence, self._folder, finished.text)

    def _launch(self) -> None:
        with self._log.open("wb") as output:
            self._child = self._programs.start(
                "postgres", "-D", self._data, "-p", str(self.port), output=output
            )

    def _accepts(self) -> bool:
        address = ("-q", "-h", "127.0.0.1", "-p", str(self.port))
        return self.is_alive and self._programs.run("pg_isready", *address).code == 0

    def _is_held_by_the_dying(self) -> bool:
        said = self._log.read_text(errors="replace")
        if "still in use" not in said and "lock file" not in said:
            return False
        time.sleep(0.1)
        self._launch()
        return True
