"""The embedded broker keeps what it acknowledged, and its topics as they are declared."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from confluent_kafka import Consumer, Producer, TopicPartition

from infra.kafka.apply import TopicsDifferError, apply_topics
from infra.kafka.render import render
from infra.local.stack import Stack


@dataclass(frozen=True)
class SomeTopic:
    """A declared topic, as far as the broker is concerned."""

    name: str
    partitions: int = 1
    config: Mapping[str, str] = field(default_factory=lambda: {"max.message.bytes": "4194304"})


def test_record_of_four_mebibytes_outlives_a_killed_broker(broker: Stack, topic_name: str) -> None:
    assert apply_topics(broker.bootstrap, [SomeTopic(topic_name)]) == [topic_name]
    value = b"x" * (4 * 1024 * 1024 - 1024)
    limit = {"bootstrap.servers": broker.bootstrap, "message.max.bytes": 5_000_000}
    producer = Producer(limit)
    producer.produce(topic_name, value)
    assert producer.flush(20) == 0
    broker.broker.kill()
    broker.broker.start()
    consumer = Consumer({"bootstrap.servers": broker.bootstrap, "group.id": topic_name})
    consumer.assign([TopicPartition(topic_name, 0, 0)])
    message = consumer.poll(20)
    assert message is not None
    assert message.value() == value
    consumer.close()


def test_topics_are_made_once_and_never_changed(broker: Stack, topic_name: str) -> None:
    declared = SomeTopic(topic_name, partitions=2)
    assert apply_topics(broker.bootstrap, [declared]) == [topic_name]
    assert apply_topics(broker.bootstrap, [declared]) == []
    with pytest.raises(TopicsDifferError, match="has 2 partitions, not 3"):
        apply_topics(broker.bootstrap, [SomeTopic(topic_name, partitions=3)])


def test_rendered_topics_are_sorted_and_quoted() -> None:
    topics = [SomeTopic("b", 6, {"retention.ms": "-1"}), SomeTopic("a", 6, {})]
    assert render(topics).splitlines()[1:] == [
        "topics:",
        "  - name: a",
        "    partitions: 6",
        "    config:",
        "  - name: b",
        "    partitions: 6",
        "    config:",
        '      retention.ms: "-1"',
    ]
