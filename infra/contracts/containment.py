"""Whether whatever one schema allows, another takes as well: field by field, in sentences.

Covers the keywords that our renderings use; any other keyword is itself a finding, so that the
check never passes what it does not understand. Where it cannot tell (two different patterns) it
says no: a pattern that only got wider needs a human to say so, by a new type.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from jsonschema import Draft202012Validator

from infra.contracts.published import Json

_ANNOTATIONS: Final = {"$schema", "$id", "$defs", "title", "description", "examples", "default"}
_SHAPE: Final = {"$ref", "anyOf", "type", "properties", "required", "items"}
_VALUE: Final = {"enum", "const", "pattern", "format"}
_MAPS: Final = {"additionalProperties", "patternProperties"}
_LEAST: Final = ("minimum", "minLength", "minItems")
_MOST: Final = ("maximum", "maxLength", "maxItems")
_KNOWN: Final = _ANNOTATIONS | _SHAPE | _VALUE | _MAPS | {*_LEAST, *_MOST}
_ANY_TYPE: Final = ("null", "boolean", "number", "string", "array", "object")


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """Something that the giver may say and the taker does not take."""

    where: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """One place in two schemas; `giver` and `taker` are how sentences call the two sides."""

    said: Json
    taken: Json
    giver: str
    taker: str
    where: str = ""

    def at(self, said: Json, taken: Json, step: str = "") -> "Comparison":
        """Return the comparison one step further down."""
        return replace(self, said=said, taken=taken, where=self.where + step)

    def found(self, may: str, but: str, step: str = "") -> Difference:
        """Return the difference as one sentence."""
        why = f"{self.giver} may {may}, and {self.taker} {but}."
        return Difference(where=self.place(step), why=why)

    def place(self, step: str = "") -> str:
        """Return the path of field names, or of one step further down."""
        return (self.where + step).removeprefix(".") or "(the body)"


Rule = Callable[[Comparison], Iterator[Difference]]


def differences(at: Comparison) -> Iterator[Difference]:
    """Yield what keeps the taker's schema from taking everything that the giver's allows."""
    unknown = sorted({*at.said, *at.taken} - _KNOWN)
    if unknown:
        why = f"The check cannot judge {', '.join(unknown)}: teach it the keyword first."
        yield Difference(where=at.place(), why=why)
        return
    if "anyOf" in at.said or "anyOf" in at.taken:
        yield from _branches(at)
        return
    yield from _types(at)
    if not _types_of(at.said) & _types_of(at.taken):
        return
    for rule in [_codes] if _codes_of(at.said) else _RULES:
        yield from rule(at)


def _branches(at: Comparison) -> Iterator[Difference]:
    for said in _branches_of(at.said):
        fitting = [
            list(differences(at.at(said, taken)))
            for taken in _branches_of(at.taken)
            if _types_of(said) & _types_of(taken)
        ]
        if not fitting:
            yield from _types(at.at(said, {"type": _all_types(at.taken)}))
        elif all(fitting):  # no branch takes it: what the first one says stands for all
            yield from fitting[0]


def _branches_of(schema: Json) -> list[dict[str, Any]]:
    """Return the branches, each with what stands beside them: that holds for all."""
    beside = {key: each for key, each in schema.items() if key not in {"anyOf", *_ANNOTATIONS}}
    return [{**beside, **branch} for branch in schema.get("anyOf", [{}])]


def _types(at: Comparison) -> Iterator[Difference]:
    for each in sorted(_types_of(at.said) - _types_of(at.taken)):
        if each == "null":
            yield at.found("say null", "takes no null")
        elif each == "number" and "integer" in _types_of(at.taken):
            yield at.found("say a fraction", "takes whole numbers only")
        else:
            yield at.found(f"say a value of type {each}", f"takes {_listed(at.taken)} only")


def _codes(at: Comparison) -> Iterator[Difference]:
    """Of a list of codes each is tried; where any value may come, no list takes them all."""
    taker = Draft202012Validator(dict(at.taken))
    for code in _codes_of(at.said):
        if not taker.is_valid(code):
            yield at.found(f"say {code!r}", "does not take that code")
    if _codes_of(at.taken) and not _codes_of(at.said):
        yield at.found("say any value", "knows a list of codes only")


def _shapes(at: Comparison) -> Iterator[Difference]:
    for keyword in ("pattern", "format"):
        asked = at.taken.get(keyword)
        if asked is not None and at.said.get(keyword) != asked:
            yield at.found(f"say text of another {keyword}", f"asks for {keyword} {asked}")


def _limits(at: Comparison) -> Iterator[Difference]:
    for keyword in _LEAST:
        asked, given = at.taken.get(keyword), at.said.get(keyword)
        if asked is not None and (given is None or given < asked):
            yield at.found(f"go below {keyword} {asked}", "takes no less")
    for keyword in _MOST:
        asked, given = at.taken.get(keyword), at.said.get(keyword)
        if asked is not None and (given is None or given > asked):
            yield at.found(f"go beyond {keyword} {asked}", "takes no more")


def _items(at: Comparison) -> Iterator[Difference]:
    if "items" in at.taken:
        yield from differences(at.at(at.said.get("items", {}), at.taken["items"], "[]"))


def _fields(at: Comparison) -> Iterator[Difference]:
    said, taken = at.said.get("properties", {}), at.taken.get("properties", {})
    for name in sorted(set(at.taken.get("required", ())) - set(at.said.get("required", ()))):
        yield at.found("leave it out", "requires it", f".{name}")
    for name in sorted(said.keys() & taken.keys()):
        yield from differences(at.at(said[name], taken[name], f".{name}"))
        yield from _meaning_of_absence(at, name)
    if at.taken.get("additionalProperties") is False:
        for name in sorted(said.keys() - taken.keys()):
            yield at.found("say it", "has no such field: it was removed or renamed", f".{name}")
        if at.said.get("additionalProperties") is not False:
            yield at.found("say fields of its own", "takes declared fields only")


def _meaning_of_absence(at: Comparison, name: str) -> Iterator[Difference]:
    """A default is what a reader assumes of a field left out: another default is another event."""
    if name in at.said.get("required", ()):
        return
    said, taken = at.said["properties"][name], at.taken["properties"][name]
    if "default" in said and said["default"] != taken.get("default"):
        meant, read = said["default"], taken.get("default")
        yield at.found(f"leave it out and mean {meant!r}", f"reads {read!r} then", f".{name}")


def _maps(at: Comparison) -> Iterator[Difference]:
    said, taken = at.said.get("patternProperties", {}), at.taken.get("patternProperties", {})
    for pattern in sorted(said):
        if pattern in taken:
            yield from differences(at.at(said[pattern], taken[pattern], "{}"))
        elif at.taken.get("additionalProperties") is False:
            yield at.found(f"use keys like {pattern}", "takes other keys only", "{}")
    if at.taken.get("patternProperties") and not said:
        yield at.found("use any key", f"takes keys like {', '.join(sorted(taken))}", "{}")


_RULES: Final[tuple[Rule, ...]] = (_codes, _shapes, _limits, _items, _fields, _maps)


def _types_of(schema: Json) -> set[str]:
    """Return the JSON types a schema takes; an integer is a number too, on both sides."""
    given = schema.get("type", list(_ANY_TYPE))
    types = {given} if isinstance(given, str) else set(given)
    return types | {"integer"} if "number" in types else types


def _all_types(schema: Json) -> list[str]:
    return sorted(set().union(*map(_types_of, _branches_of(schema))))


def _listed(schema: Json) -> str:
    return " or ".join(sorted(_types_of(schema)))


def _codes_of(schema: Json) -> list[Any]:
    return [schema["const"]] if "const" in schema else list(schema.get("enum", ()))
