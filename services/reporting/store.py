"""Rows of the two projections <-> values of the domain, and the packs on disk <-> the rule book."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from sorgfalt_contracts.terms import CompanyId, SupplierId

from services.reporting.domain.figure import EvidenceEvent
from services.reporting.domain.position import Mark, Position
from services.reporting.domain.projection import EventReference, RiskState, Source, SupplierState
from services.reporting.domain.record import LooseEnds, MethodSeen
from services.reporting.domain.rule_book import Edition, FigureRule, RuleBook, RulePackError
from services.reporting.domain.rule_pack import read_rule_book
from shared.store.bulk import columns
from shared.store.named_sql import load_queries
from shared.store.packs import PackError, load_pack
from shared.store.transaction import Connection

Q: Final = load_queries(Path(__file__).with_name("queries.sql"))
PACKS: Final = Path(__file__).with_name("packs")
SUPPLIER_WIDTH: Final = 13
RISK_WIDTH: Final = 16
PARAMETERS: Final = frozenset({"company", "rights"})
EVIDENCE_PARAMETERS: Final = frozenset({"company", "rights", "row", "column", "after", "limit"})


def load_rule_book() -> RuleBook:
    """Return the rule book of the record; raise PackError, and so do not start."""
    packs = [load_pack(PACKS / n) for n in ("lksg_10_1_v1", "sources_v1", "countries_iso_3166")]
    record, sources, countries = packs
    try:
        book = read_rule_book(
            record.rules,
            [Edition(**asdict(pack.header)) for pack in packs],
            {row["alpha_2"]: row["name"] for row in countries.rows("countries.csv")},
            sources.rules["sources"],
        )
        for rule in book.figures:
            _refuse_unknown_names(rule)
    except RulePackError as error:
        raise PackError(f"pack {record.header.pack}: {error}") from None
    return book


def _refuse_unknown_names(rule: FigureRule) -> None:
    if not {rule.query, rule.evidence_query} <= {name for name, _ in Q}:
        raise RulePackError(f"figure {rule.code}: no such named query")
    strange = {*rule.parameters} - PARAMETERS | {*rule.evidence_parameters} - EVIDENCE_PARAMETERS
    if strange:
        raise RulePackError(f"figure {rule.code}: no such parameter")


async def save_suppliers(connection: Connection, states: Sequence[SupplierState]) -> None:
    """Keep the states that are newer than what is stored; at most one a supplier."""
    rows = [
        (
            *(s.company_id, s.supplier_id, s.version),
            *(s.name, s.relation, s.country, _array(s.site_countries), s.superseded_by),
            *_place(s.event),
        )
        for s in states
    ]
    await connection.execute(Q.save_supplier_states, *columns(rows, SUPPLIER_WIDTH))


async def save_risks(connection: Connection, states: Sequence[RiskState]) -> None:
    """Keep the assessments that are newer than what is stored; at most one a supplier."""
    rows = [
        (
            *(s.company_id, s.supplier_id, s.version, s.supplier_version, s.method),
            *(_array(rights) for rights in (s.known, s.assumed, s.rated, s.high)),
            _array([source.code for source in s.sources]),
            _array([source.edition for source in s.sources]),
            *_place(s.event),
        )
        for s in states
    ]
    await connection.execute(Q.save_risk_states, *columns(rows, RISK_WIDTH))


def _place(event: EventReference) -> tuple[object, ...]:
    return (event.event_id, event.topic, event.partition, event.sequence, event.recorded_at)


def _array(codes: Sequence[str]) -> str:
    """Return an array literal: a ragged list of lists cannot travel as an array parameter."""
    quoted = (code.replace("\\", "\\\\").replace('"', '\\"') for code in codes)
    return '{"' + '","'.join(quoted) + '"}' if codes else "{}"


async def read_position(connection: Connection) -> Position:
    """Return how far the log had been read, in the snapshot of this transaction."""
    return Position(marks=tuple(Mark(**row) for row in await connection.fetch(Q.read_position)))


async def count_cells(
    connection: Connection, rule: FigureRule, company: CompanyId, rights: Sequence[str]
) -> dict[tuple[str, str], int]:
    """Return the number of suppliers by row and column code of a figure."""
    given = {"company": company, "rights": list(rights)}
    statement = getattr(Q, rule.query)
    rows = await connection.fetch(statement, *(given[name] for name in rule.parameters))
    return {(row["row_code"], row["column_code"]): row["value"] for row in rows}


async def list_evidence(
    connection: Connection, rule: FigureRule, given: Mapping[str, object]
) -> tuple[EvidenceEvent, ...]:
    """Return events behind one cell, by supplier.

    `given` names company, rights, row, column, after (a supplier or None) and limit.
    """
    statement = getattr(Q, rule.evidence_query)
    rows = await connection.fetch(statement, *(given[name] for name in rule.evidence_parameters))
    return tuple(
        EvidenceEvent(
            supplier_id=SupplierId(row["supplier_id"]),
            supplier_name=row["name"],
            version=row["version"],
            event=EventReference(
                event_id=row["event_id"],
                topic=row["topic"],
                partition=row["partition"],
                sequence=row["sequence"],
                recorded_at=row["recorded_at"],
            ),
        )
        for row in rows
    )


async def count_sources(connection: Connection, company: CompanyId) -> dict[Source, int]:
    """Return for how many suppliers the current assessments cite each source."""
    rows = await connection.fetch(Q.count_sources, company)
    return {Source(code=r["source"], edition=r["edition"]): r["suppliers"] for r in rows}


async def count_methods(connection: Connection, company: CompanyId) -> tuple[MethodSeen, ...]:
    """Return the methods of the current assessments."""
    return tuple(MethodSeen(**r) for r in await connection.fetch(Q.count_methods, company))


async def count_loose_ends(
    connection: Connection, company: CompanyId, rights: Sequence[str]
) -> LooseEnds:
    """Return what was read and stands in no figure."""
    row = await connection.fetchrow(Q.count_loose_ends, company, list(rights))
    assert row is not None  # an aggregate without grouping returns one row
    return LooseEnds(**row)
