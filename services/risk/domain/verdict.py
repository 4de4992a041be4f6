"""Verdicts: what is held of a right at a supplier, and the reasons somebody can check."""

from dataclasses import dataclass
from typing import TypeAlias

from sorgfalt_contracts.terms import Knowledge, Priority, Right

Grade: TypeAlias = int
"""Severity or likelihood from 1 (least) to 5 (most)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A pack in one edition."""

    pack: str
    edition: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """A rule that spoke: its code, its inputs in order of their names, and whose data it read."""

    code: str
    inputs: tuple[tuple[str, str], ...]
    source: Source


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """A reason that bears on a right. No likelihood: it says why nothing follows.

    Concrete evidence speaks of the supplier itself, all other of its places; `severity` is that of
    the case, where somebody stated it.
    """

    right: Right
    likelihood: Grade | None
    reason: Reason
    is_concrete: bool = False
    severity: Grade | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RightAssessment:
    """The verdict on one right.

    Unknown has no likelihood and no priority; severity is the right's own and may stand.
    """

    right: Right
    knowledge: Knowledge
    severity: Grade | None
    likelihood: Grade | None
    priority: Priority | None
    reasons: tuple[Reason, ...]


def because(code: str, source: Source, **inputs: str) -> Reason:
    """Return the reason with its inputs in order, so that equal reasons are equal values."""
    return Reason(code=code, inputs=tuple(sorted(inputs.items())), source=source)
