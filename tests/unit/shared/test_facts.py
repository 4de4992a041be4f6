"""A fact has one id and one partition, whenever and wherever it is written."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.messaging.causes import cause_of_fact
from shared.store.outbox import Fact, partition_of
from tests.unit.shared.records import a_record, an_envelope

FACT = Fact(
    topic="risk-assessed",
    key="supplier",
    type="sorgfalt.risk-assessed.v1",
    data=b"{}",
    cause=cause_of_fact(an_envelope(1), a_record(0, 1)),
)


def test_doing_the_work_again_gives_the_same_id() -> None:
    assert replace(FACT, data=b"{ }").event_id == FACT.event_id


@pytest.mark.parametrize(
    "other",
    [
        replace(FACT, ordinal=1),
        replace(FACT, topic="exit-assessed"),
        replace(FACT, key="another"),
        replace(FACT, cause=cause_of_fact(an_envelope(2), a_record(0, 1))),
        replace(FACT, cause=cause_of_fact(an_envelope(1, source="/sorgfalt/x"), a_record(0, 1))),
    ],
)
def test_another_fact_has_another_id(other: Fact) -> None:
    assert other.event_id != FACT.event_id


@pytest.mark.parametrize(
    ("key", "hashed"),
    [("21", -973932308), ("foobar", -790332482), ("a-little-bit-long-string", -985981536)],
)
def test_a_key_goes_where_every_kafka_client_sends_it(key: str, hashed: int) -> None:
    """The hashes stand in the tests of the Java client."""
    assert partition_of(key) == (hashed & 0x7FFFFFFF) % 6


@given(key=st.text())
def test_every_key_has_a_partition(key: str) -> None:
    assert partition_of(key) in range(6)
