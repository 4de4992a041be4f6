"""The proof file: what was measured, on which tree, with which versions. Demo and tests add to it.

`build/proof.json` holds one tree. The first entry of another tree begins the file anew, so that
no figure can stand beside a tree that did not give it.
"""

import hashlib
import json
import os
import platform
import subprocess
import time
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from infra.local.settings import PROJECT

PROOF: Final = PROJECT / "build" / "proof.json"
_LOCK: Final = PROJECT / "infra" / "local" / "kafka.lock.toml"
_NOT_SOURCE: Final = frozenset({"build", "__pycache__", "node_modules"})


def add_proof(name: str, entry: Mapping[str, Any], path: Path = PROOF) -> dict[str, Any]:
    """Put an entry under its name into the proof file, in place of an older one; return the file.

    Counts, figures and durations (in seconds, named so) go into the entry.
    """
    tree = tree_of(PROJECT)
    proof = _read(path)
    if proof.get("tree") != tree:
        proof = {"tree": tree, "versions": {}, "entries": {}}
    proof["versions"] |= {"python": platform.python_version(), "kafka": kafka_version()}
    proof["versions"] |= entry.get("versions", {})
    said = {key: value for key, value in entry.items() if key != "versions"}
    recorded_at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    proof["entries"][name] = {"recorded_at": recorded_at, **said}
    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_suffix(".new")
    written.write_text(json.dumps(proof, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
    written.replace(path)
    return proof


def tree_of(project: Path) -> dict[str, Any]:
    """Return what names the sources: git's tree and whether it is clean, else a hash of the files.

    A tree that is not clean is named by the files as well, for HEAD alone would be wrong.
    """
    tree = _git(project, "rev-parse", "HEAD^{tree}")
    if tree is None:
        return {"files_sha256": _files_sha256(project)}
    if _git(project, "status", "--porcelain") == "":
        return {"git_tree": tree, "is_clean": True}
    return {"git_tree": tree, "is_clean": False, "files_sha256": _files_sha256(project)}


def kafka_version() -> str:
    """Return the broker's version, as our lock names it."""
    coordinates: list[str] = tomllib.loads(_LOCK.read_text())["coordinates"]
    return next(each.rsplit(":", 1)[1] for each in coordinates if ":kafka_" in each)


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _git(project: Path, *words: str) -> str | None:
    try:
        asked = subprocess.run(
            ["git", *words], cwd=project, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return None
    return asked.stdout.strip() if asked.returncode == 0 else None


def _files_sha256(project: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(_source_files(project)):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        whole.update(f"{path.relative_to(project).as_posix()} {content}\n".encode())
    return whole.hexdigest()


def _source_files(project: Path) -> Iterator[Path]:
    """Yield the files git would track: those it lists, or all but hidden and built ones."""
    listed = _git(project, "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    if listed is not None:
        named = (project / name for name in listed.split("\0") if name)
        yield from (path for path in named if path.is_file())
        return
    for folder, folders, files in os.walk(project):
        folders[:] = [each for each in folders if each[0] != "." and each not in _NOT_SOURCE]
        yield from (Path(folder) / name for name in files)
