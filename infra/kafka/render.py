"""The declared topics as a file for people and for other tools; made here, never by hand."""

import json
from collections.abc import Sequence
from typing import Final

from infra.kafka.apply import DeclaredTopic

_HEAD: Final = (
    "# Made by `python -m infra.kafka render` from sorgfalt_contracts.topics; do not edit.\n"
)


def render(topics: Sequence[DeclaredTopic]) -> str:
    """Return the topics as YAML, sorted by name, each value quoted as YAML and JSON both do."""
    blocks = [_block(topic) for topic in sorted(topics, key=lambda topic: topic.name)]
    return _HEAD + "topics:\n" + "".join(blocks)


def _block(topic: DeclaredTopic) -> str:
    config = "".join(
        f"      {key}: {json.dumps(topic.config[key])}\n" for key in sorted(topic.config)
    )
    return f"  - name: {topic.name}\n    partitions: {topic.partitions}\n    config:\n{config}"
