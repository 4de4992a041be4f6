from dataclasses import replace

from services.reporting.domain.position import Mark, Position
from tests.unit.reporting.builders import POSITION


def test_a_position_has_the_same_name_in_whatever_order_its_partitions_are_listed() -> None:
    assert Position(marks=POSITION.marks[::-1]).as_of == POSITION.as_of


def test_a_topic_made_again_by_the_broker_does_not_rename_a_position() -> None:
    anew = tuple(replace(mark, next_offset=0) for mark in POSITION.marks)

    assert Position(marks=anew).as_of == POSITION.as_of


def test_one_more_fact_renames_a_position() -> None:
    first, *others = POSITION.marks
    moved = replace(first, last_sequence=(first.last_sequence or 0) + 1)

    assert Position(marks=(moved, *others)).as_of != POSITION.as_of


def test_a_position_without_any_fact_says_so() -> None:
    waiting = Mark(topic="risk-assessed", partition=0, last_sequence=None, next_offset=0)

    assert not Position(marks=(waiting,)).facts_read
    assert POSITION.facts_read
