"""A supplier as an obliged company now knows it: what its records say, folded into one state.

Where records differ, the statement whose value was said last wins, ties by the lowest record key;
so the order in which records arrive changes nothing, and neither does restating. Sites and
materials add up over all records: a site that one system knows is not undone by another's silence.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sorgfalt_contracts.terms import (
    CompanyId,
    Confidence,
    Relation,
    SiteId,
    Stage,
    SupplierId,
    derived_id,
)

from services.intake.domain.record import Block, RecordKey, ReportedSite
from services.intake.domain.report import SourceRecord
from services.intake.domain.statements import FIELDS, Statement


@dataclass(frozen=True, kw_only=True, slots=True)
class Attribution:
    """Who said a field's value, through which record, and when they first said it."""

    source: str
    record: RecordKey
    said_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """A place where people work, under our own id."""

    site_id: SiteId
    name: str
    country: str
    latitude: float | None
    longitude: float | None
    stage: Stage | None
    materials: tuple[str, ...]
    confidence: Confidence | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Supplier:
    """The state that leaves as a fact; None is a field nobody has said anything of.

    The attribution of `materials` and `sites`, which add up, is that of the last change.
    """

    company_id: CompanyId
    supplier_id: SupplierId
    superseded_by: SupplierId | None = None
    name: str | None = None
    country: str | None = None
    relation: Relation | None = None
    lei: str | None = None
    bpn: str | None = None
    materials: tuple[str, ...] = ()
    sites: tuple[Site, ...] = ()
    block: Block | None = None
    records: tuple[RecordKey, ...] = ()
    statements: Mapping[str, Attribution] = field(default_factory=dict)


def fold(
    company_id: CompanyId, supplier_id: SupplierId, records: Iterable[SourceRecord]
) -> Supplier:
    """Return the supplier that the records describe, in whatever order they come."""
    ordered = sorted(records, key=lambda record: record.key)
    winners = {name: found for name in FIELDS if (found := _newest(ordered, name)) is not None}
    said = {name: statement.value for name, (_, statement) in winners.items()}
    sites = _sites(ordered)
    return Supplier(
        company_id=company_id,
        supplier_id=supplier_id,
        name=said.get("name"),
        country=said.get("country"),
        relation=said.get("relation"),
        lei=said.get("lei"),
        bpn=said.get("bpn"),
        materials=_materials(ordered, sites),
        sites=sites,
        block=said.get("block"),
        records=tuple(record.key for record in ordered),
        statements={name: _attribution(*winner) for name, winner in winners.items()},
    )


def superseded(company_id: CompanyId, supplier_id: SupplierId, by: SupplierId) -> Supplier:
    """Return what is left of a supplier whose records moved to another: the pointer alone."""
    return Supplier(company_id=company_id, supplier_id=supplier_id, superseded_by=by)


def site_id(record: RecordKey, number: str) -> SiteId:
    """Return our id of a site: the uuid5 of the sender's system, client and site number."""
    return SiteId(derived_id("site", record.system, record.client, number))


def _newest(ordered: Sequence[SourceRecord], name: str) -> tuple[RecordKey, Statement[Any]] | None:
    """Return the statement that wins a field, with its record; withdrawn ones do not count."""
    winner: tuple[RecordKey, Statement[Any]] | None = None
    for record in ordered:
        statement: Statement[Any] | None = getattr(record.statements, name)
        if statement is None or statement.value is None:
            continue
        if winner is None or statement.said_at > winner[1].said_at:
            winner = record.key, statement
    return winner


def _attribution(key: RecordKey, statement: Statement[Any]) -> Attribution:
    return Attribution(source=statement.source, record=key, said_at=statement.said_at)


def _sites(ordered: Sequence[SourceRecord]) -> tuple[Site, ...]:
    """Merge the sites of all records by their id; the list said last wins a site that two name."""
    chosen: dict[SiteId, tuple[datetime, ReportedSite]] = {}
    for record in ordered:
        statement = record.statements.sites
        if statement is None:
            continue
        for reported in statement.value or ():
            key = site_id(record.key, reported.number)
            if key not in chosen or statement.said_at > chosen[key][0]:
                chosen[key] = statement.said_at, reported
    return tuple(_site(key, chosen[key][1]) for key in sorted(chosen))


def _site(key: SiteId, reported: ReportedSite) -> Site:
    return Site(
        site_id=key,
        name=reported.name,
        country=reported.country,
        latitude=reported.latitude,
        longitude=reported.longitude,
        stage=reported.stage,
        materials=reported.materials,
        confidence=reported.confidence,
    )


def _materials(ordered: Sequence[SourceRecord], sites: Sequence[Site]) -> tuple[str, ...]:
    """Return every material that a record says of the supplier or of one of its sites, sorted."""
    union = {material for site in sites for material in site.materials}
    for record in ordered:
        statement = record.statements.materials
        union.update((statement and statement.value) or ())
    return tuple(sorted(union))
