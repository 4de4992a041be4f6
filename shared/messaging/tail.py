"""What the broker holds last in each of our partitions: read once, when a relay begins to lead."""

from collections.abc import Sequence
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from sorgfalt_contracts.envelope import open_kafka
from sorgfalt_contracts.faults import BadEventError

from shared.store.progress import Place

WAIT_MS: Final = 2_000


async def last_sequences(bootstrap: str, places: Sequence[Place]) -> dict[Place, int]:
    """Return the sequence of the last record of each partition that has one.

    Raises aiokafka's KafkaError when the broker does not answer.
    """
    if not places:
        return {}
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap, enable_auto_commit=False, request_timeout_ms=WAIT_MS
    )
    try:
        await consumer.start()
        partitions = [TopicPartition(*place) for place in places]
        ends = await consumer.end_offsets(partitions)
        begins = await consumer.beginning_offsets(partitions)
        filled = [at for at in partitions if ends[at] > begins[at]]
        if not filled:
            return {}
        consumer.assign(filled)
        for partition in filled:
            consumer.seek(partition, ends[partition] - 1)
        return await _read(consumer, set(filled))
    finally:
        await consumer.stop()


async def _read(consumer: AIOKafkaConsumer, wanted: set[TopicPartition]) -> dict[Place, int]:
    found: dict[Place, int] = {}
    while wanted:
        fetched = await consumer.getmany(*wanted, timeout_ms=WAIT_MS)
        if not fetched:
            raise TimeoutError("the broker did not show its last records")
        for partition, records in fetched.items():
            wanted.discard(partition)
            try:
                envelope, _ = open_kafka(records[-1].headers, records[-1].value or b"")
            except BadEventError:
                continue  # written by somebody else; readers dead-letter it
            found[partition.topic, partition.partition] = envelope.sequence or 0
    return found
