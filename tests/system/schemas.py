"""Every fact against the committed writer schema of its type and of the envelope.

Two in three facts say in most places what another says too, so what was judged once is not judged
again: an object is valid when its names are and each of its values is, a list when its items are.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from infra.contracts.containment import resolved
from infra.contracts.published import Published, name_of
from infra.contracts.validation import validator
from tests.system.topic_log import Logged

Schema = Mapping[str, Any]

_UNTRACED: Final = frozenset({"content-type", "traceparent"})
_SAID: Final = frozenset({"$id", "$schema", "title", "description", "default"})
_OF_OBJECTS: Final = frozenset({"type", "properties", "required", "additionalProperties"})


def schema_faults(records: Iterable[Logged]) -> list[str]:
    """Say which facts break a schema, and where."""
    envelope = _committed("envelope.v1")
    faults = []
    for record in records:
        attributes = {k[3:]: v for k, v in record.headers.items() if k.startswith("ce_")}
        others = {name for name in record.headers if not name.startswith("ce_")} - _UNTRACED
        found = [
            fault_of(_committed(name_of(record.headers["ce_type"])), record.body),
            fault_of(envelope, {**attributes, "data": None}),
            *(f"a header {name}" for name in sorted(others)),
        ]
        faults += [f"{record.topic} {record.offset}: {fault}" for fault in found if fault]
    return faults


def fault_of(schema: "Committed", document: Any) -> str | None:
    """Return where a document breaks a schema, or None."""
    return schema.fault(document)


@cache
def _committed(name: str) -> "Committed":
    path = Published().schemas / f"{name}.writer.json"
    return Committed(resolved(json.loads(path.read_text(encoding="utf-8"))))


class Committed:
    """A schema with its parts, and what was found of the values it has seen."""

    def __init__(self, schema: Schema) -> None:
        self._validator = validator(schema)
        self._seen: dict[str, str | None] = {}
        is_object = schema.keys() - _SAID == _OF_OBJECTS
        self._properties = {
            name: Committed(each) for name, each in schema["properties"].items()
        } if is_object else None
        self._items = Committed(schema["items"]) if schema.get("type") == "array" else None

    def fault(self, value: Any) -> str | None:
        """Return where a value breaks the schema, or None."""
        if self._properties is not None and isinstance(value, dict):
            return self._fault_of_object(value)
        if self._items is not None and isinstance(value, list):
            return self._fault_of_list(value)
        return self._fault_as_it_stands(value)

XX
