"""The generator on made-up originals: what it keeps, what it replaces, what it never gives away."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sorgfalt_contracts.lei import is_lei

from infra.local.demo.invent import groups_of, invent_master, invent_sites, minted_lei
from infra.local.demo.invented_names import KeptWords, NameInventor, key_of
from infra.local.demo.kept_words import LEGAL_FORMS, TRADE_WORDS

SECRET = bytes(range(32))
KEPT = KeptWords(legal_forms=LEGAL_FORMS, trade_words=TRADE_WORDS, most_trade_words=2)
REAL = (
    "Musterwerk Automotive GmbH & Co. KG",
    "PRZYKŁAD ŻÓŁTY SPÓŁKA Z OGRANICZONĄ ODPOWIEDZIALNOŚCIĄ",
    "Ejemplo Cobre, S.A. de C.V.",
    "Quixotic Jumbled Waltz 24 Ltd",
    "ΠΑΡΑΔΕΙΓΜΑ LIMITED",
    "B Auto Parts",
)


def an_inventor() -> NameInventor:
    return NameInventor(SECRET, REAL, KEPT)


def a_company(name: str, country: str = "DE", lei: str = "A") -> dict[str, str]:
    return {
        "LEI": lei,
        "Entity.LegalName": name,
        "Entity.LegalAddress.Country": country,
        "Entity.EntityCategory": "GENERAL",
    }


def a_site(name: str, groups: str = "", materials: str = "copper ") -> dict[str, str]:
    return {
        "ICMMID": f"ICMM-{name}",
        "Confidence Factor": "Very Low",
        "Mine Name": name,
        "Group Names": groups,
        "Latitude": "7.6",
        "Longitude": "-74.4",
        "Asset Type": "Mine;Smelter",
        "Country": "Colombia",
        "Primary Commodity": materials,
        "Secondary Commodity": "",
        "Other Commodities": "",
    }


@pytest.mark.parametrize("name", REAL)
def test_invented_name_has_the_shape_of_the_real_one_and_none_of_its_words(name: str) -> None:
    invented = an_inventor().invent(name)
    assert [sign.isupper() for sign in invented] == [sign.isupper() for sign in name]
    assert [sign for sign in invented if not sign.isalnum()] == [
        sign for sign in name if not sign.isalnum()
    ]
    telling = set(re.findall(r"[^\W\d_]{4,}", key_of(name)))
    assert telling & set(re.findall(r"[^\W\d_]+", key_of(invented))) <= LEGAL_FORMS | TRADE_WORDS


def test_legal_forms_stay_with_and_without_full_stops() -> None:
    inventor = an_inventor()
    assert inventor.invent(REAL[0]).endswith(" GmbH & Co. KG")
    assert inventor.invent(REAL[2]).endswith(", S.A. de C.V.")


def test_name_without_a_telling_word_loses_its_trade_words_too() -> None:
    words = key_of(an_inventor().invent("B Auto Parts")).split()
    assert "auto" not in words
    assert "parts" not in words


def test_no_more_than_two_words_of_the_trade_stay() -> None:
    words = key_of(an_inventor().invent("Musterwerk Automotive Parts Systems Trading GmbH")).split()
    assert words[1:3] == ["automotive", "parts"]
    assert not {"systems", "trading"} & set(words)


@pytest.mark.parametrize(
    "secret", [bytes([n]) * 32 for n in range(20)], ids=lambda secret: secret[:1].hex()
)
def test_real_names_and_real_words_never_come_back(secret: bytes) -> None:
    names = NameInventor(secret, ["ho", "oo", "hh"], KEPT)
    assert names.invent("ho") == "oh"
    words = NameInventor(secret, ["hoho h", "ohoh h", "hooh h"], KEPT)
    assert words.invent("hoho h").split()[0] not in {"hoho", "ohoh", "hooh"}


def test_invention_is_no_substitution_of_letters() -> None:
    inventor = NameInventor(SECRET, ["aaaaaaaaaaaaaaaa", *REAL], KEPT)
    assert len(set(inventor.invent("aaaaaaaaaaaaaaaa"))) > 2


def test_same_name_gets_the_same_invention_and_another_one_in_another_role() -> None:
    inventor = an_inventor()
    again = an_inventor()
    assert inventor.invent(REAL[3]) == again.invent(REAL[3])
    assert inventor.invent(REAL[3]) != inventor.invent(REAL[3], role="operator")


def test_another_secret_gives_another_name() -> None:
    other = NameInventor(bytes(32), REAL, KEPT)
    assert other.invent(REAL[3]) != an_inventor().invent(REAL[3])


@settings(max_examples=50)
@given(name=st.text(alphabet="abcdefgHIJKÄß 12.-&", min_size=6, max_size=40))
def test_invented_name_is_as_long_as_any_real_one_and_never_equal(name: str) -> None:
    invented = NameInventor(SECRET, [name, *REAL], KEPT).invent(name + " Xylo")
    assert len(invented) == len(name) + 5
    assert key_of(invented) not in {key_of(each) for each in (name, *REAL)}


def test_names_change_places_within_their_country_only() -> None:
    rows = [a_company(name, "DE" if i % 2 else "PL", str(i)) for i, name in enumerate(REAL)]
    invented = invent_master(rows, SECRET, "a file")
    assert Counter((row["country"], len(row["name"])) for row in invented) == Counter(
        (row["Entity.LegalAddress.Country"], len(row["Entity.LegalName"])) for row in rows
    )


def test_length_of_a_name_does_not_lead_back_to_its_lei() -> None:
    rows = [
        a_company("Lorem ipsum dolor sit amet consectetur"[:length], lei=str(length))
        for length in range(10, 36)
    ]
    lengths = {row["lei"]: len(row["name"]) for row in invent_master(rows, SECRET, "a file")}
    found = [lengths[minted_lei(str(length), SECRET)] for length in range(10, 36)]
    assert sorted(found) == list(range(10, 36))
    assert found not in (sorted(found), sorted(found, reverse=True))


def test_minted_lei_is_valid_and_depends_on_the_secret() -> None:
    minted = minted_lei("529900EXAMPLE0000000", SECRET)
    assert is_lei(minted)
    assert minted.startswith("ZZZZ00")
    assert minted != minted_lei("529900EXAMPLE0000000", bytes(32))


def test_groups_are_named_once_and_unknown_is_none() -> None:
    row = a_site("Pato", groups="Pato Group; PATO  group;Unknown;;Other")
    assert groups_of(row) == ["PATO  group", "Other"]


def test_site_without_a_wanted_material_is_left_out() -> None:
    sites = invent_sites([a_site("Pato"), a_site("Gold Hill", materials="gold")], SECRET)
    assert [site["primary_commodity"] for site in sites] == ["copper "]


def test_one_group_has_one_invented_name_at_all_its_sites() -> None:
    rows = [a_site("Pato", "Condor Holding"), a_site("Bagre", "Condor Holding;Other Group")]
    first, second = sorted(invent_sites(rows, SECRET), key=lambda site: len(site["groups"]))
    assert first["groups"] in second["groups"].split(";")
    assert "Condor" not in first["groups"]


def test_site_is_rounded_to_a_degree_and_gets_an_operator_where_it_has_no_group() -> None:
    (site,) = invent_sites([a_site("Pato")], SECRET)
    found = (site["latitude"], site["longitude"], site["groups"], len(site["unnamed_operator"]))
    assert found == ("8", "-74", "", 4)
