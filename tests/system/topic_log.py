"""What the broker holds: every record of a topic, read from its first offset to its end."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from aiokafka import AIOKafkaConsumer, TopicPartition
from sorgfalt_contracts.topics import Topic

Place = tuple[str, int]
"""A partition: (topic, number)."""

_VERSIONS = frozenset({"version", "supplier_version"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Logged:
    """One record as it lies on the broker; of equal headers the last counts."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Mapping[str, str]

    @property
    def sequence(self) -> int:
        """The number its relay gave it."""
        return int(self.headers["ce_sequence"])

    @property
    def body(self) -> dict[str, Any]:
        """Its body as a document."""
        document: dict[str, Any] = msgspec.json.decode(self.value or b"")
        return document

    @property
    def aggregate(self) -> tuple[str, str]:
        """Whose state it tells: the topic and the key."""
        return self.topic, (self.key or b"").decode()


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class Log:
    """All records of some topics, and where the broker says each partition begins and ends."""

    begins: Mapping[Place, int]
    ends: Mapping[Place, int]
    records: Mapping[Place, Sequence[Logged]]

    def repeats(self, place: Place) -> int:
        """Return how many records a relay sent a second time, as any reader can count them."""
        return len(self.records[place]) - len(list(_news(self.records[place])))

    def news(self, topic: str) -> Iterator[Logged]:
        """Yield the records of a topic without repeats, partition by partition."""
        for (name, _), records in sorted(self.records.items()):
            if name == topic:
                yield from _news(records)

    def versions(self, topic: str) -> dict[str, list[int]]:
        """Return the versions of each aggregate in the order of the log, without repeats."""
        found: dict[str, list[int]] = {}
        for record in self.news(topic):
            found.setdefault(record.aggregate[1], []).append(record.body["version"])
        return found

    def states(self, topic: str) -> dict[str, str]:
        """Return a digest of the last body of each aggregate, without its versions."""
        return {record.aggregate[1]: _digest(record.body) for record in self.news(topic)}


async def read_log(bootstrap: str, topics: Sequence[Topic]) -> Log:
    """Read the topics as they stand now."""
    partitions = [TopicPartition(t.name, number) for t in topics for number in range(t.partitions)]
    async with AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False) as consumer:
        begins = await consumer.beginning_offsets(partitions)
        ends = await consumer.end_offsets(partitions)
        consumer.assign(partitions)
        for partition in partitions:
            consumer.seek(partition, begins[partition])
        records: dict[Place, list[Logged]] = {(each.topic, each.partition): [] for each in ends}
        left = {each for each in partitions if ends[each] > begins[each]}
        while left:
            for partition, fetched in (await consumer.getmany(*left, timeout_ms=1000)).items():
                place = (partition.topic, partition.partition)
                records[place] += [_logged(record) for record in fetched]
                if await consumer.position(partition) >= ends[partition]:
                    left.discard(partition)
    return Log(begins=_by_place(begins), ends=_by_place(ends), records=records)


def _news(records: Sequence[Logged]) -> Iterator[Logged]:
    mark = 0
    for record in records:
        if record.sequence > mark:
            mark = record.sequence
            yield record


def _digest(body: Mapping[str, Any]) -> str:
    said = {name: value for name, value in body.items() if name not in _VERSIONS}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _logged(record: Any) -> Logged:
    headers = {name: (raw or b"").decode("utf-8", "replace") for name, raw in record.headers}
    return Logged(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        key=record.key,
        value=record.value,
        headers=headers,
    )


def _by_place(offsets: Mapping[TopicPartition, int]) -> dict[Place, int]:
    return {(each.topic, each.partition): offset for each, offset in offsets.items()}
