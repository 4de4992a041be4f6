"""Keys for rows that number nothing: alike words are one, unlike words are never joined."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.record import RecordKey
from services.intake.domain.register import RegisterKeys, alike, register_keys

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)


def keys(operator: str = "Minera", site: str = "Alto", country: str = "CL") -> RegisterKeys:
    return register_keys("irma", "public", operator=operator, site=site, country=country)


def test_spelling_alone_makes_no_other_site() -> None:
    assert keys("Minera  ÁLTA", "Głogów") == keys("minera álta ", "G\u0142ogo\u0301w")


@pytest.mark.parametrize(
    "other", [keys(operator="Otra"), keys(site="Bajo"), keys(country="AR")], ids=str
)
def test_other_operator_site_or_country_is_another_site(other: RegisterKeys) -> None:
    assert other.record != keys().record
    assert other.site_number != keys().site_number


def test_sites_of_one_operator_share_its_number() -> None:
    one, other = keys(site="Alto"), keys(site="Bajo", country="AR")
    assert one.operator == other.operator
    assert one.operator == keys(site="", country="").record


def test_operator_of_the_same_name_in_another_register_is_another() -> None:
    elsewhere = register_keys("copper-mark", "public", operator="Minera", site="A", country="CL")
    assert elsewhere.operator != keys().operator


def test_row_that_names_an_operator_alone_speaks_of_no_site() -> None:
    found = keys(site=" ")
    assert (found.site_number, found.record) == (None, found.operator)


def test_site_that_nobody_is_said_to_run_stands_for_itself() -> None:
    found = keys(operator="")
    assert found.operator is None
    assert found.site_number == found.record.number


def test_row_that_names_nobody_has_no_key() -> None:
    with pytest.raises(ValueError, match="names an operator or a site"):
        keys(operator=" ", site="")


@given(words, words, words)
def test_operators_number_founds_the_supplier_whichever_site_comes_first(
    operator: str, site: str, country: str
) -> None:
    if not alike(operator) or not alike(site):
        return
    found = keys(operator, site, country)
    assert found.operator is not None
    assert found.operator.text < found.record.text


def test_words_never_run_into_each_other() -> None:
    assert keys("Minera A", "lto").record != keys("Minera", "Alto").record
    assert keys("ab", "c").record != keys("a", "bc").record


def test_numbers_fit_the_contract() -> None:
    record = keys().record
    assert record == RecordKey(system="irma", client="public", number=record.number)
    assert len(record.number) == 18
