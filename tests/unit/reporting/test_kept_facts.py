"""Rules by which facts are told apart and kept, whatever order they came in."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts.terms import OriginBasis

from services.reporting import translate
from services.reporting.domain.audit import told_apart
from services.reporting.domain.projection import first_recorded
from services.reporting.domain.supplier import OriginSeen, weakest_origins
from tests.unit.reporting.builders import a_cause
from tests.unit.reporting.fact_builders import an_audit_fact


def test_two_findings_under_one_number_both_count() -> None:
    assert told_apart(["3", "1", "3", "3"]) == ("3", "1", "3 (2)", "3 (3)")


@given(st.lists(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1)))
def test_no_two_findings_of_an_audit_are_called_alike(numbers: list[str]) -> None:
    assert len(set(told_apart(numbers))) == len(numbers)


ORIGINS = st.lists(
    st.builds(
        OriginSeen, material=st.sampled_from(["tin", "gold"]), basis=st.sampled_from(OriginBasis)
    )
)


@given(ORIGINS, st.randoms())
def test_a_material_is_confirmed_only_when_nothing_of_it_is_assumed(
    origins: list[OriginSeen], chance: Random
) -> None:
    shuffled = chance.sample(origins, len(origins))

    found = weakest_origins(tuple(shuffled))

    assert found == weakest_origins(tuple(origins))
    for origin in found:
        bases = {each.basis for each in origins if each.material == origin.material}
        assert (origin.basis is OriginBasis.CONFIRMED) == (bases == {OriginBasis.CONFIRMED})


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 6)), max_size=9), st.randoms())
def test_of_two_one_shots_the_first_recorded_stands_in_whatever_order_they_come(
    pairs: list[tuple[int, int]], chance: Random
) -> None:
    audits = [translate.audit_seen(an_audit_fact(n), a_cause(moment)) for n, moment in pairs]
    first = {n: min(moment for m, moment in pairs if m == n) for n, _ in pairs}

    found = first_recorded(chance.sample([*audits, *audits], 2 * len(audits)))

    assert [each.event.sequence for each in found] == [first[n] for n in sorted(first)]
    assert found == first_recorded(audits)
