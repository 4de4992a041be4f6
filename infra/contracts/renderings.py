"""The two renderings of one schema: writer (closed) and reader (open).

Writer: what may be said. No further fields, vocabularies as lists of codes. Our own gates and the
compatibility check use it. Reader: what subscribers validate with. Unknown fields pass, a
vocabulary is any string (its known codes stand under `examples`), since a newer writer may say a
code that this release does not know and that reads as unknown. Limits and patterns stay in both:
a subscriber may size a column by them.
"""

from collections.abc import Callable
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema
from sorgfalt_contracts.events import Event

from infra.contracts.published import Json, name_of

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_BY_NAME: Final = ("properties", "patternProperties", "$defs")


class _WithoutTitles(GenerateJsonSchema):
    """A field's title would be its name once more."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        del schema
        return False


def writer(event: type[Event]) -> dict[str, Any]:
    """Return the closed schema of an event's body."""
    schema = event.model_json_schema(schema_generator=_WithoutTitles)
    return named(_everywhere(_close, schema), name_of(event.TYPE), "writer")


def reader(closed: Json, name: str) -> dict[str, Any]:
    """Return the open schema that belongs to a closed one."""
    return named(_everywhere(_open, closed), name, "reader")


def named(schema: Json, name: str, rendering: str) -> dict[str, Any]:
    """Return the schema under its own name in the dialect of all our schemas."""
    return {
        **schema,
        "$schema": DIALECT,
        "$id": f"urn:sorgfalt:schema:{name}:{rendering}",
    }


def resolved(schema: Json) -> dict[str, Any]:
    """Return the schema with every reference replaced by what it refers to."""
    return dict(_resolved(schema, schema.get("$defs", {})))


def _resolved(node: Any, known: Json) -> Any:
    if isinstance(node, list):
        return [_resolved(each, known) for each in node]
    if not isinstance(node, dict):
        return node
    beside = {
        key: _resolved(each, known) for key, each in node.items() if key not in {"$ref", "$defs"}
    }
    if "$ref" not in node:
        return beside
    return {**_resolved(known[node["$ref"].removeprefix("#/$defs/")], known), **beside}


def _everywhere(change: Callable[[Json], dict[str, Any]], schema: Json) -> dict[str, Any]:
    """Return the schema with `change` made to it and to every schema inside it."""
    changed = change(schema)
    for key in _BY_NAME:
        if key in changed:
            inner = changed[key].items()
            changed[key] = {name: _everywhere(change, each) for name, each in inner}
    if "items" in changed:
        changed["items"] = _everywhere(change, changed["items"])
    if "anyOf" in changed:
        changed["anyOf"] = [_everywhere(change, each) for each in changed["anyOf"]]
    return changed


def _close(schema: Json) -> dict[str, Any]:
    """Close maps too: pydantic leaves keys open that do not match the pattern."""
    is_map = "patternProperties" in schema
    return {**schema, "additionalProperties": False} if is_map else dict(schema)


def _open(schema: Json) -> dict[str, Any]:
    kept = {key: value for key, value in schema.items() if key != "additionalProperties"}
    codes = kept.pop("enum", None)
    return kept if codes is None else {**kept, "examples": codes}
