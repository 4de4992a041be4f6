"""Priority and severity by the published method."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts.terms import Priority, Right

from services.risk.domain.priority import priority_of
from tests.unit.risk.builders import the_method

grades = st.integers(1, 5)
ORDER = (Priority.LOW, Priority.MEDIUM, Priority.HIGH)


def rank(severity: int, likelihood: int) -> int:
    found = priority_of(severity, likelihood, the_method().priorities)
    assert found is not None
    return ORDER.index(found)


@pytest.mark.parametrize(
    ("severity", "by_likelihood"),
    [(1, "LLLLL"), (2, "LLLLL"), (3, "LLMMM"), (4, "LMHHH"), (5, "LMHHH")],
)
def test_priority_follows_the_table_of_the_method(severity: int, by_likelihood: str) -> None:
    found = "".join("LMH"[rank(severity, likelihood)] for likelihood in range(1, 6))
    assert found == by_likelihood


@given(grades, grades, grades, grades)
def test_more_severe_and_more_likely_never_ranks_lower(a: int, b: int, c: int, d: int) -> None:
    assert rank(max(a, b), max(c, d)) >= rank(min(a, b), min(c, d))


@given(grades, grades)
def test_severity_outranks_likelihood(one: int, other: int) -> None:
    severe, likely = max(one, other), min(one, other)
    assert rank(severe, likely) >= rank(likely, severe)


def test_rules_that_leave_a_gap_give_no_priority() -> None:
    assert priority_of(1, 1, the_method().priorities[:1]) is None


def test_severity_is_the_graver_of_scale_and_irremediability() -> None:
    found = {right.value: each.grade for right, each in the_method().severities.items()}
    assert found == {
        "HR01": 4, "HR02": 5, "HR03": 5, "HR04": 5, "HR05": 4, "HR06": 4, "HR07": 3,
        "HR08": 3, "HR09": 4, "HR10": 4, "HR11": 5, "HR12": 4, "EN01": 4, "EN02": 4,
        "EN03": 4, "EN04": 4, "EN05": 4, "EN06": 3, "EN07": 3, "EN08": 3,
    }  # fmt: skip


@pytest.mark.parametrize("right", list(Right))
def test_every_severity_has_grounds_and_names_the_law_and_the_principle(right: Right) -> None:
    severity = the_method().severities[right]
    assert severity.grounds.endswith(".")
    assert severity.source.startswith("LkSG section 2(")
    assert severity.source.endswith("UNGP 14")
