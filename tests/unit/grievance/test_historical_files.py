"""Files of historical cases: what is read, what goes out again, and what is not taken."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.grievance.api.case_files import (
    SENTENCES,
    UnusableFileError,
    error_file,
    read_case_file,
    rows_as_csv,
)
from services.grievance.domain.historical import (
    CellFault,
    Fault,
    differing,
    guarded,
    row_of,
    unguarded,
)
from services.grievance.settings import PACKS
from services.grievance.store.historical_formats import FORMATS, Formats, load_formats

KNOWN = load_formats(PACKS / FORMATS)
LISTED = KNOWN.formats[1]
words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


@given(cell=words)
def test_a_guarded_cell_is_no_formula_and_says_the_same(cell: str) -> None:
    assert not guarded(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(guarded(cell)) == unguarded(cell)


@given(st.lists(st.lists(words, min_size=3, max_size=3), min_size=1, max_size=5))
def test_a_file_that_goes_out_comes_in_the_same(values: list[list[str]]) -> None:
    header = [*sorted(LISTED.required), "=note", "", ""]
    cells = [["1", "2", "3", "4", *each] for each in values]
    rows = [row_of(line, header, each) for line, each in enumerate(cells, start=2)]
    exact = read_case_file(rows_as_csv(rows, is_exact=True).encode(), KNOWN)
    safe = read_case_file(rows_as_csv(rows, is_exact=False).encode(), KNOWN)
    assert list(exact.rows) == rows
    assert [differing(*pair) for pair in zip(rows, safe.rows, strict=True)] == [[]] * len(rows)


HEADER = "case_id,channel,filed_date,status"


def lines(*rows: str) -> bytes:
    return "\r\n".join((HEADER, *rows)).encode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The header is not known"),
        (b"a,b\n1,2\n", "The header is not known"),
        (b"case_id,channel,filed_date,status,CASE_ID \n1,2,3,4,5\n", "names case_id twice"),
        (lines('1,"open,3,4'), "is no CSV"),
        (lines('1,"a"b,3,4'), "is no CSV"),
        (b"\xff\xfe" + HEADER.encode("utf-16-le"), "is not UTF-8"),
        (lines("1,\x00,3,4"), "a zero byte"),
    ],
)
def test_a_file_that_could_be_misread_is_not_read(content: bytes, sentence: str) -> None:
    with pytest.raises(UnusableFileError, match=sentence):
        read_case_file(content, KNOWN)


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        ({"rows": 1}, "more than 1 rows"),
        ({"columns": 3}, "more than 3 columns"),
        ({"file_bytes": 10}, "larger than"),
    ],
)
def test_a_file_beyond_a_limit_is_not_read(limits: Mapping[str, int], sentence: str) -> None:
    narrow = Formats(formats=KNOWN.formats, limits=replace(KNOWN.limits, **limits))
    with pytest.raises(UnusableFileError, match=sentence):
        read_case_file(lines("1,a,2024,open", "2,b,2024,open"), narrow)


def test_rows_and_cells_that_do_not_fit_are_told_and_the_others_taken() -> None:
    narrow = Formats(formats=KNOWN.formats, limits=replace(KNOWN.limits, cell_characters=5))
    file = read_case_file(lines("1,a,2024,open", "2,b", "", "3,abcdef,2025,open"), narrow)
    assert [row.values for row in file.rows] == [
        ("1", "a", "2024", "open"), ("3", "", "2025", "open"),
    ]  # fmt: skip
    assert file.faults == (
        Fault(line=3, column="", reason=CellFault.NOT_AS_WIDE),
        Fault(line=5, column="channel", reason=CellFault.TOO_LONG),
    )


def test_a_semicolon_may_stand_between_cells() -> None:
    content = lines("1;a;2024;open").replace(HEADER.encode(), HEADER.replace(",", ";").encode())
    assert [row.values for row in read_case_file(content, KNOWN).rows] == [
        ("1", "a", "2024", "open")
    ]


def test_the_error_file_names_cells_and_quotes_none() -> None:
    faults = [
        Fault(line=5, column="=channel", reason=CellFault.TOO_LONG),
        Fault(line=3, column="status", reason=CellFault.UNKNOWN_OUTCOME),
    ]
    assert error_file(faults).splitlines() == [
        "row,column,kept,reason,sentence",
        f'3,status,yes,unknown-outcome,"{SENTENCES[CellFault.UNKNOWN_OUTCOME]}"',
        "5,'=channel,no,too-long,The cell is longer than a cell may be.",
    ]
