"""What the demo claims about itself; a claim that does not hold makes it fail."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from infra.local.demo.bad_events import BadRecord
from infra.local.demo.editions import Edition
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


def check_total(events: Mapping[str, int], counted: Iterable[str], expected: int) -> Check:
    """Check that feed and cases together are as many as the demo says."""
    found = sum(events[name] for name in counted)
    return Check(
        claim=f"Events and cases are {expected:,} in all.",
        holds=found == expected,
        found=f"{found:,}",
    )


def check_letters_of_all(letters: Mapping[str, int], bad: int) -> Check:
    """Check that no service refused anything but the bad events, which intake refused."""
    return Check(
        claim="No service refuses anything else.",
        holds={name: count for name, count in letters.items() if count} == {"intake": bad},
        found=", ".join(f"{name} {count}" for name, count in letters.items()),
    )


def check_cells(claim: str, cells: Cells, expected: Cells) -> Check:
    """Check that a figure says what can be counted without any service."""
    found = {name: count for name, count in cells.items() if count}
    listed = (f"{name} {count:,}" for name, count in sorted(found.items()))
    return Check(claim=claim, holds=found == dict(expected), found=", ".join(listed))


def check_sum(claim: str, cells: Cells, expected: int) -> Check:
    """Check that the cells of a figure add up to what there is."""
    found = sum(cells.values())
    return Check(claim=claim, holds=found == expected, found=f"{found:,}")


def check_editions(editions: Sequence[Edition]) -> Check:
    """Check that each edition's bytes have the hash that was published, and are numbered."""
    whole = [each.number for each in editions if each.is_whole]
    return Check(
        claim="Each frozen edition has the bytes whose hash was published.",
        holds=whole == list(range(1, len(editions) + 1)) != [],
        found=", ".join(f"{each.number}: {each.sha256[:12]}" for each in editions),
    )


def check_difference(difference: Mapping[str, Any], subject: str) -> Check:
    """Check that the editions differ, and that events about one supplier explain every cell."""
    cells = [cell for figure in difference["figures"] for cell in figure["cells"]]
    explained = [cell for cell in cells if cell["came"] or cell["left"] or cell["replaced"]]
    about = {each["subject_id"] for each in difference["subjects"]}
    return Check(
        claim="One event later the next edition differs, and that supplier's events explain it.",
        holds=len(explained) == len(cells) > 0 and about == {subject},
        found=f"{len(cells)} cells differ, {len(explained)} explained, {len(about)} subject",
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
