"""Questions to the broker that aiokafka cannot ask: topic ids, and whether topics are as declared.

Services never make topics; a missing one, or one with another number of partitions, is an error.
"""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from confluent_kafka import KafkaException, TopicCollection
from confluent_kafka.admin import AdminClient
from sorgfalt_contracts.topics import Topic

TIMEOUT_SECONDS: Final = 10


class TopicError(Exception):
    """A topic is missing or not as the contracts declare it."""


class BrokerQuestions:
    """One administrative connection, used in a thread."""

    def __init__(self, bootstrap: str, declared: Mapping[str, Topic]) -> None:
        self._declared = declared
        self._admin = AdminClient({"bootstrap.servers": bootstrap, "log_level": 2})

    async def topic_ids(self, topics: Iterable[str]) -> dict[str, UUID]:
        """Return the ids of topics; raise TopicError, or OSError when the broker is silent."""
        return await asyncio.to_thread(self._describe, sorted(topics))

    def _describe(self, topics: list[str]) -> dict[str, UUID]:
        asked = self._admin.describe_topics(
            TopicCollection(topics), request_timeout=TIMEOUT_SECONDS
        )
        return {topic: self._checked(topic, answer) for topic, answer in asked.items()}

    def _checked(self, topic: str, answer: object) -> UUID:
        try:
            described = answer.result(TIMEOUT_SECONDS)  # type: ignore[attr-defined]
        except KafkaException as error:
            if error.args[0].name() == "UNKNOWN_TOPIC_OR_PART":
                raise TopicError(f"topic {topic} is missing; make topics first") from None
            raise ConnectionError(f"the broker does not describe {topic}") from None
        found, declared = len(described.partitions), self._declared[topic].partitions
        if found != declared:
            raise TopicError(f"topic {topic} has {found} partitions, declared are {declared}")
        return UUID(bytes=_bytes_of(described.topic_id))


def _bytes_of(topic_id: object) -> bytes:
    high = topic_id.get_most_significant_bits()  # type: ignore[attr-defined]
    low = topic_id.get_least_significant_bits()  # type: ignore[attr-defined]
    return b"".join((part & (2**64 - 1)).to_bytes(8, "big") for part in (high, low))
