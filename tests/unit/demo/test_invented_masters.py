import re
from collections import Counter

import pytest
from sorgfalt_contracts.lei import is_lei

from infra.local.demo.masters import Row, read_masters

MASTERS = read_masters()
COMPANIES = (*MASTERS.automotive, *MASTERS.metals_mining)


def test_masters_have_as_many_rows_as_their_originals() -> None:
    counts = (len(MASTERS.automotive), len(MASTERS.metals_mining), len(MASTERS.sites))
    assert counts == (1_940, 1_987, 1_413)


@pytest.mark.parametrize(
    ("rows", "longest", "foreign", "letters"),
    [(MASTERS.automotive, 148, 116, 66_112), (MASTERS.metals_mining, 116, 38, 58_418)],
    ids=["automotive", "metals and mining"],
)
def test_names_keep_the_lengths_and_the_alphabet_of_the_originals(
    rows: list[Row], longest: int, foreign: int, letters: int
) -> None:
    names = [row["name"] for row in rows]
    found = (max(map(len, names)), sum(not name.isascii() for name in names), sum(map(len, names)))
    assert found == (longest, foreign, letters)


def test_every_lei_is_valid_and_belongs_to_no_issuer() -> None:
    wrong = [
        row["lei"]
        for row in COMPANIES
        if not is_lei(row["lei"]) or not row["lei"].startswith("ZZZZ00")
    ]
    assert wrong == []


def test_one_lei_stands_in_both_masters_and_no_other_stands_twice() -> None:
    counts = Counter(row["lei"] for row in COMPANIES)
    assert Counter(counts.values()) == {1: 3_925, 2: 1}


def test_countries_are_the_real_ones_with_namibia_read_as_text() -> None:
    countries = Counter(row["country"] for row in MASTERS.automotive)
    assert [countries[code] for code in ("IN", "US", "DE", "MX")] == [615, 321, 205, 38]
    assert MASTERS.countries["Namibia"] == "NA"


def test_coordinates_are_whole_degrees() -> None:
    degrees = {row[axis] for row in MASTERS.sites for axis in ("latitude", "longitude")}
    assert [text for text in degrees if not re.fullmatch(r"-?[0-9]+", text)] == []


def test_sites_are_numbered_anew_and_named_by_groups_or_an_unnamed_operator() -> None:
    numbers = [row["site_number"] for row in MASTERS.sites]
    assert numbers == [f"MS{number:05d}" for number in range(1, 1_414)]
    assert all(bool(row["groups"]) != bool(row["unnamed_operator"]) for row in MASTERS.sites)


def test_every_site_has_copper_lithium_or_cobalt() -> None:
    columns = ("primary_commodity", "secondary_commodity", "other_commodities")
    commodities = [" ".join(row[column] for column in columns) for row in MASTERS.sites]
    assert [each for each in commodities if not re.search("copper|lithium|cobalt", each)] == []


def test_every_country_of_a_site_has_a_code() -> None:
    assert {row["country"] for row in MASTERS.sites} - set(MASTERS.countries) == set()
