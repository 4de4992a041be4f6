"""Hypothesis strategies for bodies, made from the writer schemas that are made from the models."""

from collections.abc import Callable
from datetime import timedelta, timezone
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from sorgfalt_contracts.lei import check_digits

from infra.contracts.published import Json
from infra.contracts.renderings import resolved

_ANY_TEXT = st.characters(codec="utf-8")
_LEI_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def documents(schema: Json) -> SearchStrategy[Any]:
    """Return whatever a writer schema allows."""
    return _documents(resolved(schema))


def _documents(schema: Json) -> SearchStrategy[Any]:
    if "anyOf" in schema:
        return st.one_of([_documents(branch) for branch in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    return _BY_TYPE[schema["type"]](schema)


def _texts(schema: Json) -> SearchStrategy[str]:
    if schema.get("format") in _BY_FORMAT:
        return _BY_FORMAT[schema["format"]]
    longest = schema.get("maxLength", 1_000)
    pattern = schema["pattern"].removeprefix("^").removesuffix("$")
    texts = st.from_regex(pattern, fullmatch=True, alphabet=_ANY_TEXT)
    return texts.filter(lambda text: len(text) <= longest)


def _objects(schema: Json) -> SearchStrategy[dict[str, Any]]:
    if "patternProperties" in schema:
        ((pattern, values),) = schema["patternProperties"].items()
        return st.dictionaries(_texts({"pattern": pattern}), _documents(values), max_size=3)
    fields = {name: _documents(each) for name, each in schema["properties"].items()}
    required = {name: fields.pop(name) for name in schema.get("required", ())}
    return st.fixed_dictionaries(required, optional=fields)


def _lists(schema: Json) -> SearchStrategy[list[Any]]:
    return st.lists(_documents(schema["items"]), max_size=3)


def _whole_numbers(schema: Json) -> SearchStrategy[int]:
    return st.integers(schema["minimum"], schema["maximum"])


def _numbers(schema: Json) -> SearchStrategy[float]:
    return st.floats(schema["minimum"], schema["maximum"]) | _whole_numbers(schema)


_BY_TYPE: dict[str, Callable[[Json], SearchStrategy[Any]]] = {
    "object": _objects,
    "array": _lists,
    "string": _texts,
    "integer": _whole_numbers,
    "number": _numbers,
    "boolean": lambda _: st.booleans(),
    "null": lambda _: st.none(),
}

_dates = st.dates().map(lambda day: day.isoformat())
_zones = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
_BY_FORMAT: dict[str, SearchStrategy[str]] = {
    "uuid": st.uuids().map(str),
    "date": _dates,
    "partial-date": st.tuples(_dates, st.sampled_from([4, 7, 10])).map(
        lambda cut: cut[0][: cut[1]]
    ),
    "date-time": st.datetimes(timezones=_zones).map(lambda instant: instant.isoformat()),
    "lei": st.text(_LEI_SIGNS, min_size=18, max_size=18).map(lambda t: t + check_digits(t)),
}
