"""Packs: versioned data with source, edition, licence and the day it is valid from.

A pack is a folder with a `pack.toml` and the files it names. Law, methods and indices are packs;
a service refuses to start on a file that differs from its pack's checksum.
"""

import csv
import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any


class PackError(Exception):
    """A pack is not what it says; the sentence names the pack and the fault."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PackHeader:
    """What a pack says of itself. `status` is that of the law or data, in words."""

    pack: str
    edition: str
    title: str
    source: str
    licence: str
    credit: str
    status: str
    valid_from: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Pack:
    """A loaded pack: header, rules (the rest of pack.toml) and its folder of checked files."""

    header: PackHeader
    rules: Mapping[str, Any]
    files: Mapping[str, bytes]

    def rows(self, file: str) -> list[dict[str, str]]:
        """Return the rows of a CSV file of the pack; every cell is text, NA is Namibia."""
        text = self.files[file].decode("utf-8-sig")
        return list(csv.DictReader(text.splitlines(keepends=True)))


def load_pack(folder: Path) -> Pack:
    """Return the pack in `folder`; raise PackError."""
    path = folder / "pack.toml"
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise PackError(f"pack {folder.name}: pack.toml cannot be read: {error}") from None
    header = _header(folder.name, document)
    named = document.pop("files", {})
    files = {name: _checked(folder / name, sha256) for name, sha256 in named.items()}
    return Pack(header=header, rules=document, files=files)


def _header(folder: str, document: dict[str, Any]) -> PackHeader:
    wanted = [field.name for field in fields(PackHeader)]
    if missing := [name for name in wanted if not document.get(name)]:
        raise PackError(f"pack {folder}: pack.toml lacks {', '.join(missing)}")
    if document["pack"] != folder:
        raise PackError(f"pack {folder}: pack.toml is that of {document['pack']}")
    return PackHeader(**{name: document.pop(name) for name in wanted})


def _checked(path: Path, sha256: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError:
        raise PackError(f"pack {path.parent.name}: {path.name} is missing") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise PackError(f"pack {path.parent.name}: {path.name} differs from its checksum")
    return content
