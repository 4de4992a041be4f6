"""Which places count for a supplier, and with which materials."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts.terms import Confidence, Stage, SupplierId

from services.risk.domain.exposure import Exposure, Mined, Place, PlaceKind, exposure_of
from services.risk.domain.supplier import Site, Supplier
from tests.unit.risk.builders import a_site, a_supplier

ORDER = (PlaceKind.SITE, PlaceKind.SEAT)
codes = st.sampled_from(["cobalt", "copper", "lithium", "mica"])
sites = st.builds(
    Site,
    country=st.sampled_from(["CD", "CL", "NA", "XK"]),
    materials=st.lists(codes, max_size=3).map(tuple),
)


def exposed(supplier: Supplier) -> Exposure:
    return exposure_of(supplier, ORDER)


def test_a_known_site_counts_and_the_seat_does_not() -> None:
    assert exposed(a_supplier(a_site("CD", "cobalt", stage=Stage.PLANT), country="CH")) == Exposure(
        places=(Place(country="CD", materials=("cobalt",)),),
        kind=PlaceKind.SITE,
        untraced=("cobalt",),
    )


def test_without_a_site_the_seat_counts_with_the_supplier_s_materials() -> None:
    assert exposed(a_supplier(country="CH", materials=("gold",))) == Exposure(
        places=(Place(country="CH", materials=("gold",)),),
        kind=PlaceKind.SEAT,
        untraced=("gold",),
    )


def test_the_method_says_which_kind_of_place_counts_first() -> None:
    supplier = a_supplier(a_site("CD"), country="CH")
    assert exposure_of(supplier, (PlaceKind.SEAT, PlaceKind.SITE)) == Exposure(
        places=(Place(country="CH", has_unknown_material=True),), kind=PlaceKind.SEAT
    )


def test_without_site_and_seat_nobody_knows_where_people_work() -> None:
    assert exposed(a_supplier(materials=("gold",))) == Exposure(untraced=("gold",))


def test_a_material_is_traced_where_a_site_is_a_mine_of_it() -> None:
    supplier = a_supplier(
        a_site("CD", "cobalt", "copper"),
        a_site("DE", "copper", "nickel", stage=Stage.SMELTER),
        a_site("CL", "copper"),
        materials=("cobalt", "copper", "gold", "nickel"),
    )
    assert (exposed(supplier).mined, exposed(supplier).untraced) == (
        (
            Mined(material="cobalt", countries=("CD",), is_all=True, confidence=None),
            Mined(material="copper", countries=("CD", "CL"), is_all=False, confidence=None),
        ),
        ("gold", "nickel"),
    )


@pytest.mark.parametrize("stage", [each for each in Stage if each is not Stage.MINE] + [None])
def test_no_other_site_than_a_mine_traces_a_material(stage: Stage | None) -> None:
    assert exposed(a_supplier(a_site("CD", "cobalt", stage=stage))).untraced == ("cobalt",)


def test_a_mine_that_names_no_material_traces_none_of_the_supplier_s() -> None:
    assert exposed(a_supplier(a_site("CD"), materials=("cobalt",))).untraced == ("cobalt",)


def test_a_material_is_known_to_be_mined_as_surely_as_the_least_sure_source_says() -> None:
    mines = (
        replace(a_site("CD", "cobalt"), confidence=each)
        for each in (Confidence.HIGH, None, Confidence.VERY_LOW, Confidence.MODERATE)
    )
    (mined,) = exposed(a_supplier(*mines)).mined
    assert mined.confidence is Confidence.VERY_LOW


def test_a_site_without_materials_has_those_of_the_supplier() -> None:
    supplier = a_supplier(a_site("CL"), materials=("copper",))
    assert exposed(supplier).places == (Place(country="CL", materials=("copper",)),)


def test_a_site_without_materials_has_even_those_that_another_site_names() -> None:
    supplier = a_supplier(a_site("CD", "cobalt"), a_site("CL"), materials=("cobalt",))
    assert exposed(supplier).places == (
        Place(country="CD", materials=("cobalt",)),
        Place(country="CL", materials=("cobalt",)),
    )


def test_a_material_that_no_site_names_may_come_from_any_of_them() -> None:
    supplier = a_supplier(
        a_site("CD", "copper"), a_site("CL", "copper"), materials=("cobalt", "copper")
    )
    assert exposed(supplier).places == (
        Place(country="CD", materials=("cobalt", "copper")),
        Place(country="CL", materials=("cobalt", "copper")),
    )


def test_a_material_that_a_site_names_is_not_carried_to_other_sites() -> None:
    supplier = a_supplier(
        a_site("CD", "cobalt"), a_site("CL", "copper"), materials=("cobalt", "copper")
    )
    assert exposed(supplier).places == (
        Place(country="CD", materials=("cobalt",)),
        Place(country="CL", materials=("copper",)),
    )


def test_sites_of_one_country_are_one_place_that_remembers_an_unknown_material() -> None:
    supplier = a_supplier(a_site("CD", "mica"), a_site("CD"), a_site("CD", "cobalt"))
    assert exposed(supplier).places == (
        Place(country="CD", materials=("cobalt", "mica"), has_unknown_material=True),
    )


def test_a_superseded_supplier_is_exposed_nowhere() -> None:
    other = SupplierId(UUID(int=7))
    supplier = a_supplier(a_site("CD", "cobalt"), country="CH", superseded_by=other)
    assert exposed(supplier) == Exposure(superseded_by=other)


@given(st.lists(sites, min_size=1, max_size=6), st.lists(codes, max_size=3))
def test_the_order_of_sites_and_materials_changes_nothing(
    known: list[Site], materials: list[str]
) -> None:
    mixed = [*reversed(known), *known]
    one = exposed(a_supplier(*known, materials=tuple(materials)))
    other = exposed(a_supplier(*mixed, materials=tuple(reversed(materials))))
    assert one == other
