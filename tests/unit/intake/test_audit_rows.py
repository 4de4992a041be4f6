"""Rows of audit files: what they become, what stays missing, what is refused and how it is told."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts.terms import AuditKind, Relation

from services.intake.domain.audit_row import TakeAuditRow
from services.intake.domain.register import register_keys
from services.intake.domain.vocabulary import AuditWords, Countries, EventKind, Scheme
from services.intake.translate.audit_rows import COLUMNS, read_rows
from services.intake.translate.cells import Entry, content_of
from services.intake.translate.error_files import error_file
from services.intake.translate.faults import RowFault, RowReason
from services.intake.translate.tables import Row, Table
from tests.unit.intake.builders import a_row_cause, an_audit, said

WORDS = AuditWords(
    schemes={
        "mark": Scheme(code="the-mark", version="3", register="marks"),
        "sister mark": Scheme(code="sister-mark", version=None, register="marks"),
        "seal": Scheme(code="seal", version=None, register="seals"),
    },
    kinds={
        "initial audit": EventKind(code="initial-audit", becomes=AuditKind.AUDIT),
        "award": EventKind(code="award", becomes=AuditKind.AWARD),
        "application": EventKind(code="application", becomes=None),
    },
    date_meanings={"report released": "report-released"},
    no_results=frozenset({"level pending"}),
    client="public",
)
COUNTRIES = Countries(codes={"cl": "CL", "chile": "CL", "ar": "AR"})
CELLS = {
    "event_id": "E-1",
    "scheme": "Mark",
    "site": "Alto",
    "operator": "Minera",
    "country": "CL",
    "event_type": "initial audit",
}
KEYS = register_keys("marks", "public", operator="Minera", site="Alto", country="CL")
AUDIT = an_audit(
    KEYS.record,
    audit_number="E-1",
    site_number=KEYS.site_number,
    scheme="the-mark",
    scheme_version="3",
)
Entries = list[Entry[TakeAuditRow]]


def read(*rows: dict[str, Any]) -> tuple[Entries, list[RowFault]]:
    numbered = [
        Row(number=number, cells={k: v for k, v in {**CELLS, **row}.items() if v})
        for number, row in enumerate(rows, start=2)
    ]
    return read_rows(Table(rows=tuple(numbered), faults=(), ignored=()), WORDS, COUNTRIES)


def taken(**cells: Any) -> TakeAuditRow:
    (entry,), faults = read(cells)
    assert faults == []
    return entry.make(a_row_cause())


def refused(**cells: Any) -> list[tuple[str, str]]:
    entries, faults = read(cells)
    assert entries == []
    assert {fault.row for fault in faults} == {2}
    return [(fault.column, fault.reason.value) for fault in faults]


def test_row_becomes_an_audit_of_the_operators_site() -> None:
    row = taken(result="Level 75", event_date="2024-02-16", date_meaning="Report  Released")
    assert row.audit == an_audit(
        KEYS.record,
        audit_number="E-1",
        site_number=KEYS.site_number,
        scheme="the-mark",
        scheme_version="3",
        result="Level 75",
        held_on="2024-02-16",
        date_means="report-released",
    )
    assert row.kind == "initial-audit"


def test_row_reports_the_operator_as_a_presumed_supplier_with_that_site() -> None:
    supplier = taken(commodity="copper, Rare Earths", country="Chile").supplier
    assert (supplier.key, supplier.also) == (KEYS.record, (KEYS.operator,))
    statements = supplier.statements
    assert (statements.name, statements.relation) == (said("Minera"), said(Relation.PRESUMED))
    assert (statements.country, statements.materials) == (None, None)
    assert statements.sites is not None
    assert statements.sites.value is not None
    (site,) = statements.sites.value
    assert (site.number, site.name, site.country) == (KEYS.site_number, "Alto", "CL")
    assert site.materials == ("copper", "rare-earths")


def test_award_is_an_award_and_an_application_stays_a_statement() -> None:
    award = taken(event_type="award").audit
    assert award is not None
    assert award.kind is AuditKind.AWARD
    application = taken(event_type="application", result="applied", note="pilot")
    assert (application.audit, application.kind) == (None, "application")
    assert application.cells == {
        **CELLS, "event_type": "application", "result": "applied", "note": "pilot",
    }  # fmt: skip


@pytest.mark.parametrize("partial", ["2023", "2022-09", "2024-02-16"])
def test_date_stays_as_partial_as_it_is(partial: str) -> None:
    audit = taken(event_date=partial).audit
    assert audit is not None
    assert (audit.held_on, audit.date_means) == (partial, None)


def test_undated_row_stays_undated_whatever_a_date_would_mean() -> None:
    assert taken(date_meaning="report released").audit == AUDIT
    (entry,), _ = read({})
    assert not entry.is_dated


def test_word_that_says_there_is_no_result_is_none() -> None:
    assert taken(result="Level pending").audit == AUDIT


def test_row_of_an_operator_alone_names_no_site() -> None:
    row = taken(site="", country="", commodity="copper")
    keys = register_keys("marks", "public", operator="Minera", site="", country="")
    assert (row.supplier.key, row.supplier.also) == (keys.record, ())
    assert (row.supplier.statements.sites, row.supplier.statements.materials) == (
        None,
        said(("copper",)),
    )
    assert row.audit is not None
    assert row.audit.site_number is None


def test_row_of_a_site_alone_names_no_operator() -> None:
    row = taken(operator="")
    assert (row.supplier.also, row.supplier.statements.name) == ((), None)


def test_sister_schemes_of_one_register_share_the_operator_and_others_do_not() -> None:
    one, sister, other = taken(), taken(scheme="sister mark"), taken(scheme="seal")
    assert one.supplier.also == sister.supplier.also != other.supplier.also


def test_name_over_several_lines_is_read_in_one() -> None:
    assert taken(operator="Minera\n  Inventada").supplier.statements.name == said(
        "Minera Inventada"
    )


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"event_id": ""}, "event_id", "missing"),
        ({"event_id": "no blanks"}, "event_id", "invalid"),
        ({"scheme": ""}, "scheme", "missing"),
        ({"scheme": "Unheard-of"}, "scheme", "unknown-scheme"),
        ({"event_type": "rumour"}, "event_type", "unknown-event-type"),
        ({"country": "Atlantis"}, "country", "unknown-country"),
        ({"country": ""}, "country", "missing"),
        ({"site": "", "operator": ""}, "operator", "missing"),
        ({"operator": "x" * 501}, "operator", "too-long"),
        ({"site": "x" * 4_001}, "site", "too-long"),
        ({"note": "x" * 4_001}, "note", "too-long"),
        ({"commodity": "銅"}, "commodity", "invalid"),
        ({"event_date": "16.02.2024"}, "event_date", "bad-date"),
        ({"event_date": "2024-02-30"}, "event_date", "bad-date"),
        ({"date_meaning": "perhaps"}, "date_meaning", "unknown-date-meaning"),
        ({"result": "=cmd()"}, "result", "invalid"),
    ],
)
def test_cell_that_cannot_be_taken_refuses_its_row_by_column_and_reason(
    cells: dict[str, str], column: str, reason: str
) -> None:
    assert refused(**cells) == [(column, reason)]


def test_every_fault_of_a_row_is_told_at_once() -> None:
    found = refused(scheme="Unheard-of", country="Atlantis", event_id="")
    assert {column for column, _ in found} == {"scheme", "country", "event_id"}


def test_bad_row_leaves_the_others_alone() -> None:
    entries, faults = read({}, {"event_id": "E-2", "country": "Atlantis"}, {"event_id": "E-3"})
    assert [entry.rows for entry in entries] == [(2,), (4,)]
    assert [fault.row for fault in faults] == [3]


def test_same_audit_told_otherwise_further_down_is_refused() -> None:
    entries, faults = read({"result": "1"}, {"result": "1", "note": "again"}, {"result": "2"})
    assert [entry.rows for entry in entries] == [(2,), (3,)]
    reason = RowReason.DIFFERS_FROM_EARLIER_ROW
    assert faults == [RowFault(row=4, column="event_id", reason=reason)]


def test_number_of_another_register_is_another_audit() -> None:
    entries, faults = read({}, {"scheme": "seal"})
    assert (len(entries), faults) == (2, [])


def test_row_is_known_by_its_cells_whatever_their_order() -> None:
    (one,), _ = read({"note": "a"})
    (other,), _ = read({"note": "b"})
    moved = dict(reversed([*CELLS.items(), ("note", "a")]))
    assert one.content == content_of([Row(number=7, cells=moved)]) != other.content


cells = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=8)


@given(st.dictionaries(st.sampled_from(COLUMNS.known), cells.map(lambda text: f"Ξ{text}Ξ")))
def test_no_cell_of_a_file_is_ever_told(row: dict[str, str]) -> None:
    entries, faults = read(row)
    assert len(entries) + len({fault.row for fault in faults}) == 1
    assert "Ξ" not in error_file(faults)
