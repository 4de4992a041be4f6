"""Every fact against the committed writer schema of its type and of the envelope.

Facts repeat each other in most places, so what was judged once is not judged again: an object is
valid when its names are and each of its values is, a list when each of its items is.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

import msgspec

from infra.contracts.published import Published, name_of
from infra.contracts.renderings import resolved
from infra.contracts.validation import validator
from tests.system.topic_log import Logged

_UNTRACED: Final = frozenset({"content-type", "traceparent"})
_SAID: Final = frozenset({"$id", "$schema", "title", "description", "default"})
_OF_OBJECTS: Final = frozenset({"type", "properties", "required", "additionalProperties"})
_OF_LISTS: Final = frozenset({"type", "items"})


def schema_faults(records: Iterable[Logged]) -> list[str]:
    """Say which facts break a schema, and where."""
    envelope = committed("envelope.v1")
    faults = []
    for record in records:
        body = committed(name_of(record.headers["ce_type"]))
        attributes = {k[3:]: v for k, v in record.headers.items() if k.startswith("ce_")}
        others = {name for name in record.headers if not name.startswith("ce_")} - _UNTRACED
        found = [
            body.fault(record.body),
            envelope.fault({**attributes, "data": None}),
            *(f"a header {name}" for name in sorted(others)),
        ]
        faults += [f"{record.topic} {record.offset}: {fault}" for fault in found if fault]
    return faults


class Committed:
    """A schema with its parts, and what was found of the values it has seen."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        keywords = schema.keys() - _SAID
        self._validator = validator(schema)
        self._seen: dict[bytes, str | None] = {}
        self._required = frozenset(schema.get("required", ()))
        self._names: dict[str, Committed] = {}
        self._items: Committed | None = None
        if keywords <= _OF_OBJECTS and schema.get("additionalProperties") is False:
            self._names = {k: Committed(each) for k, each in schema["properties"].items()}
        elif keywords == _OF_LISTS:
            self._items = Committed(schema["items"])

    def fault(self, value: Any) -> str | None:
        """Return where a value breaks the schema, or None."""
        if self._names and isinstance(value, dict):
            if not self._required <= value.keys() <= self._names.keys():
                return f"names {sorted(value)}"
            return _first((f".{k}", self._names[k].fault_once(each)) for k, each in value.items())
        if self._items and isinstance(value, list):
            return _first(("[]", self._items.fault_once(each)) for each in value)
        found = next(self._validator.iter_errors(value), None)
        return found and f"{found.json_path} breaks {found.validator}"

    def fault_once(self, value: Any) -> str | None:
        """Return the same, without looking a second time at an equal value."""
        text = msgspec.json.encode(value)
        if text not in self._seen:
            self._seen[text] = self.fault(value)
        return self._seen[text]


@cache
def committed(name: str) -> Committed:
    """Return a committed writer schema, by its name and version."""
    path = Published().schemas / f"{name}.writer.json"
    return Committed(resolved(json.loads(path.read_text(encoding="utf-8"))))


def _first(parts: Iterable[tuple[str, str | None]]) -> str | None:
    return next((f"{name}{fault}" for name, fault in parts if fault), None)
