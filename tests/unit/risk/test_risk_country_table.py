"""The table of countries: complete, one to one, and right for those that are easily lost."""

from decimal import Decimal

import pytest

from services.risk.domain.reading import Countries, index_values
from services.risk.store import PACKS
from shared.store.packs import load_pack

WGI = load_pack(PACKS / "wgi_2019")
DOL = load_pack(PACKS / "dol_goods_2022")
COUNTRIES = Countries(load_pack(PACKS / "countries_v1").rows("countries.csv"))
VALUES = {
    (value.country, value.indicator): value.percentile
    for value in index_values(WGI.rows("wgi_2019.csv"), WGI.rules["index"], COUNTRIES)
}
NO_COUNTRY = {"Other countries", "World total", "World total (excluding U.S. production)"}
PRODUCERS = {
    "Argentina", "Australia", "Austria", "Brazil", "Canada", "Chile", "China", "Congo (Kinshasa)",
    "Cuba", "Germany", "India", "Indonesia", "Japan", "Kazakhstan", "Korea, North",
    "Korea, Republic of", "Madagascar", "Mali", "Mexico", "Mozambique", "New Caledonia", "Norway",
    "Papua New Guinea", "Peru", "Philippines", "Poland", "Portugal", "Russia", "Sri Lanka",
    "Tanzania", "Turkey", "Ukraine", "United States", "Vietnam", "Zambia", "Zimbabwe",
}  # fmt: skip
"""Every country in the production tables of copper, lithium, cobalt, nickel and graphite (2026)."""


@pytest.mark.parametrize(
    ("country", "voice", "stability", "law"),
    [
        ("CD", "12.8078813552856", "5.7142858505249", "2.4038462638855"),
        ("NA", "64.5320205688477", "65.7142868041992", "62.5"),
        ("TR", "24.630542755127", "10", "44.711540222168"),
        ("RO", "61.5763549804688", "65.2380981445312", "64.4230804443359"),
        ("TL", "60.0985221862793", "55.238094329834", "12.0192308425903"),
        ("XK", "40.8866996765137", "30.9523811340332", "39.9038467407227"),
        ("PS", "21.1822662353516", "4.7619047164917", "33.6538467407227"),
        ("AD", "87.1921157836914", "98.5714263916016", "90.8653869628906"),
    ],
)
def test_a_country_under_the_index_s_own_code_has_the_files_values(
    country: str, voice: str, stability: str, law: str
) -> None:
    found = [
        VALUES[country, indicator]
        for indicator in ("VoiceandAccountability", "PoliticalStability", "RuleofLaw")
    ]
    assert found == [Decimal(voice), Decimal(stability), Decimal(law)]


def test_every_row_of_the_index_is_a_country_but_the_dissolved_netherlands_antilles() -> None:
    codes = {row["code"] for row in WGI.rows("wgi_2019.csv")}
    assert {code for code in codes if COUNTRIES.find("wgi-code", code) is None} == {"ANT"}


def test_no_two_codes_of_the_index_are_one_country() -> None:
    found = [code for code in COUNTRIES.values("wgi-code").values() if code]
    assert len(found) == len(set(found)) == 213


def test_every_country_of_the_goods_list_and_of_its_inputs_is_mapped() -> None:
    rows = DOL.rows("dol_tvpra_goods_2022.csv")
    names = {row["country"] for row in rows} | {row["derived_country"] for row in rows} - {"No"}
    found = {COUNTRIES.find("dol-name", name) for name in names}
    assert None not in found
    assert len(found) == len(names) == 78


def test_no_producing_country_is_without_a_percentile_but_new_caledonia() -> None:
    table = COUNTRIES.values("usgs-name")
    assert set(table) == PRODUCERS | NO_COUNTRY
    assert {name for name, code in table.items() if code is None} == NO_COUNTRY
    assert {
        name
        for name, code in table.items()
        if code is not None and VALUES.get((code, "RuleofLaw")) is None
    } == {"New Caledonia"}


def test_a_code_nobody_mapped_is_a_fault_and_not_a_country_without_value() -> None:
    with pytest.raises(ValueError, match="wgi-code 'ZZZ' is not in the table of countries"):
        COUNTRIES.find("wgi-code", "ZZZ")
