"""From percentile to likelihood: the edges, the order, the figure that is shown."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts.terms import Right

from services.risk.domain.country_risk import (
    Band,
    CountryIndex,
    IndexRules,
    IndexValue,
    likelihood_of,
)
from services.risk.domain.verdict import Evidence, because
from tests.unit.risk.builders import WGI, the_method

RULES = IndexRules(
    rights={"RuleofLaw": (Right.WAGE, Right.LAND)},
    bands=(
        Band(percentile_below=Decimal(25), likelihood=4),
        Band(percentile_below=Decimal(50), likelihood=3),
        Band(percentile_below=Decimal(75), likelihood=2),
    ),
    otherwise=1,
    decimals=4,
    source=WGI,
)
percentiles = st.decimals(0, 100, places=13)


def an_index(percentile: Decimal | None) -> CountryIndex:
    return CountryIndex(
        [IndexValue(country="CL", indicator="RuleofLaw", year="2019", percentile=percentile)],
        RULES,
    )


@pytest.mark.parametrize(
    ("percentile", "likelihood"),
    [
        ("0", 4), ("24.9999999", 4), ("25", 3), ("49.9999999", 3),
        ("50", 2), ("74.9999999", 2), ("75", 1), ("100", 1),
    ],
)  # fmt: skip
def test_a_percentile_on_the_threshold_belongs_to_the_next_band(
    percentile: str, likelihood: int
) -> None:
    assert likelihood_of(Decimal(percentile), RULES)[0] == likelihood


@given(percentiles, percentiles)
def test_a_worse_percentile_never_gives_a_lower_likelihood(one: Decimal, other: Decimal) -> None:
    worse, better = sorted((one, other))
    assert likelihood_of(worse, RULES)[0] >= likelihood_of(better, RULES)[0]


@given(percentiles)
def test_the_figure_shown_stands_on_the_side_of_its_threshold(percentile: Decimal) -> None:
    reason = an_index(percentile).evidence("CL")[0].reason
    inputs = dict(reason.inputs)
    is_below = Decimal(inputs["percentile"]) < Decimal(inputs["threshold"])
    assert is_below == (reason.code == "wgi-percentile-below")


def test_one_indicator_speaks_for_each_of_its_rights_with_country_year_and_edition() -> None:
    reason = because(
        "wgi-percentile-below",
        WGI,
        country="CL",
        indicator="RuleofLaw",
        likelihood="3",
        percentile="49.9999",
        threshold="50",
        year="2019",
    )
    assert an_index(Decimal("49.99999")).evidence("CL") == (
        Evidence(right=Right.WAGE, likelihood=3, reason=reason),
        Evidence(right=Right.LAND, likelihood=3, reason=reason),
    )


@pytest.mark.parametrize("country", ["CL", "ZZ"])
def test_a_country_without_value_gives_no_likelihood_but_a_reason(country: str) -> None:
    reason = because("no-index-value", WGI, country=country, indicator="RuleofLaw")
    assert an_index(None).evidence(country) == (
        Evidence(right=Right.WAGE, likelihood=None, reason=reason),
        Evidence(right=Right.LAND, likelihood=None, reason=reason),
    )


def test_the_published_method_joins_indicators_and_rights_as_its_text_says() -> None:
    found = {
        (dict(each.reason.inputs)["indicator"], each.right, each.likelihood)
        for each in the_method().index.evidence("CD")
    }
    assert found == {
        ("VoiceandAccountability", Right.FREEDOM_OF_ASSOCIATION, 4),
        ("PoliticalStability", Right.SECURITY_FORCES, 4),
        ("RuleofLaw", Right.WAGE, 4),
        ("RuleofLaw", Right.LAND, 4),
    }
