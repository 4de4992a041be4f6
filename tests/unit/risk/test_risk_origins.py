"""Where materials come from: assumed from day one, replaced by a known mine."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts import events, structs
from sorgfalt_contracts.terms import Confidence, Knowledge, OriginBasis, Right, Stage, SupplierId

from services.risk import translate
from services.risk.domain.exposure import exposure_of
from services.risk.domain.origin import WHOLE, Origin, Share
from services.risk.domain.supplier import Site, Supplier
from services.risk.domain.verdict import Source, because
from tests.unit.risk.builders import (
    DOL,
    METHOD,
    WGI,
    a_site,
    a_supplier,
    the_method,
    verdicts,
)

USGS = Source(pack="usgs_production_2026", edition="2026")


def origins(supplier: Supplier) -> dict[str, Origin]:
    exposure = exposure_of(supplier, the_method().place_order)
    return {each.material: each for each in the_method().ledger.origins(exposure)}


def test_untraced_copper_is_assumed_to_come_from_the_top_five_mining_countries() -> None:
    shares = (("CL", "23.2"), ("PE", "12.0"), ("CD", "11.6"), ("CN", "7.9"), ("US", "5.1"))
    assert origins(a_supplier(country="DE", materials=("copper",))) == {
        "copper": Origin(
            material="copper",
            basis=OriginBasis.ASSUMED,
            shares=tuple(Share(country=code, percent=Decimal(part)) for code, part in shares),
            unknown_percent=Decimal("40.2"),
            confidence=Confidence.LOW,
            source=USGS,
            review_on=date(2027, 2, 1),
        )
    }


def test_a_known_mine_replaces_the_assumption() -> None:
    mine = replace(a_site("CL", "copper"), confidence=Confidence.VERY_LOW)
    assert origins(a_supplier(mine, materials=("copper",))) == {
        "copper": Origin(
            material="copper",
            basis=OriginBasis.CONFIRMED,
            shares=(Share(country="CL", percent=Decimal(100)),),
            unknown_percent=Decimal(0),
            confidence=Confidence.VERY_LOW,
            source=METHOD,
        )
    }


def test_a_mine_of_unstated_confidence_has_that_of_the_method() -> None:
    assert origins(a_supplier(a_site("CL", "gold")))["gold"].confidence is Confidence.MODERATE


@pytest.mark.parametrize(
    ("supplier", "countries"),
    [
        (a_supplier(a_site("CL", "copper"), a_site("PE", "copper")), ["CL", "PE"]),
        (a_supplier(a_site("CL", "copper"), a_site("CL", "copper", stage=Stage.SMELTER)), ["CL"]),
    ],
)
def test_shares_that_nobody_stated_are_not_made_up(
    supplier: Supplier, countries: list[str]
) -> None:
    found = origins(supplier)["copper"]
    assert (found.basis, found.unknown_percent) == (OriginBasis.CONFIRMED, WHOLE)
    assert found.shares == tuple(Share(country=each, percent=None) for each in countries)


def test_a_material_without_figures_has_no_origin_and_a_reason_says_so() -> None:
    supplier = a_supplier(a_site("DE", "steel", stage=Stage.PLANT))
    unknown = because("origin-unknown", METHOD, material="steel")
    assert origins(supplier) == {}
    assert unknown in verdicts(supplier)[Right.FORCED_LABOUR].reasons
    assert unknown not in verdicts(supplier)[Right.SLAVERY].reasons


def test_a_supplier_merged_into_another_has_no_origins() -> None:
    supplier = a_supplier(a_site("CL", "copper"), superseded_by=SupplierId(UUID(int=7)))
    assert origins(supplier) == {}


def test_assumed_countries_count_with_their_material_beside_the_places_that_are_known() -> None:
    plant = a_site("NO", "copper", stage=Stage.PLANT)
    found = verdicts(a_supplier(plant, materials=("copper",)))
    assert {
        right.value: (each.knowledge.value, each.likelihood)
        for right, each in found.items()
        if each.likelihood is not None
    } == {
        "HR01": ("assumed", 4),
        "HR02": ("assumed", 4),
        "HR06": ("assumed", 4),
        "HR08": ("assumed", 4),
        "HR10": ("assumed", 4),
        "HR11": ("assumed", 4),
    }


def test_reasons_say_which_origin_was_assumed_by_which_figures_and_what_follows() -> None:
    found = verdicts(a_supplier(a_site("NO", "copper", stage=Stage.PLANT)))
    assert found[Right.CHILD_MIN_AGE].reasons[1:3] == (
        because(
            "origin-assumed",
            USGS,
            material="copper",
            shares="CL 23.2 %, PE 12.0 %, CD 11.6 %, CN 7.9 %, US 5.1 %",
            unknown="40.2",
            whole="World total",
            year="2023e",
        ),
        because(
            "dol-listed",
            DOL,
            country="CD",
            good="Copper",
            kind="child labor",
            likelihood="4",
            material="copper",
            place="assumed-origin",
        ),
    )
    marked = [reason for reason in found[Right.WAGE].reasons if reason.source == WGI]
    assert [
        (dict(reason.inputs)["country"], dict(reason.inputs).get("place")) for reason in marked
    ] == [
        ("CD", "assumed-origin"),
        ("CN", "assumed-origin"),
        ("PE", "assumed-origin"),
        ("CL", "assumed-origin"),
        ("NO", None),
        ("US", "assumed-origin"),
    ]


def test_what_is_said_of_a_known_place_is_not_said_again_of_an_assumed_one() -> None:
    found = verdicts(a_supplier(a_site("CD", "copper", stage=Stage.SMELTER)))[Right.WAGE]
    countries = [dict(reason.inputs).get("country") for reason in found.reasons]
    assert countries.count("CD") == 1


def test_a_supplier_of_whom_only_materials_are_known_is_judged_by_their_origins() -> None:
    found = verdicts(a_supplier(materials=("cobalt",)))[Right.CHILD_MIN_AGE]
    assert (found.knowledge, found.likelihood) == (Knowledge.ASSUMED, 4)
    assert [reason.code for reason in found.reasons[:4]] == [
        "severity-of-right", "no-country", "origin-assumed", "dol-listed",
    ]  # fmt: skip


materials = st.lists(st.sampled_from(["copper", "cobalt", "steel", "gold"]), max_size=3).map(tuple)
sites = st.builds(
    Site,
    country=st.sampled_from(["CL", "NO", "DE"]),
    materials=materials,
    stage=st.sampled_from([Stage.MINE, Stage.PLANT, None]),
)
suppliers = st.builds(
    lambda places, named: a_supplier(*places, materials=named, country="DE"),
    st.lists(sites, max_size=4),
    materials,
)


@given(suppliers)
def test_a_material_is_mined_assumed_or_of_unknown_origin_and_never_two_of_these(
    supplier: Supplier,
) -> None:
    found = origins(supplier)
    mined = {each for site in supplier.sites if site.stage is Stage.MINE for each in site.materials}
    named = {*supplier.materials, *(each for site in supplier.sites for each in site.materials)}
    assert {m for m, each in found.items() if each.basis is OriginBasis.CONFIRMED} == mined
    assert {m for m, each in found.items() if each.basis is OriginBasis.ASSUMED} == (
        named - mined
    ) & the_method().ledger.assumptions.keys()


@given(suppliers)
def test_origins_keep_to_the_contract_and_are_the_same_when_they_are_read_again(
    supplier: Supplier,
) -> None:
    found = tuple(origins(supplier).values())
    exposure = exposure_of(supplier, the_method().place_order)
    written = translate.written("method_v1", exposure, (), origins=found)
    fact = structs.RiskAssessed(
        company_id=UUID(int=1),
        supplier_id=UUID(int=2),
        version=1,
        supplier_version=1,
        method="method_v1",
        rights=[],
        origins=written.document.origins,
    )
    body = events.RiskAssessed.model_validate_json(structs.encode(fact))
    for each in body.origins:
        parts = sum(Decimal(str(share.percent or 0)) for share in each.shares)
        assert parts + Decimal(str(each.unknown_percent)) == 100
    assert translate.origins_in(written) == translate.origins_told(written.encoded) == found
