"""What a number can be proved with: the facts behind it, each about one subject."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.reporting.domain.position import Position
from services.reporting.domain.projection import EventReference


class SubjectKind(StrEnum):
    """What a fact is about."""

    SUPPLIER = "supplier"
    AUDIT = "audit"
    CASE = "case"
    PLAN = "plan"


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """One aggregate that counts in a number.

    `label` is what people call it: the name of the supplier it belongs to, or None when nobody has
    told that name. The label of a case is its id and never anything else: no supplier, no place.
    """

    kind: SubjectKind
    id: UUID
    label: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a subject, or one part of it, stands in the order of a list of evidence."""

    subject_id: UUID
    part: str


START: Final = Place(subject_id=UUID(int=0), part="")
"""Before every subject: identifiers are derived or random, and none is nil."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceEvent:
    """One event behind a number: the fact because of which this subject counts in the cell.

    `part` names the thing inside the subject that counts (a finding of an audit, a material of a
    supplier); it is empty where the subject itself counts. `version` is None for a one-shot.
    """

    subject: Subject
    part: str
    version: int | None
    event: EventReference

    @property
    def place(self) -> Place:
        """Return where it stands in its list; no two of one cell stand at the same place."""
        return Place(subject_id=self.subject.id, part=self.part)


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """How a number can be checked: a named query, its parameters, a position and a count.

    Running `query` with `parameters` on the facts up to `position` lists `count` events.
    `events` holds those that were asked for, in the order of the query; it may be shorter.
    """

    query: str
    parameters: Mapping[str, str]
    position: Position
    count: int
    events: tuple[EvidenceEvent, ...] = ()
