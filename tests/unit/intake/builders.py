"""Builders with plain defaults, and Hypothesis strategies that clash often."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from sorgfalt_contracts.lei import check_digits
from sorgfalt_contracts.terms import AuditKind, BlockState, CompanyId, Relation, SupplierId

from services.intake.domain.audit import ReportAudit
from services.intake.domain.identity import Registry, link
from services.intake.domain.record import Block, RecordKey, ReportedSite
from services.intake.domain.report import (
    ReportSupplier,
    SourceRecord,
    decide_on_report,
)
from services.intake.domain.statements import Statement, Statements
from services.intake.domain.supplier import Supplier, fold
from shared.store.cause import Cause

COMPANY = CompanyId(UUID(int=1))
SUPPLIER = SupplierId(UUID(int=2))
MORNING = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


def an_lei(number: int) -> str:
    prefix = f"SORGFALTTEST{number:06d}"
    return prefix + check_digits(prefix)


def a_bpn(number: int) -> str:
    return f"BPNL{number:012d}"


def a_key(number: str = "4711", system: str = "S4P") -> RecordKey:
    return RecordKey(system=system, client="100", number=number)


def a_site(number: str = "W1", **given: Any) -> ReportedSite:
    return ReportedSite(**{"number": number, "name": "Smelter", "country": "CL", **given})


def hours(count: int) -> datetime:
    return MORNING + timedelta(hours=count)


def said(value: Any, at: datetime = MORNING, source: str = "/erp/s4p") -> Statement[Any]:
    return Statement(value=value, source=source, said_at=at, heard_at=at)


def statements(at: datetime = MORNING, **values: Any) -> Statements:
    return Statements(**{field: said(value, at) for field, value in values.items()})


def a_report(key: RecordKey | None = None, at: datetime = MORNING, **values: Any) -> ReportSupplier:
    return ReportSupplier(
        company_id=COMPANY, key=key or a_key(), statements=statements(at, **values)
    )


def a_record(key: RecordKey | None = None, at: datetime = MORNING, **values: Any) -> SourceRecord:
    return SourceRecord(
        company_id=COMPANY,
        key=key or a_key(),
        supplier_id=SUPPLIER,
        statements=statements(at, **values),
    )


NOBODY = Registry(numbers={}, identities={})


def world_after(reports: list[ReportSupplier]) -> list[Supplier]:
    """Return every supplier as known after the reports, each under the same neutral id.

    The id itself is that of the first strong number heard, so it may differ with the order.
    """
    linked = link(NOBODY, [report.numbers for report in reports])
    records: dict[RecordKey, SourceRecord] = {}
    for report, supplier_id in zip(reports, linked.suppliers, strict=True):
        blank = SourceRecord(company_id=COMPANY, key=report.key, supplier_id=supplier_id)
        records[report.key] = decide_on_report(records.get(report.key, blank), report).state
    groups: dict[SupplierId, list[SourceRecord]] = {}
    for record in records.values():
        groups.setdefault(record.supplier_id, []).append(record)
    folded = [fold(COMPANY, SUPPLIER, group) for group in groups.values()]
    return sorted(folded, key=lambda supplier: supplier.records)


def interleaved(reports: list[ReportSupplier], order: list[int]) -> list[ReportSupplier]:
    """Return the reports in another order of arrival, each record's own order kept."""
    of_key: dict[RecordKey, Iterator[ReportSupplier]] = {
        key: iter([report for report in reports if report.key == key])
        for key in {report.key for report in reports}
    }
    return [next(of_key[reports[place].key]) for place in order]


instants = st.integers(0, 5).map(hours)
leis = st.none() | st.integers(1, 3).map(an_lei)
bpns = st.none() | st.integers(1, 3).map(a_bpn)
materials = st.lists(st.sampled_from(["cobalt", "copper", "lithium"]), max_size=3, unique=True).map(
    lambda found: tuple(sorted(found))
)
sites = st.lists(
    st.builds(
        a_site, number=st.sampled_from("ABC"), name=st.sampled_from("XYZ"), materials=materials
    ),
    max_size=3,
    unique_by=lambda site: site.number,
).map(lambda found: tuple(sorted(found, key=lambda site: site.number)))
blocks = st.builds(
    Block, state=st.sampled_from(BlockState), reason=st.sampled_from(["ohs", "price"])
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "name": st.sampled_from(["Alto", "Bajo", "Cerro"]),
    "country": st.sampled_from(["CL", "PE"]),
    "relation": st.sampled_from(Relation),
    "lei": st.integers(1, 3).map(an_lei),
    "bpn": st.integers(1, 3).map(a_bpn),
    "materials": materials,
    "sites": sites,
    "block": blocks,
}


@st.composite
def field_values(draw: st.DrawFn) -> dict[str, Any]:
    """Values for some of the fields, some of them withdrawn."""
    fields = draw(st.lists(st.sampled_from(sorted(VALUES)), unique=True))
    return {field: draw(st.none() | VALUES[field]) for field in fields}


@st.composite
def reports(draw: st.DrawFn, numbers: str = "1234567") -> ReportSupplier:
    """A report of one of a few records, from one of two systems."""
    key = a_key(draw(st.sampled_from(numbers)), draw(st.sampled_from(["S4P", "R3"])))
    return a_report(key, draw(instants), **draw(field_values()))


def an_audit(key: RecordKey | None = None, **given: Any) -> ReportAudit:
    default = {
        "company_id": COMPANY,
        "key": key or a_key(),
        "audit_number": "A-1",
        "kind": AuditKind.AUDIT,
        "scheme": "invented-scheme",
    }
    return ReportAudit(**{**default, **given})


def a_row_cause() -> Cause:
    """The cause of a row of a file: it has no key on a topic."""
    return Cause(
        event_id=str(UUID(int=3)),
        correlation_id="chain",
        depth=0,
        source="/erp/s4p",
        company_id=COMPANY,
        occurred_at=MORNING,
        now=MORNING,
        traceparent=None,
        topic="file",
        partition=-1,
        offset=2,
        sequence=0,
    )
