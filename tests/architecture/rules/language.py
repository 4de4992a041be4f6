"""Every topic is declared, described, exemplified and listed for those who subscribe."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from sorgfalt_contracts.topics import Topic

RENDERINGS: Final = ("writer", "reader")


def stem(event_type: str) -> str:
    """Return what files of a type are called: `supplier-updated.v1`."""
    return event_type.removeprefix("sorgfalt.")


def undescribed(contracts: Path, topics: Sequence[Topic]) -> list[str]:
    """Say which topics lack a schema in one of its renderings, or an example."""
    stems = sorted({stem(event.TYPE) for topic in topics for event in topic.events})
    schemas = [f"schemas/{each}.{rendering}.json" for each in stems for rendering in RENDERINGS]
    faults = [f"{path} is missing" for path in schemas if not (contracts / path).is_file()]
    return faults + [
        f"examples/{each} holds no example"
        for each in stems
        if not any((contracts / "examples" / each).glob("*.json"))
    ]


def unlisted(readme: str, topics: Sequence[Topic]) -> list[str]:
    """Say which topics have no row in the README, and which rows tell of no topic."""
    rows = [line for line in readme.splitlines() if line.startswith("| `")]
    listed = {line.split("`")[1] for line in rows}
    return sorted(topic.name for topic in topics if topic.name not in listed)


def strange_writers(topics: Sequence[Topic], services: Iterable[str]) -> list[str]:
    """Say which topics are written by nobody we know, or have no dead letter to go with."""
    known = {*services, "senders"}
    faults = [f"{topic.name}: {topic.written_by}?" for topic in topics]
    return [fault for fault in faults if fault.rpartition(" ")[2][:-1] not in known]


def without_dead_letters(topics: Sequence[Topic], services: Iterable[str]) -> list[str]:
    """Say which services have no topic for notices of what they could not take."""
    declared = {topic.name: topic.written_by for topic in topics}
    return [each for each in services if declared.get(f"{each}-dead-letter") != each]


def unwritten(
    topics: Mapping[str, Topic], read: Mapping[str, set[str]], written: Mapping[str, set[str]]
) -> list[str]:
    """Say which topics some service reads although their writer's code never names them."""
    return [
        f"{service} reads {name}, {topics[name].written_by} does not write it"
        for service, names in read.items()
        for name in sorted(names)
        if topics[name].is_fact and name not in written[topics[name].written_by]
    ]
