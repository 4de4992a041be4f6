"""The FastStream rim: one batch subscriber over all topics of a service, and nothing clever.

FastStream's own parser loses a whole batch on a null header and its ack policies all lose or
loop, so records pass untouched and no policy acknowledges: offsets live in our database.
"""

import asyncio
import time
from collections.abc import Sequence
from typing import Any, Final

import structlog
from aiokafka import ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from aiokafka.errors import KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage

from shared.messaging.consumer import Consumer
from shared.store.progress import Place
from shared.telemetry import metrics

log: Final = structlog.get_logger()
MAX_RECORDS: Final = 2_000
READY_SECONDS: Final = 30.0
REPORT_SECONDS: Final = 1.0


class Subscription:
    """A consumer of ours on a subscriber of FastStream's."""

    def __init__(self, consumer: Consumer, bootstrap: Sequence[str]) -> None:
        self._consumer = consumer
        self._heard_at = time.monotonic()
        self._broker = KafkaBroker(
            list(bootstrap),  # a comma-separated text would be taken as one address
            apply_types=False,
            logger=None,
            request_timeout_ms=5_000,
            allow_auto_create_topics=False,
            graceful_timeout=5,
        )
        self._subscriber = self._broker.subscriber(
            *sorted(consumer.routing.topics),
            group_id=consumer.service,
            batch=True,
            max_records=MAX_RECORDS,
            batch_timeout_ms=10,
            fetch_max_wait_ms=100,
            max_partition_fetch_bytes=4 * 1024 * 1024,
            auto_offset_reset="earliest",
            session_timeout_ms=10_000,
            heartbeat_interval_ms=1_000,
            partition_assignment_strategy=(RangePartitionAssignor,),
            ack_policy=AckPolicy.MANUAL,
            listener=_Owner(consumer),
            parser=self._parse,
            decoder=_records,
        )
        self._subscriber(self._take)
        consumer.source = self

    async def run(self) -> None:
        """Consume until cancelled."""
        mender = asyncio.create_task(self._consumer.mend())
        try:
            await self._broker.start()
            while True:
                await asyncio.sleep(REPORT_SECONDS)
                if mender.done():
                    mender.result()
                await self._report()
        finally:
            await self._broker.stop()
            mender.cancel()

    def seek(self, place: Place, offset: int) -> None:
        """Fetch from `offset` next, if the partition is still assigned to us."""
        partition = TopicPartition(*place)
        if partition in self._kafka.assignment():
            self._kafka.seek(partition, offset)

    def pause(self, place: Place) -> None:
        """Fetch no more of the partition until it is assigned anew."""
        partition = TopicPartition(*place)
        if partition in self._kafka.assignment():
            self._kafka.pause(partition)

    async def fault(self) -> str | None:
        """Return why the consumer is not ready: nothing owned, a halt, or no progress."""
        owned = self._consumer.owned
        if not owned:
            return "no partition is owned"
        if untaken := len(self._kafka.assignment()) - len(owned):
            return f"{untaken} partitions are assigned and not taken up"
        if (silent := time.monotonic() - self._heard_at) > READY_SECONDS:
            return f"the broker has not answered for {silent:.0f} seconds"
        if halted := sum(standing.halted is not None for standing in owned.values()):
            return f"{halted} partitions stand at a gap in the sequence"
        waiting = sum(self._lags().values())
        age = self._consumer.seconds_since_batch()
        if waiting and age > READY_SECONDS:
            return f"{waiting} records wait and no batch was taken for {age:.0f} seconds"
        return None

    @property
    def _kafka(self) -> Any:
        return self._subscriber.consumer

    async def _parse(self, records: tuple[ConsumerRecord[Any, Any], ...]) -> KafkaMessage:
        """Wrap the fetch without looking into it: nothing in a record can raise here."""
        return KafkaMessage(
            raw_message=records,
            body=b"",
            correlation_id="-",
            message_id="-",
            consumer=self._kafka,
        )

    async def _take(self, records: list[Any]) -> None:
        """Hand a fetch over. FastStream reads this annotation; the engine's own is a Protocol."""
        await self._consumer.take(records)

    def _lags(self) -> dict[Place, int]:
        ends = {place: self._kafka.highwater(TopicPartition(*place)) for place in self._owned()}
        return {
            place: max(0, end - self._consumer.owned[place].next_offset)
            for place, end in ends.items()
            if end is not None
        }

    def _owned(self) -> list[Place]:
        assigned = self._kafka.assignment() if self._kafka else set()
        return [place for place in self._consumer.owned if TopicPartition(*place) in assigned]

    async def _report(self) -> None:
        """Tell metrics, and Kafka for its lag tools alone, where we stand."""
        for (topic, partition), lag in self._lags().items():
            metrics.LAG.labels(self._consumer.service, topic, partition).set(lag)
        offsets = {
            TopicPartition(*place): self._consumer.owned[place].next_offset
            for place in self._owned()
        }
        try:
            if offsets:
                await self._kafka.commit(offsets)
                self._heard_at = time.monotonic()
        except KafkaError as error:
            log.warning("lag not reported", error=type(error).__name__)


class _Owner(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka ships no types
    def __init__(self, consumer: Consumer) -> None:
        self._consumer = consumer

    async def on_partitions_revoked(self, _revoked: set[TopicPartition]) -> None:
        await self._consumer.revoke()

    async def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        await self._consumer.assign((at.topic, at.partition) for at in assigned)


async def _records(message: KafkaMessage) -> Any:
    return message.raw_message
