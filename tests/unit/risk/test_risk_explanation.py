"""Verdicts in words."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts.terms import Right

from services.risk.domain.explanation import ReasonExplained, RightExplained, explain
from services.risk.domain.supplier import Site
from tests.unit.risk.builders import a_site, a_supplier, the_method, verdicts

sites = st.builds(
    Site,
    country=st.sampled_from(["CD", "NC", "CN", "NO"]),
    materials=st.lists(st.sampled_from(["cobalt", "battery-cells", "x"]), max_size=2).map(tuple),
)


def test_an_assumed_right_is_explained_by_inputs_edition_and_sentence() -> None:
    found = verdicts(a_supplier(a_site("CD", "lithium")))[Right.SECURITY_FORCES]
    assert explain(found, the_method()) == RightExplained(
        right="HR11",
        title="Security forces without control",
        knowledge="assumed",
        severity=5,
        severity_grounds=the_method().severities[Right.SECURITY_FORCES].grounds,
        likelihood=4,
        priority="high",
        reasons=[
            ReasonExplained(
                code="severity-of-right",
                inputs={"irremediability": "5", "scale": "5"},
                source="method_v1",
                edition="2",
                sentence="Typical harm to this right: gravity 5 of 5, irreversibility 5 of 5. "
                "The graver of the two is the severity.",
            ),
            ReasonExplained(
                code="wgi-percentile-below",
                inputs={
                    "country": "CD",
                    "indicator": "PoliticalStability",
                    "likelihood": "4",
                    "percentile": "5.7142",
                    "threshold": "25",
                    "year": "2019",
                },
                source="wgi_2019",
                edition="2019",
                sentence="CD: PoliticalStability stood at percentile 5.7142 of all countries in "
                "2019, below 25; likelihood 4 of 5.",
            ),
        ],
    )


def test_a_reason_of_another_method_speaks_by_its_code_and_inputs() -> None:
    found = verdicts(a_supplier(a_site("NC", "lithium")))[Right.WAGE]
    silent = replace(the_method(), sentences={})
    assert explain(found, silent).reasons[1].sentence == (
        "no-index-value country=NC indicator=RuleofLaw"
    )


def test_what_is_said_of_an_assumed_origin_says_that_it_is_assumed() -> None:
    found = verdicts(a_supplier(materials=("cobalt",)))[Right.CHILD_MIN_AGE]
    told = {each.code: each.sentence for each in explain(found, the_method()).reasons}
    assert told["origin-assumed"] == (
        "No mine of cobalt is known here. Its top producers are assumed by mine production of "
        "2024: CD 74.8 %, ID 11.5 %, RU 2.6 %, AU 1.5 %, CU 1.1 % (parts of: World total); "
        "8.5 % stays unknown."
    )
    assert told["dol-listed"] == (
        "CD: the list names Cobalt ore (heterogenite) (material cobalt) for child labor; "
        "likelihood 4 of 5. This country is an assumed origin; nobody has said that anything "
        "comes from there."
    )


@given(st.lists(sites, max_size=4), st.sampled_from([None, "DE"]))
def test_no_sentence_is_left_with_an_empty_brace(places: list[Site], country: str | None) -> None:
    for each in verdicts(a_supplier(*places, country=country)).values():
        for reason in explain(each, the_method()).reasons:
            assert "{" not in reason.sentence
            assert "=" not in reason.sentence
