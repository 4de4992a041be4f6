"""The outbox: facts leave a service in the transaction of their effect.

Numbers come from one counter row per (topic, partition), raised last in the transaction: the row
lock makes number order equal commit order and a rollback leaves no hole. A relay that followed an
identity column lost 100 of 400 rows with eight writers; this one cannot.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeAlias
from uuid import UUID, uuid4

import asyncpg
from aiokafka.partitioner import murmur2
from asyncpg.pool import PoolConnectionProxy
from sorgfalt_contracts.terms import derived_id
from sorgfalt_contracts.topics import PARTITIONS, TOPICS

from shared.store.cause import Cause
from shared.store.named_sql import load_queries
from shared.telemetry import metrics, tracing

Driver: TypeAlias = "asyncpg.Connection[Any] | PoolConnectionProxy[Any]"
Q: Final = load_queries(Path(__file__).with_name("queries.sql"))
MAX_DEPTH: Final = 8
HIDING: Final = frozenset(topic.name for topic in TOPICS if topic.hides_moment)
COLUMNS: Final = (
    "month", "topic", "part", "sequence", "key", "event_id", "type", "company_id",
    "correlation_id", "causation_id", "depth", "occurred_at", "recorded_at", "traceparent",
    "hop", "data",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """One event about to leave: its topic, key, type and body, and what caused it.

    `ordinal` tells several facts of one cause apart; the event id is the uuid5 of cause, topic,
    key and ordinal, so that doing the work again gives the same id. It belongs to the cause's
    company unless it is a notice about bytes nobody could read (`has_company` false). On a topic
    that hides its moments it leaves with random ids, the day (UTC) for every time and no way back
    to its cause, whatever stands here.
    """

    topic: str
    key: str
    type: str
    data: bytes
    cause: Cause
    ordinal: int = 0
    occurred_at: datetime | None = None
    has_company: bool = True

    @property
    def event_id(self) -> UUID:
        """Return the id that this fact always gets."""
        cause = self.cause
        return derived_id(
            "fact", cause.source, cause.event_id, self.topic, self.key, str(self.ordinal)
        )


@lru_cache(maxsize=100_000)
def partition_of(key: str) -> int:
    """Return the partition of a key as every Kafka client computes it (murmur2, positive)."""
    return int((murmur2(key.encode()) & 0x7FFFFFFF) % PARTITIONS)


async def write(driver: Driver, facts: Sequence[Fact]) -> None:
    """Number the facts and copy them in; the last statements before COMMIT."""
    if not facts:
        return
    places = [(fact.topic, partition_of(fact.key)) for fact in facts]
    wanted = Counter(places)
    given = sorted(wanted.items())
    taken = await driver.fetch(
        Q.take_sequences,
        [topic for (topic, _), _ in given],
        [part for (_, part), _ in given],
        [count for _, count in given],
    )
    months = {(row["topic"], row["part"]): row["month"] for row in taken}
    following = {
        (row["topic"], row["part"]): row["last_sequence"] - wanted[row["topic"], row["part"]]
        for row in taken
    }
    hop = tracing.current()
    rows = []
    for fact, place in zip(facts, places, strict=True):
        following[place] += 1
        rows.append(_row(fact, place, months[place], following[place], hop))
    await driver.copy_records_to_table("outbox", records=rows, columns=COLUMNS)
    _count(facts)


def _row(
    fact: Fact, place: tuple[str, int], month: Any, sequence: int, hop: str | None
) -> tuple[object, ...]:
    cause = fact.cause
    if fact.topic in HIDING:
        day = cause.now.replace(hour=0, minute=0, second=0, microsecond=0)
        return (
            month, *place, sequence, fact.key.encode(), uuid4(), fact.type, cause.company_id,
            str(uuid4()), "", 0, day, day, None, None, fact.data,
        )  # fmt: skip
    return (
        month, *place, sequence, fact.key.encode(), fact.event_id, fact.type,
        cause.company_id if fact.has_company else None,
        cause.correlation_id, cause.event_id, cause.depth + 1,
        fact.occurred_at or cause.occurred_at, cause.now, cause.traceparent or hop, hop, fact.data,
    )  # fmt: skip


def _count(facts: Sequence[Fact]) -> None:
    for topic, count in Counter(fact.topic for fact in facts).items():
        metrics.FACTS.labels(topic).inc(count)
    if too_deep := sum(fact.cause.depth >= MAX_DEPTH for fact in facts):
        metrics.CHAIN_TOO_DEEP.inc(too_deep)
