"""The goods list: what a listing gives, and what silence does not."""

from sorgfalt_contracts.terms import Right

from services.risk.domain.exposure import Place
from services.risk.domain.verdict import Evidence, Reason, because
from services.risk.store import PACKS
from shared.store.packs import load_pack
from tests.unit.risk.builders import DOL, METHOD, the_method

CHILD = (Right.CHILD_MIN_AGE, Right.CHILD_WORST)
ALL = (*CHILD, Right.FORCED_LABOUR)


def said(country: str, *materials: str, unknown: bool = False) -> list[Evidence]:
    place = Place(country=country, materials=materials, has_unknown_material=unknown)
    return list(the_method().goods.evidence(place))


def on(rights: tuple[Right, ...], likelihood: int | None, reason: Reason) -> list[Evidence]:
    return [Evidence(right=right, likelihood=likelihood, reason=reason) for right in rights]


def listed(country: str, good: str, material: str, kind: str) -> Reason:
    return because(
        "dol-listed",
        DOL,
        country=country,
        good=good,
        material=material,
        kind=kind,
        likelihood="4",
    )


def silent(country: str, material: str) -> Reason:
    return because("dol-not-listed", DOL, country=country, material=material)


def test_child_labour_bears_on_both_child_rights_and_says_nothing_of_forced_labour() -> None:
    child = listed("CD", "Cobalt ore (heterogenite)", "cobalt", "child labor")
    assert said("CD", "cobalt") == [
        *on(CHILD, 4, child),
        *on((Right.FORCED_LABOUR,), None, silent("CD", "cobalt")),
    ]


def test_forced_labour_bears_on_forced_labour_alone() -> None:
    assert said("CN", "polysilicon") == [
        *on((Right.FORCED_LABOUR,), 4, listed("CN", "Polysilicon", "polysilicon", "forced labor")),
        *on(CHILD, None, silent("CN", "polysilicon")),
    ]


def test_a_listing_of_another_country_is_no_evidence() -> None:
    assert said("CL", "copper") == on(ALL, None, silent("CL", "copper"))


def test_a_material_the_list_never_names_is_no_evidence() -> None:
    assert said("CL", "lithium") == on(ALL, None, silent("CL", "lithium"))


def test_a_material_the_method_does_not_know_is_told_apart_from_silence() -> None:
    reason = because("dol-material-unmapped", METHOD, country="CD", material="coblat")
    assert said("CD", "coblat") == on(ALL, None, reason)


def test_an_unknown_material_is_not_joined_by_country_alone() -> None:
    reason = because("material-unknown", METHOD, country="CN")
    assert said("CN", unknown=True) == on(ALL, None, reason)


def test_a_derived_good_shows_its_input_and_gives_no_likelihood() -> None:
    reason = because(
        "dol-derived-input",
        DOL,
        country="CN",
        good="Lithium-Ion Batteries",
        material="battery-cells",
        input_country="CD",
    )
    assert said("CN", "battery-cells") == on(ALL, None, reason)


def test_the_input_s_origin_is_not_blamed_for_a_derived_good() -> None:
    assert said("CD", "battery-cells") == on(ALL, None, silent("CD", "battery-cells"))


def test_every_derived_good_names_the_country_of_its_input_and_no_other_kind() -> None:
    rows = load_pack(PACKS / "dol_goods_2022").rows("dol_tvpra_goods_2022.csv")
    derived = [row for row in rows if row["derived_labor_exploitation"] == "Yes"]
    assert len(derived) == 10
    assert {(row["child_labor"], row["forced_labor"]) for row in derived} == {("No", "No")}
    assert "No" not in {row["derived_country"] for row in derived}


def test_forced_child_labour_only_stands_where_both_other_kinds_stand() -> None:
    rows = load_pack(PACKS / "dol_goods_2022").rows("dol_tvpra_goods_2022.csv")
    both = {
        (row["child_labor"], row["forced_labor"])
        for row in rows
        if row["forced_child_labor"] == "Yes"
    }
    assert both == {("Yes", "Yes")}
