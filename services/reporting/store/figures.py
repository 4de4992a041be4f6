"""Rows of the projections -> figures, their evidence, and what they rest on."""

from collections.abc import Mapping
from typing import TypeAlias

import asyncpg
from sorgfalt_contracts.terms import CompanyId

from services.reporting.domain.evidence import EvidenceEvent, Subject, SubjectKind
from services.reporting.domain.position import Mark, Position
from services.reporting.domain.projection import EventReference
from services.reporting.domain.record import LooseEnds, MethodSeen
from services.reporting.domain.rule_book import FigureRule
from services.reporting.domain.supplier import Source
from services.reporting.store.statements import Q
from shared.store.transaction import Connection

Seen: TypeAlias = dict[tuple[object, ...], EvidenceEvent]
"""Evidence by event, subject, part and label."""


async def read_position(connection: Connection) -> Position:
    """Return how far the log had been read, in the snapshot of this transaction."""
    return Position(marks=tuple(Mark(**row) for row in await connection.fetch(Q.read_position)))


async def count_cells(
    connection: Connection, rule: FigureRule, given: Mapping[str, object]
) -> dict[tuple[str, str], int]:
    """Return the numbers of a figure by row and column code.

    `given` names company and the lists of codes of the rule book.
    """
    statement = getattr(Q, rule.query)
    rows = await connection.fetch(statement, *(given[name] for name in rule.parameters))
    return {(row["row_code"], row["column_code"]): row["value"] for row in rows}


async def list_evidence(
    connection: Connection, rule: FigureRule, given: Mapping[str, object], seen: Seen
) -> tuple[EvidenceEvent, ...]:
    """Return events behind one cell, by subject and part.

    `given` names what `count_cells` takes, and row, column, after, after_part and limit. `seen`
    holds what other cells have shown: one event stands behind some forty numbers and is made once
    (of 322,000 rows of a whole record only one in thirty is new).
    """
    statement = getattr(Q, rule.evidence_query)
    rows = await connection.fetch(statement, *(given[name] for name in rule.evidence_parameters))
    found = []
    for row in rows:
        key = (row["event_id"], row["subject_id"], row["part"], row["label"])
        if (event := seen.get(key)) is None:
            event = seen[key] = _evidence(row)
        found.append(event)
    return tuple(found)


def _evidence(row: asyncpg.Record) -> EvidenceEvent:
    return EvidenceEvent(
        subject=Subject(
            kind=SubjectKind(row["subject_kind"]), id=row["subject_id"], label=row["label"]
        ),
        part=row["part"],
        version=row["version"],
        event=EventReference(
            event_id=row["event_id"],
            topic=row["topic"],
            partition=row["partition"],
            sequence=row["sequence"],
            recorded_at=row["recorded_at"],
        ),
    )


async def count_sources(connection: Connection, company: CompanyId) -> dict[Source, int]:
    """Return for how many suppliers the current assessments cite each source."""
    rows = await connection.fetch(Q.count_sources, company)
    return {Source(code=r["source"], edition=r["edition"]): r["suppliers"] for r in rows}


async def count_methods(connection: Connection, company: CompanyId) -> tuple[MethodSeen, ...]:
    """Return the methods of the current assessments."""
    return tuple(MethodSeen(**r) for r in await connection.fetch(Q.count_methods, company))


async def count_loose_ends(connection: Connection, given: Mapping[str, object]) -> LooseEnds:
    """Return what was read and stands in no figure; `given` as for `count_cells`."""
    row = await connection.fetchrow(Q.count_loose_ends, given["company"], given["rights"])
    assert row is not None  # an aggregate without grouping returns one row
    return LooseEnds(**row)
