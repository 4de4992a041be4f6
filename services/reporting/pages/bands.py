"""Shares and bands: how large a part is, in words and as a drawing."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, Final

from services.reporting.domain.figure import Cell

BAND: Final = 1000
THINNEST: Final = 6
"""Units of a band's width, and the least that a part above 0 gets: it must be seen."""


def share(part: int, whole: int) -> str:
    """Return a share for print; a part that exists is never 0 %, an incomplete one never 100 %."""
    if not whole:
        return "none"
    if part in {0, whole}:
        return f"{100 * part // whole} %"
    tenths = min(max(round(1000 * part / whole), 1), 999)
    return f"{tenths / 10:.1f} %"


def widths(cells: Sequence[Cell]) -> list[Mapping[str, Any]]:
    """Return the columns of one row as parts of a band."""
    return [*stack([(cell.column.code, cell.value) for cell in cells if cell.column]).values()]


def part_of(part: int, whole: int) -> list[Mapping[str, Any]]:
    """Return a part and the rest as a band."""
    return [*stack([("part", part), ("rest", whole - part)]).values()]


def stack(values: Sequence[tuple[str, int]]) -> dict[str, Mapping[str, Any]]:
    """Return where each part of a band starts and how wide it is, in units of the band."""
    whole = sum(value for _, value in values)
    widths = {code: max(BAND * value // whole, THINNEST) if value else 0 for code, value in values}
    if whole:
        widest = max(widths, key=lambda code: widths[code])
        widths[widest] += BAND - sum(widths.values())
    starts = accumulate(widths.values(), initial=0)
    return {
        code: {"code": code, "start": start, "width": width}
        for (code, width), start in zip(widths.items(), starts, strict=False)
    }
