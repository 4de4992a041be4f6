"""The story in words: what is known, assumed and unknown, what contradicts, falls due, was said."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from infra.local.demo.story import Story

Cells = Mapping[str, int]
_SHOWN = 8


def tell(story: Story) -> Iterator[str]:
    """Yield the story, a line each, from the figures of the last edition."""
    figures = story.figures
    yield "What came of it"
    yield _knowledge(figures["rights_by_knowledge"])
    yield _origins(figures["origins_by_material"])
    yield _audits(figures["audits_by_kind"], figures["findings_by_grade"])
    yield _listed("  Contradictions between audits and complaints", figures["contradictions_open"])
    yield _listed("  Action plans", figures["plans_by_state"])
    yield _listed("  Complaints by stage", figures["complaints_by_stage"])
    yield _listed("  Remedies", figures["remedies_by_state"])
    yield _listed("  Acknowledged", figures["acknowledged_in_time"])
    for edition in story.editions:
        yield f"  Edition {edition.number}  SHA-256 {edition.sha256}"
    yield from _difference(story.difference)


def columns(cells: Cells) -> dict[str, int]:
    """Return a figure of rows and columns added up by column."""
    found: Counter[str] = Counter()
    for code, count in cells.items():
        found[code.rpartition(".")[2]] += count
    return dict(found)


def _knowledge(cells: Cells) -> str:
    found = columns(cells)
    known, assumed, unknown = (found.get(name, 0) for name in ("known", "assumed", "unknown"))
    return (
        f"  20 rights at each supplier: {known:,} known, {assumed:,} assumed, {unknown:,} unknown"
    )


def _origins(cells: Cells) -> str:
    materials = {
        code.partition(".")[0]: count for code, count in cells.items() if code.endswith(".assumed")
    }
    most = ", ".join(f"{name} {n:,}" for name, n in Counter(materials).most_common(_SHOWN) if n)
    found = columns(cells)
    listed = ", ".join(f"{count:,} {basis}" for basis, count in found.items() if count)
    return f"  Origins of materials: {listed}; assumed above all: {most}"


def _audits(kinds: Cells, grades: Cells) -> str:
    found: Counter[str] = Counter()
    for code, count in kinds.items():
        found[code.partition(".")[0]] += count
    missing = columns(kinds).get("missing", 0)
    held = f"{found['audit']:,} audits and {found['award']:,} awards, {missing:,} without result"
    return f"  {held}; findings: " + ", ".join(f"{n:,} {grade}" for grade, n in grades.items() if n)


def _listed(title: str, cells: Cells) -> str:
    counts = ", ".join(f"{count:,} {code}" for code, count in cells.items() if count)
    return f"{title}: {counts or 'none'}"


def _difference(difference: Mapping[str, Any]) -> Iterator[str]:
    cells = [
        (figure["title"], cell) for figure in difference["figures"] for cell in figure["cells"]
    ]
    moved = [(title, cell) for title, cell in cells if cell["before"] != cell["after"]]
    events = len(difference["events"])
    yield f"  One event later {len(moved)} numbers differ, explained by {events} events,"
    yield f"  and {len(cells) - len(moved)} are the same on newer events:"
    for title, cell in moved:
        column = f", {cell['column_label']}" if "column_label" in cell else ""
        yield f"    {title}: {cell['row_label']}{column}: {cell['before']:,} -> {cell['after']:,}"
