"""Suppliers: groups of records that share a number, with what was said last of each field."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from .reading import SUPPLIER_REPORTED

Key = tuple[str, ...]
"""A sender's own object: system, client, number."""

Supplier = Mapping[str, Any]
"""Fields by name; `records` are the keys of all its records; each site has its `id`."""

FIELDS: Final = ("name", "country", "relation", "lei", "bpn", "materials", "sites")


def suppliers(events: Iterable[Mapping[str, Any]]) -> list[Supplier]:
    """Return one supplier per group of linked records, with what was said last of each field.

    A record that only an audit names is a supplier of which nothing else is known.
    """
    said: dict[Key, dict[str, _Said]] = {}
    groups = _Groups()
    for event in events:
        data, time = event["data"], datetime.fromisoformat(event["time"])
        key = key_of(data["record"])
        fields = said.setdefault(key, {})
        if event["type"] != SUPPLIER_REPORTED:
            continue
        groups.link(key, *((kind, data[kind]) for kind in ("lei", "bpn") if data.get(kind)))
        for name in FIELDS:
            if name in data:
                fields[name] = _heard(fields.get(name), data[name], time)
    members: defaultdict[Key, list[Key]] = defaultdict(list)
    for key in sorted(said):
        members[groups.root(key)].append(key)
    return [_folded(keys, said) for keys in members.values()]


def key_of(record: Mapping[str, str]) -> Key:
    """Return a record's key."""
    return tuple(record[part] for part in ("system", "client", "number"))


def places(supplier: Supplier) -> Iterator[tuple[str, set[str]]]:
    """Yield the country and materials of each site, or of the seat where no site is known."""
    materials: set[str] = supplier["materials"]
    named = {code for site in supplier["sites"] for code in site.get("materials", ())}
    for site in supplier["sites"]:
        own = set(site.get("materials", ())) or materials
        yield site["country"], own | (materials - named)
    if not supplier["sites"] and supplier.get("country"):
        yield supplier["country"], materials


@dataclass(frozen=True)
class _Said:
    value: Any
    since: datetime
    heard: datetime


class _Groups:
    """Numbers that were ever named together belong to one supplier (union-find)."""

    def __init__(self) -> None:
        self._parents: dict[Key, Key] = {}

    def root(self, number: Key) -> Key:
        parent = self._parents.setdefault(number, number)
        while parent != self._parents[parent]:
            parent = self._parents[parent]
        return parent

    def link(self, first: Key, *others: Key) -> None:
        for other in others:
            self._parents[self.root(other)] = self.root(first)


def _heard(kept: _Said | None, value: Any, time: datetime) -> _Said:
    """Late news has no effect; the same value again keeps the time at which it was first said."""
    if kept is not None and time < kept.heard:
        return kept
    since = kept.since if kept is not None and kept.value == value else time
    return _Said(value, since, time)


def _folded(keys: Sequence[Key], said: Mapping[Key, Mapping[str, _Said]]) -> Supplier:
    newest: dict[str, _Said] = {}
    sites: dict[Key, _Said] = {}
    materials: set[str] = set()
    for key in keys:
        for name, each in said[key].items():
            if each.value is not None and (name not in newest or each.since > newest[name].since):
                newest[name] = each
        materials.update(_value(said[key].get("materials")))
        for site in _value(said[key].get("sites")):
            number, since = (*key[:2], site["number"]), said[key]["sites"].since
            if number not in sites or since > sites[number].since:
                sites[number] = _Said({**site, "id": number}, since, since)
    materials.update(code for each in sites.values() for code in each.value.get("materials", ()))
    single = {name: each.value for name, each in newest.items()}
    listed = [each.value for each in sites.values()]
    return {**single, "materials": materials, "sites": listed, "records": frozenset(keys)}


def _value(said: _Said | None) -> list[Any]:
    return (said.value if said is not None else None) or []
