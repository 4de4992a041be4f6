"""Statements: what one record says of each field, who said it, and since when.

Per field the newer sender's time wins; at equal times the later arrival wins, because one record
has one key and so one order of arrival. A field left out says nothing. A withdrawn value is kept
as a statement without a value, so that a late older statement cannot bring it back.
"""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, Generic, TypeVar

from sorgfalt_contracts.terms import Relation

from services.intake.domain.record import Block, ReportedSite

V = TypeVar("V")


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement(Generic[V]):
    """One value of one field; None withdraws what the record said before.

    `said_at` is when this value was first said, `heard_at` when it was last confirmed, both in
    the sender's time. A late statement is measured against `heard_at`, a conflict between records
    is settled by `said_at`: restating an old value every night must not win it.
    """

    value: V | None
    source: str
    said_at: datetime
    heard_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Statements:
    """What one record says, field by field; None is a field nobody spoke of."""

    name: Statement[str] | None = None
    country: Statement[str] | None = None
    relation: Statement[Relation] | None = None
    lei: Statement[str] | None = None
    bpn: Statement[str] | None = None
    materials: Statement[tuple[str, ...]] | None = None
    sites: Statement[tuple[ReportedSite, ...]] | None = None
    block: Statement[Block] | None = None


NOTHING_SAID: Final = Statements()
FIELDS: Final = tuple(field.name for field in fields(Statements))


class Hearing(StrEnum):
    """What a report, or one statement of it, turned out to be."""

    OPENED = "opened"  # the first report of its record
    SAID = "said"  # a new value, or one that differs from the last
    WITHDRAWN = "withdrawn"  # the sender takes a value back
    RESTATED = "restated"  # the same value again: no news
    LATE = "late"  # older than what was heard already: no effect


def hear(kept: Statements, said: Statements) -> tuple[Statements, frozenset[Hearing]]:
    """Return what a record says once `said` has arrived, and what the statements turned out to be.

    `said` holds only the fields the sender spoke of, each with said_at equal to heard_at.
    """
    after, found = {}, set()
    for field in FIELDS:
        statement = getattr(said, field)
        if statement is not None:
            after[field], hearing = hear_field(getattr(kept, field), statement)
            found.add(hearing)
    return replace(kept, **after), frozenset(found)


def hear_field(kept: Statement[V] | None, said: Statement[V]) -> tuple[Statement[V], Hearing]:
    """Return the statement that stands for one field, and what the newcomer turned out to be."""
    if kept is not None and said.heard_at < kept.heard_at:
        return kept, Hearing.LATE
    if kept is not None and said.value == kept.value:
        return replace(kept, heard_at=said.heard_at), Hearing.RESTATED
    return said, Hearing.WITHDRAWN if said.value is None else Hearing.SAID
