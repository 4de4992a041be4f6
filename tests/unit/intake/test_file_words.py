"""The packs of file imports, and the error file: words are data, and no output is a formula."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.store.packs import load_audit_words, load_countries
from services.intake.translate.error_files import error_file, shown
from services.intake.translate.faults import SENTENCES, RowFault, RowReason

WORDS = load_audit_words()
COUNTRIES = load_countries()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("China", "CN"), ("CN", "CN"), ("CHINA", "CN"), ("chn", "CN"), ("NA", "NA"),
        ("DR Congo", "CD"), ("Congo (Kinshasa)", "CD"), ("COD", "CD"), ("Republic of Congo", "CG"),
        ("Türkiye", "TR"), ("Turkey", "TR"), ("Côte d'Ivoire", "CI"), ("South Korea", "KR"),
        ("United States", "US"), ("Burma", "MM"), ("Russia", "RU"), ("uk", "GB"),
    ],
)  # fmt: skip
def test_country_is_read_however_it_is_usually_written(text: str, code: str) -> None:
    assert COUNTRIES.code(text) == code


@pytest.mark.parametrize("text", ["Congo", "Korea", "ZAR", "Atlantis", "", "EU", "C", "XX"])
def test_name_that_two_countries_share_or_none_has_is_no_guess(text: str) -> None:
    assert COUNTRIES.code(text) is None


def test_every_country_of_the_standard_is_known_by_its_code() -> None:
    assert len(set(COUNTRIES.codes.values())) == 249
    assert all(COUNTRIES.code(code) == code for code in COUNTRIES.codes.values())


def test_sister_marks_share_their_register_and_keep_their_codes() -> None:
    marks = {word: scheme for word, scheme in WORDS.schemes.items() if word.endswith("mark")}
    assert {scheme.register for scheme in marks.values()} == {"copper-mark"}
    assert len({scheme.code for scheme in marks.values()}) == 4
    assert WORDS.schemes["irma"].register == "irma"


def test_applications_and_commitments_become_neither_audit_nor_award() -> None:
    becomes = {word: kind.becomes for word, kind in WORDS.kinds.items()}
    assert (becomes["application"], becomes["commitment"]) == (None, None)
    assert {becomes[word] for word in ("initial audit", "surveillance audit")} == {"audit"}
    assert becomes["award"] == "award"


def test_every_reason_has_its_sentence() -> None:
    assert SENTENCES.keys() == set(RowReason)


def test_error_file_names_row_column_reason_and_nothing_else() -> None:
    faults = [
        RowFault(row=3, column="country", reason=RowReason.UNKNOWN_COUNTRY),
        RowFault(row=2, column="", reason=RowReason.WRONG_NUMBER_OF_CELLS),
    ]
    assert error_file(faults).split("\r\n") == [
        "row,column,reason,sentence",
        "2,,wrong-number-of-cells,The row has more or fewer cells than the header.",
        f"3,country,unknown-country,{SENTENCES[RowReason.UNKNOWN_COUNTRY]}",
        "",
    ]


@given(st.text())
def test_no_cell_that_is_shown_computes_anything(text: str) -> None:
    assert not shown(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert shown(text).endswith(text)
