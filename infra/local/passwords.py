"""The random passwords of one database server, kept in a file for our user only."""

import json
import secrets
from pathlib import Path

from infra.local.folder import replace_file


class Passwords:
    """One password per role; a role that has none yet is given one."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._of: dict[str, str] = {}

    def load(self) -> bool:
        """Read the file, and say whether it could be read."""
        try:
            self._of = json.loads(self._file.read_text())
        except (OSError, ValueError):
            return False
        return True

    def of(self, role: str) -> str:
        """Return a role's password. Raises KeyError for one that was never named to `give`."""
        return self._of[role]

    def give(self, *roles: str) -> None:
        """See to it that each role has a password, and keep them."""
        for role in roles:
            self._of.setdefault(role, secrets.token_urlsafe(24))
        self._keep()

    def forget(self, *roles: str) -> None:
        """Take roles out that are no more."""
        for role in roles:
            self._of.pop(role, None)
        self._keep()

    def forget_all(self) -> None:
        """Begin anew, with a new server."""
        self._of = {}
        self._file.unlink(missing_ok=True)

    def _keep(self) -> None:
        replace_file(self._file, json.dumps(self._of), mode=0o600)
