"""Numbers written as ranges: what stands behind one cell is often a run of neighbours."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

Range: TypeAlias = int | tuple[int, int]
"""A number that stands alone, or the first and the last of a run, both included."""


def as_ranges(numbers: Iterable[int]) -> list[Range]:
    """Return rising numbers as runs of two and more, and as single numbers between them."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return [first if first == last else (first, last) for first, last in found]


def in_ranges(ranges: Iterable[int | Sequence[int]]) -> Iterator[int]:
    """Yield the numbers of ranges, in their order."""
    for found in ranges:
        if isinstance(found, int):
            yield found
        else:
            yield from range(found[0], found[1] + 1)
