"""The published language is whole: topics, schemas, examples, README, broker configuration."""

from dataclasses import replace
from pathlib import Path

import pytest
import sorgfalt_contracts
from sorgfalt_contracts import topics
from sorgfalt_contracts.topics import BY_NAME, RISK_ASSESSED, SUPPLIER_UPDATED, TOPICS

from infra.kafka.render import render
from tests.architecture.rules import language, rooms
from tests.architecture.rules.tree import ROOT, SERVICES, sources, write_tree

CONTRACTS = Path(sorgfalt_contracts.__file__).parent
FILES = {service: sources(ROOT, f"services/{service}") for service in SERVICES}
DESCRIBED = {
    "schemas/risk-assessed.v1.writer.json": "{}",
    "schemas/risk-assessed.v1.reader.json": "{}",
    "examples/risk-assessed.v1/one.json": "{}",
}
AWAITED = ["reporting reads exit-assessed, risk does not write it"]
"""Facts whose contract stands and which are read from their first day on, before they are made."""


def test_every_topic_has_schemas_and_examples() -> None:
    assert language.undescribed(CONTRACTS, TOPICS) == []


def test_every_topic_has_a_row_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert language.unlisted(readme, TOPICS) == []


def test_every_topic_is_written_by_a_service_or_by_senders() -> None:
    assert language.strange_writers(TOPICS, SERVICES) == []


def test_every_service_has_a_dead_letter_topic() -> None:
    assert language.without_dead_letters(TOPICS, SERVICES) == []


def test_every_topic_that_is_read_has_a_service_that_writes_it() -> None:
    read = {service: rooms.topics_read(files) for service, files in FILES.items()}
    written = {service: rooms.topics_written(files) for service, files in FILES.items()}
    assert language.unwritten(BY_NAME, read, written) == AWAITED


def test_every_topic_that_code_can_name_is_declared() -> None:
    nameable = {each.name for each in vars(topics).values() if isinstance(each, topics.Topic)}
    assert nameable <= BY_NAME.keys()


def test_the_brokers_topics_are_those_declared() -> None:
    assert (ROOT / "infra/kafka/topics.yaml").read_text(encoding="utf-8") == render(TOPICS)


@pytest.mark.parametrize("path", DESCRIBED)
def test_a_missing_description_is_found(tmp_path: Path, path: str) -> None:
    write_tree(tmp_path, DESCRIBED)
    assert language.undescribed(tmp_path, [RISK_ASSESSED]) == []
    (tmp_path / path).unlink()
    assert len(language.undescribed(tmp_path, [RISK_ASSESSED])) == 1


def test_a_topic_without_a_row_is_found() -> None:
    readme = "text `risk-assessed`\n\n| topic |\n|---|\n| `supplier-updated` | intake |\n"
    assert language.unlisted(readme, [RISK_ASSESSED, SUPPLIER_UPDATED]) == ["risk-assessed"]


def test_a_topic_that_nobody_known_writes_is_found() -> None:
    strange = replace(RISK_ASSESSED, written_by="finance")
    assert language.strange_writers([strange], SERVICES) == ["risk-assessed: finance?"]


def test_a_service_without_a_dead_letter_topic_is_found() -> None:
    left = [topic for topic in TOPICS if topic.name != "risk-dead-letter"]
    assert language.without_dead_letters(left, SERVICES) == ["risk"]


def test_a_topic_that_is_read_and_never_written_is_found() -> None:
    read = {"reporting": {"risk-assessed", "intake-inbox"}}
    written: dict[str, set[str]] = {"risk": set()}
    assert language.unwritten(BY_NAME, read, written) == [
        "reporting reads risk-assessed, risk does not write it"
    ]
