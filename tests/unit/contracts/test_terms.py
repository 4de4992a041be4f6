"""Identifiers that are the same for ever, and vocabularies that are whole."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sorgfalt_contracts import terms, topics
from sorgfalt_contracts.events import EVENTS
from sorgfalt_contracts.lei import check_digits, is_lei

parts = st.lists(st.text("ab"), min_size=1, max_size=3)
signs = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=18, max_size=18)


def test_derived_identifiers_never_change() -> None:
    assert terms.derived_id("supplier", "lei", "X") == UUID("dd861648-f0d9-5a31-b84d-ebbc7feba5db")


@given(left=parts, right=parts)
def test_other_parts_make_another_identifier(left: list[str], right: list[str]) -> None:
    assert (terms.derived_id(*left) == terms.derived_id(*right)) == (left == right)


@given(prefix=signs)
def test_only_its_check_digits_make_an_lei(prefix: str) -> None:
    taken = {digits for digits in range(100) if is_lei(f"{prefix}{digits:02d}")}

    own = int(check_digits(prefix))
    assert own in taken
    assert {digits % 97 for digits in taken} == {own % 97}


@given(prefix=signs, place=st.integers(0, 17), sign=st.sampled_from("0123456789"))
def test_one_wrong_digit_is_noticed(prefix: str, place: int, sign: str) -> None:
    lei = prefix[:place] + "5" + prefix[place + 1 :]
    lei += check_digits(lei)

    assert is_lei(lei[:place] + sign + lei[place + 1 :]) == (sign == "5")


@pytest.mark.parametrize("text", ["", "ZZZZ00", "\u0661" * 20, "ZZZZ00EXAMPLE00001\u0666\u0669"])
def test_another_shape_is_no_lei(text: str) -> None:
    assert not is_lei(text)


def test_every_event_has_a_topic_named_like_it_or_is_for_the_door_or_a_dead_letter() -> None:
    for event in EVENTS:
        names = {topic.name for topic in topics.TOPICS if event in topic.events}
        own = {event.TYPE.removeprefix("sorgfalt.").removesuffix(".v1")}
        assert names in (own, {"intake-inbox"}, {f"{s}-dead-letter" for s in topics.SERVICES})
