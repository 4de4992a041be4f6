import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain.evidence import Evidence
from services.reporting.domain.figure import Cell, build_figure, find_cell
from services.reporting.domain.rule_book import Label
from tests.unit.reporting.builders import BOOK, POSITION, RIGHTS

RELATION = BOOK.figure("suppliers_by_relation")
COUNTRY = BOOK.figure("suppliers_by_country")
KNOWLEDGE = BOOK.figure("rights_by_knowledge")


def test_a_cell_tells_query_parameters_position_and_count() -> None:
    figure = build_figure(KNOWLEDGE, {("HR03", "unknown"): 5}, POSITION)

    assert figure.cell("HR03.unknown") == Cell(
        row=Label(code="HR03", text="Forced labour", law="Section 2(2) no. 3"),
        column=Label(code="unknown", text="Unknown"),
        value=5,
        evidence=Evidence(
            query="list_rights_by_knowledge",
            parameters={"row": "HR03", "column": "unknown"},
            position=POSITION,
            count=5,
        ),
    )


def test_what_nobody_counted_is_printed_as_zero_and_never_left_out() -> None:
    figure = build_figure(KNOWLEDGE, {}, POSITION)

    assert [cell.code for cell in figure.cells] == [
        f"{right}.{column}" for right in RIGHTS for column in ("known", "assumed", "unknown")
    ]
    assert figure.total == 0


def test_unknown_stands_before_the_countries_and_those_by_number_of_suppliers() -> None:
    counts = {("DE", ""): 2, ("CL", ""): 7, ("XQ", ""): 2}

    rows = [cell.row.text for cell in build_figure(COUNTRY, counts, POSITION).cells]

    assert rows == ["Country unknown", "Chile", "Germany", "XQ"]


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(RIGHTS), st.sampled_from(["known", "assumed", "unknown"])),
        st.integers(0, 10**6),
    )
)
def test_a_figure_adds_up_to_what_was_counted(counts: dict[tuple[str, str], int]) -> None:
    figure = build_figure(KNOWLEDGE, counts, POSITION)

    assert figure.total == sum(counts.values())
    assert all(cell.evidence.count == cell.value for cell in figure.cells)
    assert figure.column_total("unknown") == sum(
        value for (_, column), value in counts.items() if column == "unknown"
    )


def test_a_country_without_suppliers_has_a_cell_of_zero() -> None:
    figure = build_figure(COUNTRY, {("DE", ""): 2}, POSITION)

    assert find_cell(figure, "CL", POSITION).value == 0


@pytest.mark.parametrize("code", ["", "friend", "direct.known", "DE"])
def test_a_cell_that_the_rules_do_not_have_cannot_be_found(code: str) -> None:
    with pytest.raises(KeyError):
        find_cell(build_figure(RELATION, {}, POSITION), code, POSITION)
