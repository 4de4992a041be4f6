"""Golden examples: bodies by type and whole Kafka records, and what is wrong with them."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from sorgfalt_contracts import envelope, strict_json
from sorgfalt_contracts.events import BY_TYPE
from sorgfalt_contracts.faults import BadEventError

from infra.contracts.published import ENVELOPE, NAMES, Json, name_of
from infra.contracts.renderings import reader
from infra.contracts.validation import fault

EVERY_TYPE_HAS: Final = ("minimal.json", "full.json")
RECORDS: Final = "records"


def bodies(folder: Path) -> dict[str, Path]:
    """Return the examples of bodies by `name/file`."""
    return {
        f"{each.parent.name}/{each.name}": each for each in _files(folder, RECORDS, without=True)
    }


def records(folder: Path) -> dict[str, Path]:
    """Return the examples of whole Kafka records by `records/file`."""
    return {f"{RECORDS}/{each.name}": each for each in _files(folder, RECORDS, without=False)}


def kafka_record(document: Json) -> tuple[list[tuple[str, bytes]], bytes]:
    """Return headers and value of a record example; its value is sent as compact JSON."""
    headers = [(name, text.encode()) for name, text in document["headers"]]
    value = json.dumps(document["value"], ensure_ascii=False, separators=(",", ":"))
    return headers, value.encode()


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every example, by which a release remembers them."""
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in sorted({**bodies(folder), **records(folder)}.items())
    }


def faults(folder: Path, closed: Mapping[str, Json]) -> Iterator[str]:
    """Yield a sentence for every example that is missing or that its type does not take."""
    found = bodies(folder)
    for label in [f"{name}/{file}" for name in NAMES for file in EVERY_TYPE_HAS]:
        if label not in found:
            yield f"The example {label} is missing."
    checked = {label: _fault_of(each.parent.name, each, closed) for label, each in found.items()}
    for label, each in records(folder).items():
        checked[label] = _fault_of_record(each, closed)
    for label, why in checked.items():
        if why is not None:
            yield f"The example {label} is not valid: {why}."


def changed_since(digests_then: Json, folder: Path) -> Iterator[str]:
    """Yield a sentence for every released example that is gone or is another now."""
    today = digests(folder)
    for label, digest in sorted(digests_then.items()):
        if today.get(label) != digest:
            yield f"The example {label} was released and must stay as it was."


def _fault_of(name: str, path: Path, closed: Mapping[str, Json]) -> str | None:
    try:
        return _fault_of_body(name, path.read_bytes(), closed)
    except BadEventError as error:
        return str(error)


def _fault_of_record(path: Path, closed: Mapping[str, Json]) -> str | None:
    try:
        document = strict_json.parse(path.read_bytes())
        headers, value = kafka_record(document)
        opened, body = envelope.open_kafka(headers, value)
        attributes = {name[3:]: text.decode() for name, text in headers if name[:3] == "ce_"}
        whole = {**attributes, "data": document["value"]} if attributes else document["value"]
        by_envelope = _fault_by_schemas(ENVELOPE, whole, closed)
        return by_envelope or _fault_of_body(name_of(opened.type), body, closed)
    except BadEventError as error:
        return str(error)


def _fault_of_body(name: str, data: bytes, closed: Mapping[str, Json]) -> str | None:
    if name not in NAMES:
        return "there is no such type"
    document = strict_json.parse(data)
    try:
        BY_TYPE[f"sorgfalt.{name}"].model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        return f"the model refuses {'.'.join(map(str, first['loc']))}"
    return _fault_by_schemas(name, document, closed)


def _fault_by_schemas(name: str, document: Any, closed: Mapping[str, Json]) -> str | None:
    by_writer = fault(closed[name], document)
    return by_writer or fault(reader(closed[name], name), document)


def _files(folder: Path, kind: str, *, without: bool) -> list[Path]:
    found = sorted(folder.glob("*/*.json"))
    return [each for each in found if (each.parent.name != kind) == without]
