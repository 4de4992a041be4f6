"""A sweep for words that must be nowhere: logs, topics, metrics, databases, whole files on disk.

It looks for each word as people write it and as machines do: UTF-8, UTF-16, hex, base64 at every
offset, JSON and percent escapes. What it cannot find planted, it cannot rule out.
"""

import base64
import json
import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import quote

import httpx
from aiokafka import AIOKafkaConsumer, TopicPartition
from confluent_kafka.admin import AdminClient

from infra.local.settings import SERVICES
from infra.local.stack import Stack

Evidence = dict[str, bytes]
"""What was gathered, by where it was found."""

_BYTES: Final = re.compile(rb"\\x((?:[0-9a-f]{2})+)")
_NOTHING: Final = re.compile(rb"\x00{8,}")
_KEPT: Final = 12
"""Letters of base64 that a word must give, whatever its offset, to be told from chance."""


def found(evidence: Mapping[str, bytes], words: Iterable[str]) -> list[str]:
    """Return where a word stands, as `place: word`, in the order of the evidence."""
    forms = {word: {form.lower() for form in _forms(word)} for word in words}
    faults = []
    for place, content in evidence.items():
        lowered = content.lower()
        faults += [
            f"{place}: {word}"
            for word, spelled in forms.items()
            if any(form in lowered for form in spelled)
        ]
    return faults


def _forms(word: str) -> Iterator[bytes]:
    raw = word.encode()
    yield raw
    yield word.encode("utf-16-le")
    yield word.encode("utf-16-be")
    yield raw.hex().encode()
    yield json.dumps(word)[1:-1].encode()
    yield quote(word).encode()
    yield from _base64(raw)


def _base64(raw: bytes) -> Iterator[bytes]:
    """Yield what a word looks like inside a longer base64 text, at each of the three offsets."""
    for offset in range(3):
        start = -(-8 * offset // 6)
        text = base64.b64encode(bytes(offset) + raw)
        kept = text[start : len(text.rstrip(b"=")) - 1]
        if len(kept) >= _KEPT:
            yield kept
            yield kept.replace(b"+", b"-").replace(b"/", b"_")


async def gather(stack: Stack) -> Evidence:
    """Return everything the stack has said or kept."""
    return {
        **logs(stack.folder.log),
        **await topics(stack.bootstrap),
        **{f"metrics of {service}": await metrics(stack.http(service)) for service in SERVICES},
        **{f"database {service}": dump(stack, service) for service in SERVICES},
        **files(stack.folder.root / "kafka", "file of the broker"),
        **files(stack.folder.root / "postgres", "file of the database"),
    }


def logs(folder: Path) -> Evidence:
    """Return what every process has said."""
    return {f"log {path.name}": path.read_bytes() for path in sorted(folder.glob("*"))}


async def topics(bootstrap: str) -> Evidence:
    """Return all bytes of all records of all topics: keys, headers and values."""
    held: dict[str, list[bytes]] = {}
    known = AdminClient({"bootstrap.servers": bootstrap}).list_topics(timeout=10).topics
    places = [TopicPartition(name, number) for name in known for number in known[name].partitions]
    async with AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False) as consumer:
        begins, ends = await consumer.beginning_offsets(places), await consumer.end_offsets(places)
        left = {place for place in places if ends[place] > begins[place]}
        consumer.assign(list(left))
        for place in left:
            consumer.seek(place, begins[place])
        while left:
            for place, records in (await consumer.getmany(*left, timeout_ms=500)).items():
                for record in records:
                    pieces = held.setdefault(f"topic {place.topic}", [])
                    pieces += [record.key or b"", record.value or b""]
                    pieces += [part for n, v in record.headers for part in (n.encode(), v or b"")]
                if await consumer.position(place) >= ends[place]:
                    left.discard(place)
    return {name: b"\n".join(pieces) for name, pieces in held.items()}


async def metrics(address: str) -> bytes:
    """Return what one service tells of itself in numbers."""
    async with httpx.AsyncClient(base_url=address, timeout=30) as client:
        return (await client.get("/metrics")).content


def dump(stack: Stack, service: str) -> bytes:
    """Return a whole database as pg_dump writes it, with its bytes also as they are."""
    program = stack.database.bin_dir / "pg_dump"
    address = f"{stack.admin_dsn.rsplit('/', 1)[0]}/{service}"
    written = subprocess.run(
        [program, "--inserts", "--dbname", address], check=True, capture_output=True, timeout=120
    ).stdout
    kept = (bytes.fromhex(digits.decode()) for digits in _BYTES.findall(written))
    return b"\n".join([written, *kept])


def files(folder: Path, kind: str) -> Evidence:
    """Return every file of a folder: tables, indexes, write-ahead log, segments of topics."""
    return {
        f"{kind} {path.relative_to(folder)}": _written(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _written(path: Path) -> bytes:
    """Return what was ever written to a file: the broker opens indexes of 10 MiB of nothing."""
    pieces = []
    with path.open("rb") as file:
        end = 0
        with suppress(OSError):  # ENXIO: nothing but a hole follows
            while True:
                start = os.lseek(file.fileno(), end, os.SEEK_DATA)
                end = os.lseek(file.fileno(), start, os.SEEK_HOLE)
                pieces.append(os.pread(file.fileno(), end - start, start))
    return _NOTHING.sub(b"\0", b"\n".join(pieces))
