"""The verdict on a supplier: what is assumed, what stays unknown, and why."""

from dataclasses import replace
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts.terms import Knowledge, Priority, Right, Stage, SupplierId

from services.risk.domain.assessment import assess_supplier
from services.risk.domain.supplier import Site
from services.risk.domain.verdict import RightAssessment, because
from tests.unit.risk.builders import (
    DOL,
    METHOD,
    WGI,
    a_site,
    a_supplier,
    severity_reason,
    the_method,
    verdicts,
)

RULED = {"HR01", "HR02", "HR03", "HR06", "HR08", "HR10", "HR11"}
COUNTRIES = ["CD", "NA", "TR", "CL", "NC", "MC", "NO", "CN", "XK", "ZZ"]
CALM = (
    "AT", "AU", "BE", "CA", "CH", "DE", "DK", "ES", "FI", "FR", "GB",
    "IE", "IS", "JP", "LU", "NL", "NO", "NZ", "PT", "SE", "US",
)  # fmt: skip
sites = st.builds(
    Site,
    country=st.sampled_from(COUNTRIES),
    materials=st.lists(
        st.sampled_from(["cobalt", "copper", "lithium", "gold", "battery-cells", "strange"]),
        max_size=3,
    ).map(tuple),
    stage=st.sampled_from([Stage.MINE, Stage.PLANT, None]),
)
mines = sites.map(lambda site: replace(site, stage=Stage.MINE))


def likelihoods(*places: Site) -> dict[str, int | None]:
    found = verdicts(a_supplier(*places)).items()
    return {right.value: each.likelihood for right, each in found if right.value in RULED}


def test_cobalt_from_dr_congo_makes_child_labour_an_assumed_risk_of_high_priority() -> None:
    found = verdicts(a_supplier(a_site("CD", "cobalt")))
    assert found[Right.CHILD_MIN_AGE] == RightAssessment(
        right=Right.CHILD_MIN_AGE,
        knowledge=Knowledge.ASSUMED,
        severity=4,
        likelihood=4,
        priority=Priority.HIGH,
        reasons=(
            severity_reason(4, 4),
            because(
                "dol-listed",
                DOL,
                country="CD",
                good="Cobalt ore (heterogenite)",
                kind="child labor",
                likelihood="4",
                material="cobalt",
            ),
        ),
    )


def test_a_right_on_which_the_list_is_silent_stays_unknown_with_its_severity() -> None:
    assert verdicts(a_supplier(a_site("CL", "lithium")))[Right.FORCED_LABOUR] == RightAssessment(
        right=Right.FORCED_LABOUR,
        knowledge=Knowledge.UNKNOWN,
        severity=5,
        likelihood=None,
        priority=None,
        reasons=(
            severity_reason(5, 4),
            because("dol-not-listed", DOL, country="CL", material="lithium"),
        ),
    )


@pytest.mark.parametrize("right", [right for right in Right if right.value not in RULED])
def test_a_right_without_a_source_in_the_method_is_unknown(right: Right) -> None:
    found = verdicts(a_supplier(a_site("CD", "cobalt")))[right]
    assert (found.knowledge, found.likelihood, found.priority) == (Knowledge.UNKNOWN, None, None)
    assert found.reasons[1:] == (because("no-rule", METHOD),)


@pytest.mark.parametrize(
    ("country", "voice", "stability", "law"),
    [("CD", 4, 4, 4), ("NA", 2, 2, 2), ("TR", 4, 4, 3), ("NO", 1, 1, 1), ("NC", None, None, None)],
)
def test_each_country_gives_what_its_percentiles_say(
    country: str, voice: int | None, stability: int | None, law: int | None
) -> None:
    found = likelihoods(a_site(country, "lithium"))
    assert found == {
        "HR01": None, "HR02": None, "HR03": None,
        "HR06": voice, "HR08": law, "HR10": law, "HR11": stability,
    }  # fmt: skip


def test_of_several_countries_the_worst_decides_and_both_give_a_reason() -> None:
    found = verdicts(a_supplier(a_site("NO", "copper"), a_site("CD", "copper")))[Right.WAGE]
    countries = [dict(reason.inputs).get("country") for reason in found.reasons]
    assert (found.likelihood, countries) == (4, [None, "CD", "NO"])


def test_a_place_without_value_lowers_nothing_and_is_named() -> None:
    found = verdicts(a_supplier(a_site("CD", "copper"), a_site("NC", "nickel")))[Right.WAGE]
    assert found.likelihood == 4
    assert found.reasons[-1] == because("no-index-value", WGI, country="NC", indicator="RuleofLaw")


def test_a_country_with_one_of_two_indicators_is_assumed_only_where_it_has_a_value() -> None:
    assert likelihoods(a_site("MC", "copper"))["HR08"] is None
    assert likelihoods(a_site("MC", "copper"))["HR06"] == 2


def test_a_supplier_known_by_its_seat_alone_says_so_on_every_right_with_a_source() -> None:
    seat = because("seat-for-sites", METHOD, country="DE")
    found = verdicts(a_supplier(country="DE"))
    assert {right.value for right, each in found.items() if seat in each.reasons} == RULED


def test_a_supplier_without_any_place_is_unknown_throughout() -> None:
    found = verdicts(a_supplier(materials=("mica",)))
    assert {each.knowledge for each in found.values()} == {Knowledge.UNKNOWN}
    nowhere = because("no-country", METHOD)
    assert {right.value for right, each in found.items() if nowhere in each.reasons} == RULED


def test_a_superseded_supplier_is_judged_no_more() -> None:
    heir = SupplierId(UUID(int=7))
    supplier = a_supplier(a_site("CD", "cobalt"), country="DE", superseded_by=heir)
    assert assess_supplier(supplier, the_method()) == tuple(
        RightAssessment(
            right=right,
            knowledge=Knowledge.UNKNOWN,
            severity=None,
            likelihood=None,
            priority=None,
            reasons=(because("superseded", METHOD, by=str(heir)),),
        )
        for right in Right
    )


def test_of_more_than_twenty_reasons_the_worst_twenty_stay_and_the_rest_is_counted() -> None:
    places = [a_site(country, "copper") for country in (*CALM, "CD", "SO")]
    found = verdicts(a_supplier(*places))[Right.WAGE]
    shown = [dict(reason.inputs).get("country") for reason in found.reasons[1:-1]]
    assert (len(shown), shown[:2]) == (20, ["CD", "SO"])
    assert found.reasons[-1] == because("more-reasons", METHOD, count="3")


@given(st.lists(sites, max_size=6), st.sampled_from([None, *COUNTRIES]))
def test_all_twenty_rights_are_judged_and_places_alone_make_none_known(
    places: list[Site], seat: str | None
) -> None:
    found = assess_supplier(a_supplier(*places, country=seat), the_method())
    assert [each.right for each in found] == list(Right)
    for each in found:
        is_assumed = each.knowledge is Knowledge.ASSUMED
        assert each.knowledge is not Knowledge.KNOWN
        assert (each.likelihood is not None) == (each.priority is not None) == is_assumed
        assert each.reasons


@given(st.lists(mines, min_size=1, max_size=5), mines)
def test_one_more_site_never_lowers_a_likelihood(places: list[Site], more: Site) -> None:
    before, after = likelihoods(*places), likelihoods(*places, more)
    assert all((after[right] or 0) >= (each or 0) for right, each in before.items())


@given(st.lists(mines, min_size=1, max_size=6))
def test_reasons_stand_the_worst_first(places: list[Site]) -> None:
    for each in assess_supplier(a_supplier(*places), the_method()):
        found = [int(dict(reason.inputs).get("likelihood", "0")) for reason in each.reasons[1:]]
        assert all(one >= other for one, other in pairwise(found))
