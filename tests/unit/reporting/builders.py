"""Builders of facts, states and records with plain defaults."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sorgfalt_contracts import structs
from sorgfalt_contracts.terms import CompanyId, Relation, SupplierId

from services.reporting.domain.evidence import EvidenceEvent, Subject, SubjectKind
from services.reporting.domain.figure import Cell, Figure, build_figure
from services.reporting.domain.position import Mark, Position
from services.reporting.domain.projection import EventReference
from services.reporting.domain.record import (
    Company,
    LooseEnds,
    MethodSeen,
    Record,
    SourceSeen,
    sources_seen,
)
from services.reporting.domain.rule_book import RuleBook
from services.reporting.domain.supplier import RiskState, Source, SupplierState
from services.reporting.store import load_rule_books
from shared.store.cause import Cause

COMPANY = CompanyId(UUID(int=1))
MORNING = datetime(2026, 5, 4, 6, 30, tzinfo=UTC)
BOOKS = load_rule_books()
BOOK = BOOKS["lksg-10-1"]
PREVIEW = BOOKS["csddd-16"]
RIGHTS = tuple(right.code for right in BOOK.rights)
POSITION = Position(
    marks=tuple(
        Mark(topic=topic, partition=partition, last_sequence=7 * partition, next_offset=9)
        for topic in ("risk-assessed", "supplier-updated")
        for partition in range(2)
    )
)
Counts = Mapping[str, Mapping[tuple[str, str], int]]


def a_supplier_id(number: int) -> SupplierId:
    return SupplierId(UUID(int=0x5000 + number))


def a_cause(
    number: int = 1, *, topic: str = "supplier-updated", company: CompanyId = COMPANY
) -> Cause:
    return Cause(
        event_id=f"event-{topic}-{number}",
        correlation_id="c",
        depth=1,
        source="/sorgfalt/intake",
        company_id=company,
        occurred_at=MORNING - timedelta(days=1),
        now=MORNING + timedelta(seconds=number),
        traceparent=None,
        topic=topic,
        partition=number % 6,
        offset=number,
        sequence=number,
    )


def a_reference(number: int = 1, topic: str = "supplier-updated") -> EventReference:
    return EventReference(
        event_id=f"event-{topic}-{number}",
        topic=topic,
        partition=number % 6,
        sequence=number,
        recorded_at=MORNING + timedelta(seconds=number),
    )


def a_supplier_fact(
    supplier: int = 1,
    version: int = 1,
    *,
    company: CompanyId = COMPANY,
    name: str | None = "Muster GmbH",
    relation: str | None = "direct",
    country: str | None = "DE",
    site_countries: tuple[str, ...] = (),
    **said: Any,
) -> structs.SupplierUpdated:
    return structs.SupplierUpdated(
        company_id=company,
        supplier_id=a_supplier_id(supplier),
        version=version,
        name=name,
        relation=relation,
        country=country,
        sites=[
            structs.Site(site_id=UUID(int=number), name="Pit", country=site)
            for number, site in enumerate(site_countries, 1)
        ],
        records=[structs.RecordKey(system="erp", client="100", number=str(supplier))],
        **said,
    )


def a_right(
    right: str = "HR03", knowledge: str = "assumed", priority: str | None = "high"
) -> structs.RightAssessment:
    return structs.RightAssessment(
        right=right,
        knowledge=knowledge,
        severity=5,
        likelihood=4,
        priority=priority,
        reasons=[structs.Reason(code="wgi", source="wgi_2019", edition="2019")],
    )


def a_risk_fact(
    supplier: int = 1,
    version: int = 1,
    *rights: structs.RightAssessment,
    company: CompanyId = COMPANY,
    supplier_version: int = 1,
    contradictions: Sequence[structs.Contradiction] = (),
    origins: Sequence[structs.Origin] = (),
) -> structs.RiskAssessed:
    return structs.RiskAssessed(
        company_id=company,
        supplier_id=a_supplier_id(supplier),
        version=version,
        supplier_version=supplier_version,
        method="method_v1",
        rights=list(rights),
        contradictions=list(contradictions),
        origins=list(origins),
    )


def a_supplier_state(supplier: int = 1, version: int = 1) -> SupplierState:
    return SupplierState(
        company_id=COMPANY,
        supplier_id=a_supplier_id(supplier),
        version=version,
        name="Muster GmbH",
        relation=Relation.DIRECT,
        country="DE",
        site_countries=(),
        materials=(),
        superseded_by=None,
        event=a_reference(version),
    )


def a_risk_state(version: int = 1) -> RiskState:
    return RiskState(
        company_id=COMPANY,
        supplier_id=a_supplier_id(1),
        version=version,
        supplier_version=1,
        method="method_v1",
        known=(),
        assumed=("HR03",),
        rated=("HR03",),
        high=("HR03",),
        sources=(Source(code="wgi_2019", edition="2019"),),
        contradictions=(),
        origins=(),
        event=a_reference(version, "risk-assessed"),
    )


def an_evidence_event(number: int = 1, name: str | None = "Muster GmbH") -> EvidenceEvent:
    return EvidenceEvent(
        subject=Subject(kind=SubjectKind.SUPPLIER, id=a_supplier_id(number), label=name),
        part="",
        version=1,
        event=a_reference(number),
    )


def a_record(
    counts: Counts | None = None,
    *,
    company: str = "Example AG",
    name: str | None = "Muster GmbH",
    events: int = 3,
    sources: Mapping[Source, int] | None = None,
    position: Position = POSITION,
    book: RuleBook = BOOK,
    shown: Mapping[str, EvidenceEvent] | None = None,
) -> Record:
    """Return a record with these counts (rights without any are unknown) and some events.

    `shown` names an event of its own for all cells of a figure.
    """
    given = counts if counts is not None else SIX_SUPPLIERS
    figures = (build_figure(rule, given.get(rule.code, {}), position) for rule in book.figures)
    return Record(
        company=Company(company_id=COMPANY, name=company),
        generated_at=MORNING,
        position=position,
        book=book,
        figures=tuple(
            _with_events(figure, name, events, (shown or {}).get(figure.rule.code))
            for figure in figures
        ),
        sources=_seen(sources),
        methods=(MethodSeen(method="method_v1", suppliers=4),),
        loose_ends=LooseEnds(merged=1, waiting=0, unlisted=0, merged_plans=0, stray_notices=0),
    )


def _seen(sources: Mapping[Source, int] | None) -> tuple[SourceSeen, ...]:
    cited = {Source(code="wgi_2019", edition="2019"): 4} if sources is None else sources
    return sources_seen(cited, BOOK.sources)


def _with_events(
    figure: Figure, name: str | None, events: int, own: EvidenceEvent | None
) -> Figure:
    def filled(cell: Cell) -> Cell:
        shown = range(1, min(cell.value, events) + 1)
        found = tuple(own or an_evidence_event(number, name) for number in shown)
        evidence = type(cell.evidence)(
            query=cell.evidence.query,
            parameters=cell.evidence.parameters,
            position=cell.evidence.position,
            count=cell.evidence.count,
            events=found,
        )
        return Cell(row=cell.row, column=cell.column, value=cell.value, evidence=evidence)

    return Figure(rule=figure.rule, cells=tuple(filled(cell) for cell in figure.cells))


SIX_SUPPLIERS: Counts = {
    "suppliers_by_relation": {("direct", ""): 4, ("indirect", ""): 1, ("unknown", ""): 1},
    "suppliers_by_country": {("DE", ""): 3, ("CD", ""): 2, ("unknown", ""): 1},
    "suppliers_by_site_country": {("CD", ""): 2, ("unknown", ""): 4},
    "suppliers_assessed": {("assumed", ""): 3, ("known", ""): 1, ("missing", ""): 2},
    "suppliers_with_unknown_rights": {("all", ""): 2, ("some", ""): 4},
    "rights_by_knowledge": {
        **{(right, "unknown"): 6 for right in RIGHTS if right != "HR03"},
        ("HR03", "known"): 1,
        ("HR03", "assumed"): 3,
        ("HR03", "unknown"): 2,
    },
    "high_priority_by_right": {
        **{(right, "unrated"): 6 for right in RIGHTS if right != "HR03"},
        ("HR03", "high-known"): 1,
        ("HR03", "high-assumed"): 2,
        ("HR03", "unrated"): 2,
    },
}
