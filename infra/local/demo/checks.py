"""What the demo claims about itself; a claim that does not hold makes it fail."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from infra.local.demo.bad_events import BadRecord
from infra.local.demo.sending import Place

Letters = Mapping[Place, str]
Cells = Mapping[str, int]
CountedFigures = dict[str, dict[str, int]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One claim and whether it held; `found` says in numbers what was seen."""

    claim: str
    holds: bool
    found: str


def check_nothing_refused(letters: Letters, events: int) -> Check:
    """Check that every event of the master was taken."""
    reasons = dict(Counter(letters.values()))
    return Check(
        claim=f"All {events:,} events of the master are taken.",
        holds=not letters,
        found=f"{len(letters)} dead letters {reasons or ''}".rstrip(),
    )


def check_nothing_new(before: Cells, after: Cells) -> Check:
    """Check that no service wrote a fact because known data came again."""
    new = sum(after.values()) - sum(before.values())
    return Check(
        claim="The same master again changes nothing: no fact leaves any service.",
        holds=dict(before) == dict(after),
        found=f"{new:,} new facts",
    )


def check_bad_events(places: Iterable[Place], bad: Iterable[BadRecord], letters: Letters) -> Check:
    """Check that each bad event is a dead letter for its own fault, and nothing else is one."""
    expected = {place: each.reason.value for place, each in zip(places, bad, strict=True)}
    right = sum(letters.get(place) == reason for place, reason in expected.items())
    return Check(
        claim=f"Each of the {len(expected)} bad events is a dead letter with its own reason.",
        holds=dict(letters) == expected,
        found=f"{right} with their reason, {len(letters)} dead letters in all",
    )


def check_suppliers(figures: CountedFigures, expected: int) -> Check:
    """Check that linked records count as one supplier, in every figure that counts suppliers."""
    counted = {
        name: sum(figures.get(name, {}).values())
        for name in ("suppliers_by_relation", "suppliers_by_country", "suppliers_assessed")
    }
    return Check(
        claim=f"The disclosure counts {expected:,} suppliers, each once, in every figure.",
        holds=set(counted.values()) == {expected},
        found=", ".join(f"{count:,}" for count in counted.values()),
    )


def check_merged(document: Mapping[str, Any], expected: int) -> Check:
    """Check that suppliers that turned out to be one were merged, and stand in no figure."""
    merged = document["loose_ends"]["merged"]
    return Check(
        claim=f"{expected} suppliers that turned out to be known already count nowhere.",
        holds=merged == expected,
        found=f"{merged} merged",
    )


def check_unchanged(before: CountedFigures, after: CountedFigures) -> Check:
    """Check that bad events move no figure."""
    return Check(
        claim="No figure of the disclosure moves because of repeats and bad events.",
        holds=before == after,
        found=f"{len(list(_cells(before)))} cells compared",
    )


def figures_of(document: Mapping[str, Any]) -> CountedFigures:
    """Return a disclosure's figures as cells by their code."""
    return {
        figure["code"]: {cell["cell"]: cell["value"] for cell in figure["cells"]}
        for figure in document["figures"]
    }


def _cells(figures: CountedFigures) -> Iterator[int]:
    for cells in figures.values():
        yield from cells.values()
