"""Bring a broker's topics to what is declared: missing ones are made, none is ever changed."""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

_ANSWER_SECONDS: Final = 15.0


class DeclaredTopic(Protocol):
    """What is needed of a topic here; `sorgfalt_contracts.topics.Topic` is one."""

    @property
    def name(self) -> str:
        """The topic's name."""

    @property
    def partitions(self) -> int:
        """How many it has, for ever."""

    @property
    def config(self) -> Mapping[str, str]:
        """The broker's own settings for it."""


class TopicsDifferError(Exception):
    """A topic stands with another partition count than declared; no key would keep its order."""


def apply_topics(
    bootstrap: str,
    topics: Sequence[DeclaredTopic],
    replication: int = 1,
    settings: Mapping[str, str] | None = None,
) -> list[str]:
    """Make what is missing and return its names.

    `settings` are librdkafka's own, for a broker that asks who is there. Raises TopicsDifferError
    if a topic stands with another partition count, KafkaException if the broker refuses.
    """
    admin = AdminClient({"bootstrap.servers": bootstrap, "log_level": 0, **(settings or {})})
    standing = admin.list_topics(timeout=_ANSWER_SECONDS).topics
    counts = {name: len(found.partitions) for name, found in standing.items()}
    differing = [
        f"{topic.name} has {counts[topic.name]} partitions, not {topic.partitions}"
        for topic in topics
        if counts.get(topic.name, topic.partitions) != topic.partitions
    ]
    if differing:
        raise TopicsDifferError("; ".join(differing))
    missing = [topic for topic in topics if topic.name not in standing]
    new = [
        NewTopic(topic.name, topic.partitions, replication, config=dict(topic.config))
        for topic in missing
    ]
    # an empty order is refused; a refused topic raises when its future is asked
    for made in (admin.create_topics(new) if new else {}).values():
        made.result(_ANSWER_SECONDS)
    return [topic.name for topic in missing]
