"""What the environment decides: the state folder, fixed ports, and what children inherit."""

import os
import secrets
import socket
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from infra.local.errors import StackError

PROJECT: Final = Path(__file__).resolve().parents[2]
SERVICES: Final = ("intake", "risk", "grievance", "reporting")
MARK: Final = "SORGFALT_STACK"
"""In the environment of every child: the folder of the stack it belongs to."""

# Below what Linux hands out for outgoing connections: a client that dials a dead port in that
# range can be connected to itself, and a broker coming back can find its own port taken.
_PORTS: Final = (20_000, 32_000)
_HIGHEST_PORT: Final = 65_535
_FOREIGN: Final = (
    *("PG", "KAFKA_", "JAVA_", "JDK_", "CLASSPATH", "XDG_", "JGO_CACHE"),
    *("MAKE", "MFLAGS", "SORGFALT_PARENT"),
)

_environment: Final = os.environ  # noqa: TID251 - the one reader of it in this package


@dataclass(frozen=True, kw_only=True, slots=True)
class Ports:
    """Ports that are set by the caller; those left out are chosen freely at each start."""

    kafka: int | None = None
    postgres: int | None = None
    services: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def from_environment(cls) -> "Ports":
        """Read SORGFALT_KAFKA_PORT, SORGFALT_POSTGRES_PORT and SORGFALT_<SERVICE>_PORT.

        Raises StackError for a value that is not a port number.
        """
        services = {name: port for name in SERVICES if (port := _port_of(name)) is not None}
        return cls(kafka=_port_of("kafka"), postgres=_port_of("postgres"), services=services)


def state_folder() -> Path:
    """Return the folder for everything that is written: SORGFALT_STATE, or .state here."""
    return Path(_environment.get("SORGFALT_STATE") or PROJECT / ".state").absolute()


def parent_process() -> int | None:
    """Return the process number of the make that started us, so that its death ends us too."""
    number = _environment.get("SORGFALT_PARENT", "")
    return int(number) if number.isdecimal() else None


def child_environment(root: Path) -> dict[str, str]:
    """Return what a child inherits: nothing that redirects it, and no home but ours."""
    kept = {name: value for name, value in _environment.items() if not name.startswith(_FOREIGN)}
    return kept | {
        MARK: str(root),
        "HOME": str(root / "home"),
        "TMPDIR": str(root / "tmp"),
        "PYTHONPYCACHEPREFIX": str(state_folder() / "cache" / "pycache"),
        "PYTHONUNBUFFERED": "1",
    }


def choose_port(wanted: int | None, name: str, others: Collection[int] = ()) -> int:
    """Return the wanted port, or a free one that is none of the `others`.

    Raises StackError if the wanted one is taken.
    """
    if wanted is not None:
        if wanted not in others and _is_free(wanted):
            return wanted
        raise StackError(
            f"Port {wanted}, set by SORGFALT_{name.upper()}_PORT, is taken by another program: "
            "end that program, set another port, or leave the variable out."
        )
    lowest, highest = _PORTS
    candidates = (lowest + secrets.randbelow(highest - lowest) for _ in range(1000))
    return next(port for port in candidates if port not in others and _is_free(port))


def _port_of(name: str) -> int | None:
    variable = f"SORGFALT_{name.upper()}_PORT"
    text = _environment.get(variable, "").strip()
    if not text:
        return None
    if not text.isdecimal() or not 0 < int(text) <= _HIGHEST_PORT:
        raise StackError(f"{variable} must be a port number from 1 to 65535, not {text!r}.")
    return int(text)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # lingering closed ones pass
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
