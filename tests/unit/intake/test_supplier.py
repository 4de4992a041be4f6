from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts.terms import BlockState, SupplierId, derived_id

from services.intake.domain.record import Block, RecordKey
from services.intake.domain.report import ReportSupplier
from services.intake.domain.statements import FIELDS, NOTHING_SAID, Statements, hear
from services.intake.domain.supplier import Attribution, Site, Supplier, fold, site_id, superseded
from tests.unit.intake.builders import (
    COMPANY,
    SUPPLIER,
    a_key,
    a_record,
    a_report,
    a_site,
    hours,
    interleaved,
    reports,
    world_after,
)


def test_one_record_becomes_the_supplier_with_its_author_beside_each_field() -> None:
    key = a_key("1")
    record = a_record(
        key, hours(1), name="Alto", block=Block(state=BlockState.BLOCKED, reason="ohs")
    )
    by = Attribution(source="/erp/s4p", record=key, said_at=hours(1))
    assert fold(COMPANY, SUPPLIER, [record]) == Supplier(
        company_id=COMPANY,
        supplier_id=SUPPLIER,
        name="Alto",
        block=Block(state=BlockState.BLOCKED, reason="ohs"),
        records=(key,),
        statements={"name": by, "block": by},
    )


def test_between_records_the_value_said_last_wins() -> None:
    older = a_record(a_key("1"), hours(1), country="CL")
    newer = a_record(a_key("2"), hours(2), country="PE")
    supplier = fold(COMPANY, SUPPLIER, [older, newer])
    assert supplier.country == "PE"
    assert supplier.statements["country"].record == a_key("2")


def test_tie_between_records_goes_to_the_lowest_record_key() -> None:
    first = a_record(a_key("1"), hours(1), country="CL")
    second = a_record(a_key("2"), hours(1), country="PE")
    assert fold(COMPANY, SUPPLIER, [second, first]).country == "CL"


def test_nightly_restating_never_flips_a_conflict() -> None:
    said = [
        a_report(a_key("1"), hours(1), name="Alto"),
        a_report(a_key("2"), hours(2), name="Bajo"),
        a_report(a_key("1"), hours(24), name="Alto"),
    ]
    linked = [
        a_report(a_key("1"), hours(0), lei="L"),
        a_report(a_key("2"), hours(0), lei="L"),
    ]
    (supplier,) = world_after(linked + said)
    assert supplier.name == "Bajo"


def test_withdrawn_value_gives_way_to_another_record() -> None:
    older = a_record(a_key("1"), hours(1), name="Alto")
    withdrawn = a_record(a_key("2"), hours(2), name=None)
    supplier = fold(COMPANY, SUPPLIER, [older, withdrawn])
    assert supplier.name == "Alto"
    assert fold(COMPANY, SUPPLIER, [withdrawn]) == Supplier(
        company_id=COMPANY, supplier_id=SUPPLIER, records=(a_key("2"),)
    )


def test_materials_add_up_over_records_and_sites() -> None:
    first = a_record(a_key("1"), hours(1), materials=("copper",))
    second = a_record(
        a_key("2"), hours(2), materials=(), sites=(a_site(materials=("lithium", "cobalt")),)
    )
    supplier = fold(COMPANY, SUPPLIER, [first, second])
    assert supplier.materials == ("cobalt", "copper", "lithium")
    assert supplier.statements["materials"].record == a_key("2")


def test_sites_add_up_over_records_and_the_list_said_last_wins_a_shared_site() -> None:
    first = a_record(a_key("1"), hours(2), sites=(a_site("A", name="New"),))
    second = a_record(a_key("2"), hours(1), sites=(a_site("A", name="Old"), a_site("B")))
    found = fold(COMPANY, SUPPLIER, [first, second]).sites
    assert {(site.site_id, site.name) for site in found} == {
        (site_id(a_key(), "A"), "New"),
        (site_id(a_key(), "B"), "Smelter"),
    }
    assert list(found) == sorted(found, key=lambda site: site.site_id)


def test_site_number_of_another_system_is_another_site() -> None:
    first = a_record(a_key("1", system="S4P"), sites=(a_site("A"),))
    second = a_record(a_key("1", system="R3"), sites=(a_site("A"),))
    assert len(fold(COMPANY, SUPPLIER, [first, second]).sites) == 2


def test_site_id_is_derived_from_system_client_and_site_number_alone() -> None:
    assert site_id(a_key("1"), "W1") == derived_id("site", "S4P", "100", "W1")
    assert site_id(a_key("1"), "W1") == site_id(a_key("2"), "W1")


def test_site_keeps_every_value_its_sender_gave() -> None:
    reported = a_site("A", latitude=-23.6, longitude=-70.4, materials=("copper",))
    (found,) = fold(COMPANY, SUPPLIER, [a_record(sites=(reported,))]).sites
    assert found == Site(
        site_id=site_id(a_key(), "A"),
        name="Smelter",
        country="CL",
        latitude=-23.6,
        longitude=-70.4,
        stage=None,
        materials=("copper",),
        confidence=None,
    )


def test_superseded_supplier_is_a_pointer_and_nothing_else() -> None:
    survivor = SupplierId(UUID(int=9))
    assert superseded(COMPANY, SUPPLIER, survivor) == Supplier(
        company_id=COMPANY, supplier_id=SUPPLIER, superseded_by=survivor
    )


@st.composite
def two_orders(draw: st.DrawFn) -> tuple[list[ReportSupplier], list[ReportSupplier]]:
    """Reports in two orders of arrival; those of one record keep theirs, as a partition does."""
    arrived = draw(st.lists(reports(), max_size=10))
    places = draw(st.permutations(range(len(arrived))))
    return arrived, interleaved(arrived, places)


@given(two_orders())
def test_order_in_which_records_arrive_changes_nothing_that_is_known(
    orders: tuple[list[ReportSupplier], list[ReportSupplier]],
) -> None:
    first, second = orders
    assert world_after(first) == world_after(second)


@given(st.lists(reports(), max_size=8))
def test_hearing_the_last_report_of_each_record_again_changes_nothing(
    arrived: list[ReportSupplier],
) -> None:
    last = {report.key: report for report in arrived}
    assert world_after([*arrived, *last.values()]) == world_after(arrived)


@given(st.lists(reports(), max_size=8))
def test_nightly_dump_of_all_that_was_said_changes_nothing(arrived: list[ReportSupplier]) -> None:
    kept: dict[RecordKey, Statements] = {}
    for report in arrived:
        kept[report.key], _ = hear(kept.get(report.key, NOTHING_SAID), report.statements)
    dump = [
        a_report(key, hours(24), **{f: s.value for f in FIELDS if (s := getattr(said, f))})
        for key, said in kept.items()
    ]
    assert world_after(arrived + dump) == world_after(arrived)
