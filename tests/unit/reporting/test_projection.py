from random import Random

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain.projection import newest
from services.reporting.domain.supplier import SupplierState
from tests.unit.reporting.builders import a_supplier_state


def states() -> st.SearchStrategy[list[SupplierState]]:
    pairs = st.tuples(st.integers(1, 3), st.integers(1, 5))
    return st.lists(pairs, max_size=12).map(
        lambda found: [a_supplier_state(*pair) for pair in found]
    )


@given(states())
def test_the_highest_version_of_each_supplier_is_kept(found: list[SupplierState]) -> None:
    highest: dict[object, int] = {}
    for state in found:
        highest[state.supplier_id] = max(state.version, highest.get(state.supplier_id, 0))

    assert {state.supplier_id: state.version for state in newest(found)} == highest


@given(states(), st.randoms())
def test_order_and_repetition_do_not_matter(found: list[SupplierState], chance: Random) -> None:
    shuffled = [*found, *found]
    chance.shuffle(shuffled)

    assert newest(shuffled) == newest(found)


@given(states(), st.integers(0, 12))
def test_the_cut_into_batches_does_not_matter(found: list[SupplierState], cut: int) -> None:
    in_two = [*newest(found[:cut]), *newest(found[cut:])]

    assert newest(in_two) == newest(found)


def test_rows_are_locked_in_one_order() -> None:
    kept = newest([a_supplier_state(3), a_supplier_state(1), a_supplier_state(2)])

    assert [state.supplier_id for state in kept] == sorted(state.supplier_id for state in kept)
