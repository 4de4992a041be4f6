"""Packs: complete header, files as their checksums say, and no value without a source."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shared.store.packs import PackError, load_pack


def faults(folder: Path) -> list[str]:
    """Say what is wrong with one pack."""
    try:
        pack = load_pack(folder)
    except PackError as error:
        return [str(error)]
    named = {"pack.toml", *pack.files}
    stray = sorted(path.name for path in folder.iterdir() if path.name not in named)
    found = [f"pack {folder.name}: {name} has no checksum" for name in stray]
    found += [f"pack {folder.name}: {where} has an empty source" for where in _empty(pack.rules)]
    for file in pack.files:
        if file.endswith(".csv"):
            found += [f"pack {folder.name}: {file}:{line}" for line in _loose(pack.rows(file))]
    return found


def _empty(value: Any, where: str = "") -> Iterator[str]:
    """Yield where a rule names a source and leaves it empty."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key == "source" and not (isinstance(each, str) and each.strip()):
                yield where or key
            yield from _empty(each, f"{where}.{key}".strip("."))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _empty(each, f"{where}[{number}]")


def _loose(rows: list[dict[str, str]]) -> Iterator[str]:
    """Yield the lines of a table with a column `source` that leave it empty."""
    for line, row in enumerate(rows, start=2):
        if "source" in row and not (row["source"] or "").strip():
            yield f"{line} has an empty source"


def unsourced_laws(folder: Path) -> list[str]:
    """Say which statements about the law lack source, status or the day they were looked up."""
    document = tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8"))
    return [
        f"pack {folder.name}: law[{number}] lacks {key}"
        for number, law in enumerate(document.get("law", []))
        for key in ("source", "status", "as_of")
        if not law.get(key)
    ]
