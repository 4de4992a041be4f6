from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.statements import (
    NOTHING_SAID,
    Hearing,
    Statement,
    hear,
    hear_field,
)
from tests.unit.intake.builders import field_values, hours, said, statements


def test_first_statement_of_a_field_stands() -> None:
    assert hear_field(None, said("Alto", hours(1))) == (said("Alto", hours(1)), Hearing.SAID)


def test_newer_value_replaces_an_older_one_and_its_author() -> None:
    kept = said("Alto", hours(1), source="/erp/one")
    newer = said("Bajo", hours(2), source="/erp/two")
    assert hear_field(kept, newer) == (newer, Hearing.SAID)


def test_late_older_statement_is_ignored() -> None:
    kept = said("Alto", hours(2))
    assert hear_field(kept, said("Bajo", hours(1))) == (kept, Hearing.LATE)


def test_at_equal_times_the_later_arrival_wins() -> None:
    second = said("Bajo", hours(1))
    assert hear_field(said("Alto", hours(1)), second) == (second, Hearing.SAID)


def test_restating_keeps_who_said_it_first_and_moves_when_it_was_heard() -> None:
    kept = said("Alto", hours(1), source="/erp/one")
    again = said("Alto", hours(3), source="/erp/two")
    expected = Statement(value="Alto", source="/erp/one", said_at=hours(1), heard_at=hours(3))
    assert hear_field(kept, again) == (expected, Hearing.RESTATED)


def test_late_statement_is_measured_against_the_last_confirmation() -> None:
    kept, _ = hear_field(said("Alto", hours(1)), said("Alto", hours(3)))
    assert hear_field(kept, said("Bajo", hours(2))) == (kept, Hearing.LATE)


def test_withdrawn_value_is_not_brought_back_by_a_late_older_statement() -> None:
    withdrawn, hearing = hear_field(said("Alto", hours(1)), said(None, hours(3)))
    assert (withdrawn, hearing) == (said(None, hours(3)), Hearing.WITHDRAWN)
    assert hear_field(withdrawn, said("Alto", hours(2))) == (withdrawn, Hearing.LATE)


def test_field_left_out_says_nothing() -> None:
    kept = statements(hours(1), name="Alto", country="CL")
    after, reasons = hear(kept, statements(hours(2), country="PE"))
    assert after.name == kept.name
    assert after.country == said("PE", hours(2))
    assert reasons == {Hearing.SAID}


def test_reasons_name_each_kind_of_hearing_once() -> None:
    kept = statements(hours(2), name="Alto", country="CL", bpn="BPNL00000000012X")
    newer = statements(hours(3), name="Alto", bpn=None)
    _, reasons = hear(kept, newer)
    assert reasons == {Hearing.RESTATED, Hearing.WITHDRAWN}
    _, reasons = hear(kept, statements(hours(1), country="PE"))
    assert reasons == {Hearing.LATE}


@given(field_values(), st.integers(0, 9), st.integers(0, 9))
def test_restating_everything_says_nothing_new(
    values: dict[str, Any], first: int, later: int
) -> None:
    once, _ = hear(NOTHING_SAID, statements(hours(first), **values))
    twice, reasons = hear(once, statements(hours(first + later), **values))
    assert reasons <= {Hearing.RESTATED}
    for field in values:
        before, after = getattr(once, field), getattr(twice, field)
        assert (after.value, after.said_at) == (before.value, before.said_at)
        assert after.heard_at == hours(first + later)


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["A", "B", None])), min_size=1))
def test_value_with_the_newest_time_stands_and_among_equals_the_last_arrived(
    arrivals: list[tuple[int, str | None]],
) -> None:
    kept = None
    for at, value in arrivals:
        kept, _ = hear_field(kept, said(value, hours(at)))
    newest = max(at for at, _ in arrivals)
    assert kept is not None
    assert kept.heard_at == hours(newest)
    assert kept.value == [value for at, value in arrivals if at == newest][-1]
