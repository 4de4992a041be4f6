"""Tables of mine production: which rows count, and which traps lie between them."""

from datetime import date
from decimal import Decimal

import pytest
from sorgfalt_contracts.terms import Confidence

from services.risk.domain.origin import Assumption
from services.risk.domain.origin_reading import figures
from services.risk.domain.production import (
    SUM,
    Figure,
    OriginRule,
    Selection,
    assumptions,
    tonnes,
)
from services.risk.domain.reading import Countries
from services.risk.domain.verdict import Source
from services.risk.store import PACKS
from shared.store.packs import load_pack
from tests.unit.risk.builders import the_method

USGS = Source(pack="usgs_production_2026", edition="2026")
UNITS = {"t": Decimal(1), "kt": Decimal(1000), "Mt": Decimal(1_000_000)}
RULE = OriginRule(
    commodity="copper", stage="mine", year="2024", materials=("copper",), confidence=Confidence.LOW
)
SELECTION = Selection(top=2, decimals=1, source=USGS, review_on=date(2027, 2, 1))


def a_figure(
    country: str | None,
    amount: str | None,
    *,
    name: str = "",
    stage: str = "mine",
    year: str = "2024",
    is_total: bool = False,
) -> Figure:
    return Figure(
        commodity="copper",
        stage=stage,
        year=year,
        name=name or country or "Other countries",
        country=country,
        is_total=is_total,
        tonnes=None if amount is None else Decimal(amount),
    )


TOTAL = a_figure(None, "300", name="World total", is_total=True)


def assumed(*table: Figure) -> Assumption:
    return assumptions(table, [RULE], SELECTION)["copper"]


def shares(assumption: Assumption) -> dict[str, str]:
    return {each.country: str(each.percent) for each in assumption.origin.shares}


def test_the_top_producers_have_their_part_of_the_printed_total_cut_and_not_rounded() -> None:
    found = assumed(a_figure("PE", "50"), a_figure("CL", "200"), a_figure("CD", "40"), TOTAL)
    assert (shares(found), str(found.origin.unknown_percent)) == (
        {"CL": "66.6", "PE": "16.6"},
        "16.8",
    )
    assert (found.whole, found.year, found.origin.review_on, found.origin.confidence) == (
        "World total", "2024", date(2027, 2, 1), Confidence.LOW,
    )  # fmt: skip


def test_without_a_printed_total_shares_are_parts_of_the_sum_and_say_so() -> None:
    found = assumed(a_figure("PE", "50"), a_figure("CL", "100"), a_figure(None, "50"))
    assert (shares(found), found.whole) == ({"CL": "50.0", "PE": "25.0"}, SUM)


def test_a_withheld_total_is_no_total() -> None:
    withheld = a_figure(None, None, name="World total", is_total=True)
    assert assumed(a_figure("CL", "100"), withheld).whole == SUM


def test_a_remainder_is_no_country_however_large() -> None:
    assert shares(assumed(a_figure("CL", "10"), a_figure(None, "290"), TOTAL)) == {"CL": "3.3"}


def test_refineries_are_not_mines() -> None:
    table = (a_figure("CL", "10"), a_figure("CN", "200", stage="refinery"), TOTAL)
    assert shares(assumed(*table)) == {"CL": "3.3"}


def test_other_years_and_estimates_are_not_mixed_in() -> None:
    table = (a_figure("CL", "10"), a_figure("CN", "200", year="2025e"), TOTAL)
    assert shares(assumed(*table)) == {"CL": "3.3"}


def test_a_withheld_figure_and_a_zero_name_no_producer() -> None:
    table = (a_figure("CL", "10"), a_figure("US", None), a_figure("DE", "0"), TOTAL)
    assert shares(assumed(*table)) == {"CL": "3.3"}


def test_of_equal_producers_the_code_decides_so_that_the_order_of_rows_does_not() -> None:
    table = [a_figure("ZM", "10"), a_figure("AU", "10"), a_figure("ID", "10"), TOTAL]
    assert (
        shares(assumed(*table)) == shares(assumed(*reversed(table))) == {"AU": "3.3", "ID": "3.3"}
    )


def test_a_rule_that_finds_no_figures_is_an_error() -> None:
    with pytest.raises(ValueError, match="no mine figures of copper for 2024"):
        assumed(a_figure("CL", "10", year="2023"), TOTAL)


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("5.0", "Mt", Decimal(5_000_000)),
        ("12400", "kt", Decimal(12_400_000)),
        ("770", "t", Decimal(770)),
        ("0", "t", Decimal(0)),
        ("W", "t", None),
        (">9.1M", "t", None),
        (">9100000", "t", None),
        ("", "t", None),
    ],
)
def test_a_figure_is_read_in_tonnes_or_not_at_all(
    text: str, unit: str, amount: Decimal | None
) -> None:
    assert tonnes(text, unit, UNITS) == amount


def test_a_unit_that_nobody_described_is_an_error() -> None:
    with pytest.raises(KeyError):
        tonnes("5", "st", UNITS)


def test_the_mines_of_copper_lie_in_the_andes_and_in_congo() -> None:
    copper = the_method().ledger.assumptions["copper"]
    assert (copper.year, shares(copper), str(copper.origin.unknown_percent)) == (
        "2023e",
        {"CL": "23.2", "PE": "12.0", "CD": "11.6", "CN": "7.9", "US": "5.1"},
        "40.2",
    )


@pytest.mark.parametrize(
    ("material", "countries", "whole"),
    [
        ("cobalt", ["CD", "ID", "RU", "AU", "CU"], "World total"),
        ("lithium", ["AU", "CL", "CN", "ZW", "AR"], "World total (excluding U.S. production)"),
        ("nickel", ["ID", "PH", "RU", "CA", "NC"], "World total"),
        ("natural-graphite", ["CN", "MG", "BR", "MZ", "TZ"], "World total"),
    ],
)
def test_each_other_material_of_the_table_has_its_producers(
    material: str, countries: list[str], whole: str
) -> None:
    found = the_method().ledger.assumptions[material]
    assert ([*shares(found)], found.whole) == (countries, whole)


def test_shares_and_the_unknown_rest_are_the_whole_and_never_without_a_rest() -> None:
    for each in the_method().ledger.assumptions.values():
        total = sum(share.percent or 0 for share in each.origin.shares)
        assert total + each.origin.unknown_percent == 100
        assert each.origin.unknown_percent > 0


def test_what_comes_from_no_mine_has_no_assumed_mine() -> None:
    assumptions = the_method().ledger.assumptions
    assert not {"recycled-copper", "copper-scrap", "steel", "battery-cells"} & assumptions.keys()


def test_every_producer_of_the_table_is_a_country_the_index_or_a_reason_speaks_of() -> None:
    pack = load_pack(PACKS / "usgs_production_2026")
    known = Countries(load_pack(PACKS / "countries_v1").rows("countries.csv"))
    rules = pack.rules["production"]
    producers = {each.country for each in figures(pack.rows(rules["file"]), rules, known)}
    for country in producers - {None}:
        assert the_method().index.evidence(str(country))
    assert {"CD", "NC", "KP"} <= producers
