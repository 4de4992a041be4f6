"""Rows of supplier files: one supplier a key, its sites together, nothing guessed."""

from typing import Any

import pytest
from sorgfalt_contracts.terms import BlockState, Confidence, Relation, Stage

from services.intake.domain.record import Block
from services.intake.domain.report import ReportSupplier
from services.intake.domain.statements import Statements
from services.intake.domain.vocabulary import Countries
from services.intake.translate.cells import Entry
from services.intake.translate.faults import RowFault
from services.intake.translate.supplier_rows import read_rows
from services.intake.translate.tables import Row, Table
from tests.unit.intake.builders import COMPANY, a_bpn, a_key, a_row_cause, a_site, an_lei, said

COUNTRIES = Countries(codes={"cn": "CN", "china": "CN", "cl": "CL", "pe": "PE", "na": "NA"})
KEY = {"system": "S4P", "client": "100", "number": "4711"}
SITE = {"site_number": "W1", "site_name": "Smelter", "site_country": "CL"}


def read(*rows: dict[str, Any]) -> tuple[list[Entry[ReportSupplier]], list[RowFault]]:
    numbered = [
        Row(number=number, cells={k: v for k, v in {**KEY, **row}.items() if v})
        for number, row in enumerate(rows, start=2)
    ]
    return read_rows(Table(rows=tuple(numbered), faults=(), ignored=()), COUNTRIES)


def taken(*rows: dict[str, Any]) -> ReportSupplier:
    (entry,), faults = read(*rows)
    assert faults == []
    return entry.make(a_row_cause())


def told(*rows: dict[str, Any]) -> list[tuple[int, str, str]]:
    entries, faults = read(*rows)
    assert entries == []
    return [(fault.row, fault.column, fault.reason.value) for fault in faults]


def test_every_column_reaches_the_report_in_its_own_terms() -> None:
    row = {
        "name": "Alto", "country": "China", "relation": "Direct", "lei": an_lei(1),
        "bpn": a_bpn(1), "materials": "Rare Earths|tin|tin", "block_state": "blocked",
        "block_reason": "ohs", **SITE, "site_latitude": "-23.6", "site_longitude": "-70",
        "site_stage": "smelter", "site_materials": "copper", "site_confidence": "Very low",
    }  # fmt: skip
    site = a_site(
        latitude=-23.6,
        longitude=-70.0,
        stage=Stage.SMELTER,
        materials=("copper",),
        confidence=Confidence.VERY_LOW,
    )
    assert taken(row) == ReportSupplier(
        company_id=COMPANY,
        key=a_key(),
        statements=Statements(
            name=said("Alto"),
            country=said("CN"),
            relation=said(Relation.DIRECT),
            lei=said(an_lei(1)),
            bpn=said(a_bpn(1)),
            materials=said(("rare-earths", "tin")),
            sites=said((site,)),
            block=said(Block(state=BlockState.BLOCKED, reason="ohs")),
        ),
    )


def test_empty_cell_withdraws_nothing() -> None:
    assert taken({"name": "", "country": ""}).statements == Statements()


def test_country_written_three_ways_is_one_and_namibia_is_no_gap() -> None:
    written = ["China", "CN", " CHINA "]
    found = [taken({"country": way}).statements.country for way in written]
    assert found == [said("CN")] * 3
    assert taken({"country": "NA"}).statements.country == said("NA")


def test_rows_of_one_key_are_one_report_with_all_sites() -> None:
    rows = [
        {"name": "Alto", **SITE},
        {**SITE, "site_number": "W2", "site_country": "PE"},
        {"name": "Alto", **SITE},
    ]
    (entry,), faults = read(*rows)
    assert (entry.rows, faults) == ((2, 3, 4), [])
    report = entry.make(a_row_cause())
    assert report.statements.name == said("Alto")
    assert report.statements.sites == said((a_site(), a_site("W2", country="PE")))


def test_rows_of_one_supplier_go_together_or_not_at_all() -> None:
    other = {"number": "4712"}
    entries, faults = read({**SITE, "site_country": "Atlantis"}, other, {"name": "Alto"})
    assert [entry.rows for entry in entries] == [(3,)]
    assert [(fault.row, fault.column, fault.reason.value) for fault in faults] == [
        (2, "site_country", "unknown-country"),
        (4, "", "other-row-refused"),
    ]


def test_row_that_differs_from_an_earlier_one_is_told() -> None:
    assert told({"name": "Alto"}, {"name": "Bajo"}) == [
        (2, "", "other-row-refused"),
        (3, "name", "differs-from-earlier-row"),
    ]


def test_site_that_two_rows_tell_differently_is_told() -> None:
    assert told(SITE, {**SITE, "site_name": "Mill"})[1:] == [
        (3, "site_number", "differs-from-earlier-row")
    ]


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"number": ""}, "number", "missing"),
        ({"system": "a/b"}, "system", "invalid"),
        ({"name": "x" * 501}, "name", "too-long"),
        ({"name": "x" * 4_001}, "name", "too-long"),
        ({"name": "a\x07b"}, "name", "invalid"),
        ({"country": "Congo"}, "country", "unknown-country"),
        ({"relation": "friend"}, "relation", "invalid"),
        ({"lei": "SORGFALTTEST00000100"}, "lei", "bad-lei"),
        ({"bpn": "BPNL1"}, "bpn", "invalid"),
        ({"materials": "銅"}, "materials", "invalid"),
        ({"block_state": "blocked"}, "block_reason", "missing"),
        ({"block_reason": "ohs"}, "block_state", "missing"),
        ({**SITE, "site_number": ""}, "site_number", "missing"),
        ({**SITE, "site_country": ""}, "site_country", "missing"),
        ({**SITE, "site_latitude": "91"}, "site_latitude", "invalid"),
        ({**SITE, "site_latitude": "1e1"}, "site_latitude", "invalid"),
        ({**SITE, "site_longitude": "12,5"}, "site_longitude", "invalid"),
        ({**SITE, "site_stage": "shop"}, "site_stage", "invalid"),
    ],
)
def test_cell_that_cannot_be_taken_refuses_its_row_by_column_and_reason(
    cells: dict[str, str], column: str, reason: str
) -> None:
    assert told(cells) == [(2, column, reason)]


def test_fault_of_a_whole_supplier_is_told_of_the_row_that_says_it() -> None:
    assert told({}, {"relation": "friend"}) == [
        (2, "", "other-row-refused"),
        (3, "relation", "invalid"),
    ]


def test_supplier_is_known_by_its_rows_whatever_their_order() -> None:
    (one,), _ = read(SITE, {"name": "Alto"})
    (other,), _ = read({"name": "Alto"}, SITE)
    (more,), _ = read({"name": "Alto"}, {**SITE, "site_stage": "mine"})
    assert one.content == other.content != more.content
