"""Migrations by dbmate: the engine's tables first, then the service's own. Forward only."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

ENGINE: Final = Path(__file__).with_name("migrations")


class MigrationError(Exception):
    """A migration failed; the message is dbmate's last line."""


def migrate(owner_dsn: str, migrations: Path) -> None:
    """Bring the database up to date as its owner; raise MigrationError."""
    dbmate = shutil.which("dbmate", path=str(Path(sys.executable).parent)) or "dbmate"
    command = [
        dbmate, "--no-dump-schema", "--migration-lock", "--migrations-dir", str(ENGINE),
        "--migrations-dir", str(migrations), "up",
    ]  # fmt: skip
    done = subprocess.run(  # noqa: S603 - our own tool, no shell
        command,
        env={"PATH": os.defpath, "DATABASE_URL": _without_tls(owner_dsn)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise MigrationError((done.stderr or done.stdout).strip().splitlines()[-1])


def _without_tls(dsn: str) -> str:
    """Return the address for dbmate, whose driver asks for TLS; only loopback does without."""
    parts = urlsplit(dsn)
    if "sslmode" in parts.query or parts.hostname not in {"127.0.0.1", "::1", "localhost"}:
        return dsn
    return urlunsplit(
        parts._replace(query="&".join(filter(None, (parts.query, "sslmode=disable"))))
    )
