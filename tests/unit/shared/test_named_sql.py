"""Statements are found by name, and a file that hides one is refused."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.store.named_sql import Queries, load_queries

TWO = """-- name: load_things
-- What it is for.
select 1
from things;

-- name: save_things
-- What it is for.
-- And a comment of the statement's own.
update things set a = $1;
"""


def loaded(folder: Path, text: str) -> Queries:
    (folder / "queries.sql").write_text(text, encoding="utf-8")
    return load_queries(folder / "queries.sql")


def test_a_statement_is_an_attribute_without_its_header_and_semicolon(tmp_path: Path) -> None:
    q = loaded(tmp_path, TWO)
    assert q.load_things == "select 1\nfrom things"
    assert q.save_things == "-- And a comment of the statement's own.\nupdate things set a = $1"


def test_the_statements_can_be_listed(tmp_path: Path) -> None:
    assert [name for name, _ in loaded(tmp_path, TWO)] == ["load_things", "save_things"]


def test_a_missing_name_says_which_file_lacks_it(tmp_path: Path) -> None:
    with pytest.raises(AttributeError, match=r"queries\.sql has no query named drop_things"):
        _ = loaded(tmp_path, TWO).drop_things


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("select 1;\n", "no named statement"),
        ("-- name: load_things\nselect 1;\n", "no named statement"),
        (TWO + "-- name: no_purpose\nselect 1;\n", "has no purpose line"),
        (TWO + TWO, "stands twice"),
        (TWO + "-- name: Load_Things\n-- Why.\nselect 1;\n", "has no purpose line"),
    ],
)
def test_a_file_that_hides_a_statement_is_refused(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=re.escape(fault)):
        loaded(tmp_path, text)


NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,10}", fullmatch=True)
STATEMENTS = st.from_regex(r"select [a-z ]{0,20}[a-z]", fullmatch=True)


@given(statements=st.dictionaries(NAMES, STATEMENTS, min_size=1, max_size=5))
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, statements: dict[str, str]
) -> None:
    blocks = (f"-- name: {name}\n-- Why.\n{text};\n" for name, text in statements.items())
    assert dict(loaded(tmp_path_factory.getbasetemp(), "\n".join(blocks))) == statements
