"""What may change within a version of a type, and what needs a new one (`.v2`).

Two questions, both answered by `containment`:

1. Of every type: does this version still take whatever the last release could say? Senders that
   were never changed still send it, and topics that are kept for ever still hold it. So nothing
   is removed, renamed, newly required or narrowed, no code leaves a vocabulary, no default changes.
2. Of facts: can a subscriber who validates with the last release's reader schema take whatever this
   version may say? So nothing becomes optional or null that was not, no type changes, and no limit
   or pattern is widened. New optional fields and new codes pass: reader schemas are open to both.

For types that only come in, the second question does not arise: we are the only reader.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from infra.contracts.containment import Comparison, differences
from infra.contracts.published import FACTS, Json
from infra.contracts.renderings import reader, resolved


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Finding:
    """One break: the type, the place in it, and one sentence why."""

    name: str
    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.name}, {self.where}: {self.why}"


def breaks(released: Mapping[str, Json], current: Mapping[str, Json]) -> list[Finding]:
    """Return every break between the writer schemas of the last release and the current ones."""
    found: set[Finding] = set()
    for name, old in released.items():
        if name not in current:
            why = "It was released, and topics may still hold it; a type never goes."
            found.add(Finding(name=name, where="(the type)", why=why))
        else:
            found.update(_breaks_of(name, old, current[name]))
    return sorted(found)


def _breaks_of(name: str, old: Json, new: Json) -> Iterator[Finding]:
    comparisons = [
        Comparison(
            said=resolved(old),
            taken=resolved(new),
            giver="An event of the last release",
            taker="this version",
        )
    ]
    if name in FACTS:
        comparisons.append(
            Comparison(
                said=resolved(new),
                taken=resolved(reader(old, name)),
                giver="An event of this version",
                taker="a reader of the last release",
            )
        )
    for comparison in comparisons:
        for each in differences(comparison):
            yield Finding(name=name, where=each.where, why=each.why)
