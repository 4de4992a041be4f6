"""Builders of small records with all their evidence, to freeze and to compare."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from hypothesis import strategies as st
from sorgfalt_contracts.terms import CompanyId

from services.reporting.domain.edition import FrozenRecord, next_heading
from services.reporting.domain.evidence import Evidence, EvidenceEvent, Subject, SubjectKind
from services.reporting.domain.figure import Cell, Figure
from services.reporting.domain.position import Mark, Position
from services.reporting.domain.projection import EventReference
from services.reporting.domain.record import Company, LooseEnds, MethodSeen, Record, SourceSeen
from services.reporting.domain.rule_book import (
    Axis,
    Definition,
    Edition,
    FigureRule,
    Label,
    LawNote,
    RuleBook,
    Section,
    SummaryRule,
)
from services.reporting.domain.supplier import Source

COMPANY = CompanyId(UUID(int=1))
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
LABELS = tuple(Label(code=code, text=code.title()) for code in ("direct", "indirect", "unknown"))
Behind: TypeAlias = Mapping[str, Mapping[str, Sequence[EvidenceEvent]]]
"""Figure and row -> the events behind the number."""


def an_event(
    subject: int = 1, version: int | None = 1, *, part: str = "", label: str | None = "Muster GmbH"
) -> EvidenceEvent:
    """Return version so-and-so of what is known of a supplier."""
    number = 100 * subject + (version or 0)
    return EvidenceEvent(
        subject=Subject(kind=SubjectKind.SUPPLIER, id=UUID(int=subject), label=label),
        part=part,
        version=version,
        event=EventReference(
            event_id=f"event-{number}",
            topic="supplier-updated",
            partition=subject % 6,
            sequence=number,
            recorded_at=NOON + timedelta(seconds=number),
        ),
    )


def a_rule(code: str = "suppliers", **fields: Any) -> FigureRule:
    rule = FigureRule(
        code=code,
        section="suppliers",
        title=f"All {code}",
        says="How many.",
        unit="suppliers",
        law="Section 10(1) LkSG",
        query=f"count_{code}",
        evidence_query=f"list_{code}",
        parameters=("company",),
        evidence_parameters=("company", "row", "after", "limit"),
        rows=Axis(labels=LABELS, heading="Relation"),
        columns=None,
    )
    return replace(rule, **fields)


def a_book(*rules: FigureRule, edition: str = "2026.1") -> RuleBook:
    names = ("suppliers", "suppliers", "suppliers", "suppliers", "right", "rights", "So it is.")
    keys = ("suppliers", "assessed", "knowledge", "priority", "item", "items", "says")
    return RuleBook(
        code="lksg-10-1",
        note="Internal documentation.",
        editions=(
            Edition(
                pack="lksg_v1",
                edition=edition,
                title="Record",
                source="An act",
                licence="Free",
                credit="Sorgfalt project",
                status="in force",
                valid_from=date(2023, 1, 1),
            ),
        ),
        sections=(Section(code="suppliers", title="Suppliers", says=""),),
        figures=rules or (a_rule("suppliers"), a_rule("cases")),
        summary=SummaryRule(**dict(zip(keys, names, strict=True))),
        highlights=(),
        rights=(Label(code="HR03", text="No child labour", law="Section 2(2) No. 1"),),
        annex=(),
        law=(
            LawNote(
                section="Section 10(1)",
                says="Document it.",
                status="in force",
                source="An act",
                as_of=date(2026, 8, 18),
            ),
        ),
        gaps=(),
        sources=(),
        definitions=(Definition(code="known", text="Known", says="Evidence."),),
    )


def a_record(
    behind: Behind | None = None,
    *,
    book: RuleBook | None = None,
    at: datetime = NOON,
    sequence: int = 7,
    company: str = "Example AG",
) -> Record:
    """Return a record whose numbers count the events given behind them."""
    mark = Mark(topic="supplier-updated", partition=0, last_sequence=sequence, next_offset=sequence)
    position, rules = Position(marks=(mark,)), book or a_book()
    return Record(
        company=Company(company_id=COMPANY, name=company),
        generated_at=at,
        position=position,
        book=rules,
        figures=tuple(
            _figure(rule, (behind or {}).get(rule.code, {}), position) for rule in rules.figures
        ),
        sources=(SourceSeen(source=Source(code="wgi", edition="2019"), suppliers=3, note=None),),
        methods=(MethodSeen(method="method_v1", suppliers=3),),
        loose_ends=LooseEnds(merged=0, waiting=0, unlisted=0, merged_plans=0, stray_notices=0),
    )


def _figure(
    rule: FigureRule, behind: Mapping[str, Sequence[EvidenceEvent]], position: Position
) -> Figure:
    return Figure(
        rule=rule,
        cells=tuple(_cell(rule, row, behind.get(row.code, ()), position) for row in LABELS),
    )


def _cell(
    rule: FigureRule, row: Label, events: Sequence[EvidenceEvent], position: Position
) -> Cell:
    evidence = Evidence(
        query=rule.evidence_query,
        parameters={"row": row.code},
        position=position,
        count=len(events),
        events=tuple(events),
    )
    return Cell(row=row, column=None, value=len(events), evidence=evidence)


def frozen(record: Record, number: int = 1) -> FrozenRecord:
    """Return a record as an edition of some number would hold it."""
    heading = replace(next_heading(None, record, "0" * 64), number=number)
    return FrozenRecord(heading=heading, sha256="1" * 64, record=record)


def records() -> st.SearchStrategy[Record]:
    """Records of few subjects in few cells, so that events often move, stay and are replaced."""
    event = st.builds(
        an_event, st.integers(1, 4), st.integers(1, 3), part=st.sampled_from(["", "a"])
    )
    unique = st.lists(event, max_size=5, unique_by=lambda found: found.place)
    rows = st.dictionaries(st.sampled_from([label.code for label in LABELS]), unique, max_size=3)
    books = st.sampled_from([a_book(), a_book(a_rule("suppliers")), a_book(a_rule(law="New law"))])
    behind = st.dictionaries(st.sampled_from(["suppliers", "cases"]), rows, max_size=2)
    return st.builds(lambda found, book: a_record(found, book=book), behind, books)
