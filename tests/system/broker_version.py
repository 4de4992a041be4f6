"""Which Kafka answers on an address: asked over the wire, and of the very process that listens.

Kafka's protocol tells no patch version. It tells the highest metadata.version a broker supports,
which names major and minor; the jars that the listening process holds open name the rest.
"""

import io
import socket
import struct
import zipfile
from pathlib import Path

import psutil

# ApiVersions, version 4, flexible header: correlation 7, client "sf", software "sf" "1"
_QUESTION = struct.pack(">hhih", 18, 4, 7, 2) + b"sf\0" + b"\x03sf" + b"\x021" + b"\0"
_SUPPORTED_FEATURES = 0  # the tag of that field in the answer
_VERSION_FILE = "kafka/kafka-version.properties"


def ask_features(bootstrap: str) -> dict[str, tuple[int, int]]:
    """Return what the broker says it supports: each feature's lowest and highest level."""
    host, port = bootstrap.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(struct.pack(">i", len(_QUESTION)) + _QUESTION)
        stream = connection.makefile("rb")
        (size,) = struct.unpack(">i", stream.read(4))
        return _read_features(io.BytesIO(stream.read(size)))


def version_of_listener(bootstrap: str) -> str:
    """Return the version in the jar of Kafka that the process behind the address holds open."""
    port = int(bootstrap.split(":")[1])
    (process,) = {
        each.pid
        for each in psutil.net_connections("tcp")
        if each.status == psutil.CONN_LISTEN and each.laddr.port == port and each.pid
    }
    open_jars = {Path(file.path) for file in psutil.Process(process).open_files()}
    (jar,) = [each for each in open_jars if each.name.startswith("kafka-clients-")]
    with zipfile.ZipFile(jar) as archive:
        lines = archive.read(_VERSION_FILE).decode().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)["version"]


def _read_features(answer: io.BytesIO) -> dict[str, tuple[int, int]]:
    correlation, error = struct.unpack(">ih", answer.read(6))
    assert (correlation, error) == (7, 0)
    for _ in range(_varint(answer) - 1):
        answer.read(6)  # one request: its number, lowest and highest version
        assert _varint(answer) == 0
    answer.read(4)  # throttle time
    for _ in range(_varint(answer)):
        tag, size = _varint(answer), _varint(answer)
        field = io.BytesIO(answer.read(size))
        if tag == _SUPPORTED_FEATURES:
            return dict(_feature(field) for _ in range(_varint(field) - 1))
    return {}


def _feature(field: io.BytesIO) -> tuple[str, tuple[int, int]]:
    name = field.read(_varint(field) - 1).decode()
    lowest, highest = struct.unpack(">hh", field.read(4))
    assert _varint(field) == 0
    return name, (lowest, highest)


def _varint(stream: io.BytesIO) -> int:
    number, shift = 0, 0
    while True:
        byte = stream.read(1)[0]
        number |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            return number
