"""schema.sql of a service: the engine's and its own migrations, run and read back from Postgres.

What differs from day to day or from machine to machine is left out: versions, roles, the months of
the outbox, dbmate's own table.
"""

import os
import re
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from infra.local.database import Database
from infra.local.settings import PROJECT
from shared.store.migrate import migrate

_HEAD: Final = "-- Made by `python -m infra.postgres render` from the migrations; do not edit.\n"
_LEFT_OUT: Final = ("public.schema_migrations", "public.outbox_[0-9]*")
_NOISE: Final = re.compile(
    r"^--\n-- (?:Name: |PostgreSQL database dump).*\n--\n"
    r"|^-- Dumped .*\n"
    r"|^\\(?:un)?restrict .*\n"
    r"|^SET \w+ = .*;\n"
    r"|^SELECT pg_catalog\.set_config\('search_path'.*\n",
    re.MULTILINE,
)


class DumpError(Exception):
    """pg_dump failed; the message is its last line."""


def committed(service: str) -> Path:
    """Return where the schema of a service lies in the repository."""
    return _folder(service) / "schema.sql"


def render(database: Database, service: str) -> str:
    """Return what the migrations of a service add up to on an empty database."""
    with migrated(database, service) as name:
        return dump(database.bin_dir, database.owner_dsn(name))


@contextmanager
def migrated(database: Database, service: str) -> Iterator[str]:
    """Yield the name of a new, migrated database with roles like the service's; drop it after."""
    name = f"{service}_{secrets.token_hex(6)}"
    database.create(name)
    try:
        migrate(database.owner_dsn(name), _folder(service) / "migrations")
        yield name
    finally:
        database.drop(name)


def dump(bin_dir: Path, dsn: str) -> str:
    """Return the schema of a database without what differs from day to day; raise DumpError."""
    command = [
        str(bin_dir / "pg_dump"), "--schema-only", "--no-owner", "--no-privileges",
        *(f"--exclude-table={pattern}" for pattern in _LEFT_OUT),
    ]  # fmt: skip
    done = subprocess.run(
        command,
        # an address on a command line, with its password, is everybody's to read
        env={"PATH": os.defpath, **_place(dsn)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise DumpError(done.stderr.strip().splitlines()[-1])
    return _HEAD + "\n" + re.sub(r"\n{3,}", "\n\n", _NOISE.sub("", done.stdout)).strip() + "\n"


def _place(dsn: str) -> dict[str, str]:
    found = re.fullmatch(r"postgresql://([^:]+):([^@]*)@([^:]+):(\d+)/(.+)", dsn)
    assert found, "the stack's own addresses have this form"
    names = ("PGUSER", "PGPASSWORD", "PGHOST", "PGPORT", "PGDATABASE")
    return dict(zip(names, found.groups(), strict=True))


def _folder(service: str) -> Path:
    return PROJECT / "services" / service
