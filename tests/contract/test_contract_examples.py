"""The golden examples, read as each kind of reader reads them."""

import json
from datetime import UTC
from pathlib import Path
from uuid import UUID

import pytest
from sorgfalt_contracts import inbound, structs, topics
from sorgfalt_contracts.envelope import open_kafka
from sorgfalt_contracts.events import BY_TYPE, EVENTS, Event
from sorgfalt_contracts.lei import is_lei

from infra.contracts.examples import bodies, kafka_record, records
from infra.contracts.published import Published, name_of

BODIES = bodies(Published().examples)
RECORDS = records(Published().examples)
TWINNED = {
    label: path for label, path in BODIES.items() if f"sorgfalt.{path.parent.name}" in structs.TWINS
}
INBOUND = {
    label: path
    for label, path in BODIES.items()
    if BY_TYPE[f"sorgfalt.{path.parent.name}"] in topics.INTAKE_INBOX.events
}


@pytest.mark.parametrize("label", BODIES)
def test_the_model_reads_an_example_and_writes_one_that_means_the_same(label: str) -> None:
    model = BY_TYPE[f"sorgfalt.{BODIES[label].parent.name}"]

    event = model.model_validate_json(BODIES[label].read_bytes())

    assert model.model_validate_json(event.model_dump_json()) == event


@pytest.mark.parametrize("label", TWINNED)
def test_the_twin_reads_an_example_as_the_model_does(label: str) -> None:
    kind, data = f"sorgfalt.{TWINNED[label].parent.name}", TWINNED[label].read_bytes()

    twin = structs.READERS[kind](data)

    written = BY_TYPE[kind].model_validate_json(structs.encode(twin))
    assert written == BY_TYPE[kind].model_validate_json(data)


@pytest.mark.parametrize("label", INBOUND)
def test_the_door_takes_the_examples_of_what_may_come_in(label: str) -> None:
    event = BY_TYPE[f"sorgfalt.{INBOUND[label].parent.name}"]

    taken = inbound.read(event, INBOUND[label].read_bytes())

    assert taken == event.model_validate_json(INBOUND[label].read_bytes())


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_the_full_example_says_every_field(event: type[Event]) -> None:
    full = json.loads(BODIES[f"{name_of(event.TYPE)}/full.json"].read_bytes())

    assert set(full) == set(event.model_fields)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_the_minimal_example_says_what_is_required_alone(event: type[Event]) -> None:
    required = {name for name, field in event.model_fields.items() if field.is_required()}

    minimal = json.loads(BODIES[f"{name_of(event.TYPE)}/minimal.json"].read_bytes())

    assert set(minimal) == required


@pytest.mark.parametrize("label", RECORDS)
def test_a_record_lies_on_a_topic_of_its_type_under_the_key_that_orders_it(label: str) -> None:
    document = json.loads(RECORDS[label].read_bytes())
    envelope, body = open_kafka(*kafka_record(document))
    topic = topics.BY_NAME[document["topic"]]

    assert BY_TYPE[envelope.type] in topic.events
    assert (envelope.sequence is not None) == topic.is_fact
    if topic.is_fact:
        assert envelope.subject == document["key"]
        assert envelope.recorded_at is not None
    if topic.key.endswith("_id"):
        assert json.loads(body)[topic.key] == document["key"]


def test_the_record_of_a_grievance_leaks_no_moment() -> None:
    document = json.loads(RECORDS["records/grievance-filed.v1.binary.json"].read_bytes())
    envelope, body = open_kafka(*kafka_record(document))

    midnight = envelope.time.astimezone(UTC).time().isoformat()
    assert midnight == "00:00:00"
    assert envelope.recorded_at == envelope.time
    assert UUID(envelope.id).version == UUID(envelope.correlation_id).version == 4
    assert envelope.causation_id == ""
    assert envelope.traceparent is None
    assert len(body) == 2048


def test_grievances_in_different_states_are_equally_long() -> None:
    full = [path for label, path in BODIES.items() if label.startswith("grievance")]
    padded = [document for path in full if "padding" in (document := json.loads(path.read_bytes()))]

    lengths = {len(json.dumps(document, separators=(",", ":"))) for document in padded}

    assert len(padded) == 3
    assert lengths == {2048}


@pytest.mark.parametrize("label", [*BODIES, *RECORDS])
def test_an_example_names_no_legal_entity_that_exists(label: str) -> None:
    path: Path = {**BODIES, **RECORDS}[label]

    words = path.read_text().replace('"', " ").split()

    for word in filter(is_lei, words):
        assert word.startswith("ZZZZ00")  # a prefix that no issuer of LEIs has
