from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts.terms import SupplierId, derived_id

from services.intake.domain.identity import (
    Identity,
    Linking,
    NumberKind,
    Registry,
    StrongNumber,
    found,
    link,
)
from tests.unit.intake.builders import NOBODY, a_bpn, an_lei


def lei(number: int) -> StrongNumber:
    return StrongNumber(kind=NumberKind.LEI, value=an_lei(number))


def bpn(number: int) -> StrongNumber:
    return StrongNumber(kind=NumberKind.BPN, value=a_bpn(number))


def erp(number: int) -> StrongNumber:
    return StrongNumber(kind=NumberKind.ERP, value=f"S4P/100/{number}")


def id_of(number: StrongNumber) -> SupplierId:
    return SupplierId(derived_id("supplier", number.kind, number.value))


def test_supplier_is_founded_by_the_strongest_number_of_its_first_report() -> None:
    assert found([erp(1), bpn(1), lei(1)]) == Identity(supplier_id=id_of(lei(1)), founded_by=lei(1))
    assert found([erp(1), bpn(1)]).founded_by == bpn(1)
    assert found([erp(1)]).founded_by == erp(1)


def test_all_numbers_of_a_first_report_name_the_new_supplier() -> None:
    linked = link(NOBODY, [[erp(1), lei(1)]])
    assert linked.reasons == (Linking.FOUNDED,)
    assert linked.state.numbers == {erp(1): id_of(lei(1)), lei(1): id_of(lei(1))}


def test_report_with_a_known_number_joins_its_supplier() -> None:
    linked = link(NOBODY, [[erp(1)], [erp(1), bpn(1)], [erp(2), bpn(1)]])
    assert linked.reasons == (Linking.FOUNDED, Linking.JOINED, Linking.JOINED)
    assert set(linked.state.numbers.values()) == {id_of(erp(1))}


def test_report_of_known_numbers_of_one_supplier_changes_nothing() -> None:
    first = link(NOBODY, [[erp(1), lei(1)]])
    again = link(first.state, [[erp(1), lei(1)]])
    assert (again.state, again.reasons) == (first.state, (None,))


def test_report_that_ties_two_suppliers_merges_them_into_the_one_with_the_stronger_founder() -> (
    None
):
    linked = link(NOBODY, [[erp(1), bpn(1)], [erp(2), lei(2)], [erp(3), bpn(1), lei(2)]])
    assert linked.reasons == (Linking.FOUNDED, Linking.FOUNDED, Linking.MERGED)
    assert linked.state.identities == {
        id_of(lei(2)): Identity(supplier_id=id_of(lei(2)), founded_by=lei(2)),
        id_of(bpn(1)): Identity(
            supplier_id=id_of(bpn(1)), founded_by=bpn(1), superseded_by=id_of(lei(2))
        ),
    }


def test_merge_does_not_point_numbers_anew_but_readers_find_the_survivor() -> None:
    state = link(NOBODY, [[erp(1)], [erp(2), lei(2)], [erp(1), lei(2)]]).state
    assert state.numbers[erp(1)] == id_of(erp(1))
    assert state.current(state.numbers[erp(1)]) == id_of(lei(2))


def test_second_merge_points_all_earlier_ones_straight_at_the_last_survivor() -> None:
    state = link(
        NOBODY,
        [[erp(1)], [erp(2), bpn(2)], [erp(1), bpn(2)], [erp(3), lei(3)], [erp(2), lei(3)]],
    ).state
    assert state.identities[id_of(erp(1))].superseded_by == id_of(lei(3))
    assert state.identities[id_of(bpn(2))].superseded_by == id_of(lei(3))


def test_current_follows_a_chain_of_several_steps() -> None:
    a, b, c = (SupplierId(UUID(int=number)) for number in (1, 2, 3))
    chain = Registry(
        numbers={},
        identities={
            a: Identity(supplier_id=a, founded_by=erp(1), superseded_by=b),
            b: Identity(supplier_id=b, founded_by=erp(2), superseded_by=c),
            c: Identity(supplier_id=c, founded_by=erp(3)),
        },
    )
    assert chain.current(a) == c


def test_changed_lei_keeps_both_linked_because_identity_never_splits_silently() -> None:
    state = link(NOBODY, [[erp(1), lei(1)], [erp(1), lei(2)], [erp(1)]]).state
    assert {state.current(each) for each in state.numbers.values()} == {id_of(lei(1))}
    assert set(state.numbers) == {erp(1), lei(1), lei(2)}


def test_linking_leaves_the_given_registry_as_it_was() -> None:
    before = link(NOBODY, [[erp(1)], [erp(2)]]).state
    copy = Registry(numbers=dict(before.numbers), identities=dict(before.identities))
    link(before, [[erp(1), erp(2)]])
    assert before == copy


numbers = st.sampled_from([f(n) for f in (lei, bpn, erp) for n in range(1, 6)])
namings = st.lists(st.lists(numbers, min_size=1, max_size=3, unique=True), max_size=12)


def groups(state: Registry) -> set[frozenset[StrongNumber]]:
    found: dict[SupplierId, set[StrongNumber]] = {}
    for number, supplier_id in state.numbers.items():
        found.setdefault(state.current(supplier_id), set()).add(number)
    return {frozenset(group) for group in found.values()}


@given(namings, st.randoms(use_true_random=False))
def test_grouping_does_not_depend_on_the_order_of_arrival(
    named: list[list[StrongNumber]], order: Random
) -> None:
    shuffled = named.copy()
    order.shuffle(shuffled)
    assert groups(link(NOBODY, named).state) == groups(link(NOBODY, shuffled).state)


@given(namings, st.integers(0, 12))
def test_linking_in_two_batches_equals_linking_in_one(
    named: list[list[StrongNumber]], cut: int
) -> None:
    whole = link(NOBODY, named)
    first = link(NOBODY, named[:cut])
    second = link(first.state, named[cut:])
    assert second.state == whole.state
    assert first.reasons + second.reasons == whole.reasons


@given(namings, st.randoms(use_true_random=False))
def test_merge_commutes_whichever_tie_comes_first(
    ties: list[list[StrongNumber]], order: Random
) -> None:
    """Once the suppliers exist, the order in which reports tie them leaves no trace at all."""
    existing = link(NOBODY, [[f(n)] for f in (lei, bpn, erp) for n in range(1, 6)]).state
    shuffled = ties.copy()
    order.shuffle(shuffled)
    assert link(existing, ties).state == link(existing, shuffled).state


@given(namings)
def test_survivor_is_the_most_senior_of_its_group(named: list[list[StrongNumber]]) -> None:
    state = link(NOBODY, named).state
    for identity in state.identities.values():
        survivor = state.identities[state.current(identity.supplier_id)]
        assert survivor.superseded_by is None
        assert survivor.seniority <= identity.seniority
