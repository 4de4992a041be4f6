"""Strict tables: nothing is taken on a guess, and exports may differ where it does not matter."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.translate.faults import RowFault, RowReason, UnusableFileError
from services.intake.translate.tables import MAX_FILE_BYTES, Columns, Row, Table, read_table

COLUMNS = Columns(known=("number", "name", "country"), required=frozenset({"number"}))
PLAIN = b"number,name,country\n1,Alto,CL\n2,Bajo,PE\n"
ROWS = (
    Row(number=2, cells={"number": "1", "name": "Alto", "country": "CL"}),
    Row(number=3, cells={"number": "2", "name": "Bajo", "country": "PE"}),
)


def read(content: bytes) -> Table:
    return read_table(content, COLUMNS)


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        b"\xef\xbb\xbf" + PLAIN,
        PLAIN.replace(b",", b";"),
        PLAIN.replace(b"\n", b"\r\n"),
        b"Number, NAME ,country\n1, Alto ,CL\n2,Bajo,PE",
        b"country,number,name\nCL,1,Alto\nPE,2,Bajo\n",
        b'number,name,country\n"1","Alto","CL"\n"2","Bajo","PE"\n',
        PLAIN + b"\n,,\n  ,\t,\n",
    ],
)
def test_exports_that_say_the_same_are_read_the_same(content: bytes) -> None:
    assert read(content) == Table(rows=ROWS, faults=(), ignored=())


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    content = b'\nnumber,name\n\n1,"Al\nto"\n,\n2,Bajo\n'
    assert [(row.number, row.cells) for row in read(content).rows] == [
        (4, {"number": "1", "name": "Al\nto"}),
        (6, {"number": "2", "name": "Bajo"}),
    ]


def test_empty_cell_and_absent_column_say_the_same_nothing() -> None:
    assert read(b"number,name\n1,\n").rows == read(b"number\n1\n").rows


def test_column_that_nobody_knows_is_left_aside_and_named() -> None:
    content = b"number,Extra,=cmd(),name,\n1,x,y,Alto,\n"
    found = read(content)
    assert found.ignored == ("extra", "column 3", "column 5")
    assert found.rows == (Row(number=2, cells={"number": "1", "name": "Alto"}),)


@pytest.mark.parametrize("line", [b"2,Bajo", b"2,Bajo,PE,more"])
def test_row_with_other_cells_than_the_header_is_refused_alone(line: bytes) -> None:
    found = read(PLAIN.replace(b"2,Bajo,PE", line))
    assert found.rows == ROWS[:1]
    assert found.faults == (RowFault(row=3, column="", reason=RowReason.WRONG_NUMBER_OF_CELLS),)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
        (b"number,name\n1,Gl\xf3gow\n", r"not UTF-8 \(byte 17\)"),
        ("number,name\n1,x\n".encode("utf-16"), "not UTF-8"),
        ("number,name\n1,x\n".encode("utf-16-le"), "zero byte"),
        (b"name,country\nAlto,CL\n", "lacks number"),
        (b"number,name,number\n1,Alto,2\n", "names number twice"),
        (b"number,secret\x07,secret\x07\n1,2,3\n", "names column 3 twice"),
        (b'number,name\n1,"Alto\n2,Bajo\n', "no CSV"),
        (b'number,name\n1,"Al"to\n', "no CSV"),
        (b"number,name\n1," + b"x" * 131_073 + b"\n", "no CSV"),
        (b"number,name\n" + b"1,x\n" * (MAX_FILE_BYTES // 4), "larger than 32 MiB"),
    ],
    ids=range(12),
)
def test_file_that_leaves_a_doubt_is_unusable(content: bytes, sentence: str) -> None:
    with pytest.raises(UnusableFileError, match=sentence):
        read(content)


cells = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20
)


@given(
    st.lists(st.tuples(st.integers(1, 9).map(str), cells, cells), max_size=5), st.sampled_from(",;")
)
def test_whatever_a_cell_holds_comes_back_without_its_outer_blanks(
    rows: list[tuple[str, str, str]], delimiter: str
) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([COLUMNS.known, *rows])
    found = read(written.getvalue().encode()).rows
    expected = [dict(zip(COLUMNS.known, map(str.strip, row), strict=True)) for row in rows]
    assert [row.cells for row in found] == [
        {name: cell for name, cell in row.items() if cell} for row in expected
    ]
