"""The whole line, judged by what the broker and Postgres say, not by what our services say."""

import json
import re
from base64 import b64decode
from hashlib import sha256
from itertools import pairwise
from uuid import UUID

import pytest
from aiokafka.partitioner import murmur2
from sorgfalt_contracts.topics import (
    ACTION_PLAN_CHANGED,
    AUDIT_COMPLETED,
    GRIEVANCE_FILED,
    GRIEVANCE_UPDATED,
    INTAKE_INBOX,
    RISK_ASSESSED,
    SUPPLIER_UPDATED,
    TOPICS,
    Topic,
)

from tests.system import books
from tests.system.broker_version import ask_features, version_of_listener
from tests.system.checks import account_faults
from tests.system.line import Line
from tests.system.schemas import schema_faults
from tests.system.topic_log import Logged

FACTS = [topic for topic in TOPICS if topic.is_fact]
LETTERS = "select topic, partition, offset_, reason, key, headers, value from dead_letters"
KEYS = (
    (SUPPLIER_UPDATED, "supplier_id"),
    (RISK_ASSESSED, "supplier_id"),
    (ACTION_PLAN_CHANGED, "plan_id"),
)
STATES = [topic for topic, _ in KEYS]
"""Topics whose facts are versioned states of one aggregate."""
CAUSES = [SUPPLIER_UPDATED, AUDIT_COMPLETED, GRIEVANCE_FILED, GRIEVANCE_UPDATED]
METADATA_OF_4_3 = 30  # MetadataVersion.IBP_4_3_IV0 in Kafka's sources
TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")


def facts_on(line: Line, topic: Topic) -> list[Logged]:
    return list(line.outcome.log.news(topic.name))


def test_broker_is_the_kafka_it_is_said_to_be(line: Line) -> None:
    features = ask_features(line.stack.bootstrap)
    assert features["metadata.version"][1] == METADATA_OF_4_3
    assert re.fullmatch(r"4\.3\.\d+", version_of_listener(line.stack.bootstrap))


async def test_database_is_the_postgres_it_is_said_to_be(line: Line) -> None:
    ((version,),) = await books.ask(line.stack, "intake", "show server_version")
    assert version.startswith("18.")


def test_broker_and_databases_give_one_account(line: Line) -> None:
    assert account_faults(line.outcome) == []


def test_every_partition_took_part(line: Line) -> None:
    silent = {"exit-assessed", "disclosure-published", "risk-dead-letter"}
    silent |= {"grievance-dead-letter", "reporting-dead-letter", "intake-dead-letter"}
    for topic in (topic for topic in TOPICS if topic.name not in silent):
        assert all(line.outcome.log.ends[topic.name, number] for number in range(topic.partitions))


def test_the_same_again_and_bad_events_let_no_supplier_fact_leave(line: Line) -> None:
    master, again, bad, _ = line.facts
    assert again == master
    assert bad == {**master, "intake-dead-letter": len(line.bad)}


async def test_rows_are_what_the_log_says_last(line: Line) -> None:
    log = line.outcome.log
    suppliers = {key: each[-1] for key, each in log.versions(SUPPLIER_UPDATED.name).items()}
    verdicts = {key: each[-1] for key, each in log.versions(RISK_ASSESSED.name).items()}
    plans = {key: each[-1] for key, each in log.versions(ACTION_PLAN_CHANGED.name).items()}
    for service, table, key, expected in (
        ("intake", "suppliers", "supplier_id", suppliers),
        ("grievance", "known_suppliers", "supplier_id", suppliers),
        ("reporting", "supplier_states", "supplier_id", suppliers),
        ("reporting", "risk_states", "supplier_id", verdicts),
        ("risk", "risk_profiles", "supplier_id", verdicts),
        ("risk", "action_plans", "plan_id", plans),
        ("reporting", "plans", "plan_id", plans),
    ):
        rows = await books.ask(line.stack, service, f"select {key} as id, version from {table}")
        assert {str(r["id"]): r["version"] for r in rows} == expected, table


async def test_every_case_is_known_alike_to_who_handles_it_judges_it_and_counts_it(
    line: Line,
) -> None:
    newest: dict[str, int] = {}
    for topic in (GRIEVANCE_FILED, GRIEVANCE_UPDATED):
        for key, versions in line.outcome.log.versions(topic.name).items():
            newest[key] = max(newest.get(key, 0), *versions)
    assert len(newest) == len(line.cases)
    for service, table in (
        ("grievance", "cases"),
        ("risk", "evidence_cases"),
        ("reporting", "cases"),
    ):
        rows = await books.ask(line.stack, service, f"select case_id, version from {table}")
        assert {str(r["case_id"]): r["version"] for r in rows} == newest, table


async def test_every_sent_record_is_a_row_of_intake(line: Line) -> None:
    place = "select system || '/' || client || '/' || number as key from source_records"
    rows = await books.ask(line.stack, "intake", place)
    sent = {r.key for r in line.outcome.inbox if (r.partition, r.offset) not in line.bad}
    assert {row["key"] for row in rows} == {(key or b"").decode() for key in sent}
    assert len(rows) == len(sent)


async def test_each_bad_event_is_kept_whole_with_its_reason(line: Line) -> None:
    rows = await books.ask(line.stack, "intake", LETTERS)
    sent = {(record.partition, record.offset): record for record in line.outcome.inbox}
    assert {(row["partition"], row["offset_"]): row["reason"] for row in rows} == line.bad
    for row in rows:
        record = sent[row["partition"], row["offset_"]]
        assert (row["topic"], row["key"], row["value"]) == (record.topic, record.key, record.value)
        kept = {name: b64decode(raw).decode() for name, raw in json.loads(row["headers"])}
        assert kept == record.headers


async def test_each_bad_event_is_told_with_the_hash_of_its_bytes(line: Line) -> None:
    sent = {(record.partition, record.offset): record.value for record in line.outcome.inbox}
    told = [record.body for record in line.outcome.log.news("intake-dead-letter")]
    assert {(each["partition"], each["offset"]): each["reason"] for each in told} == line.bad
    assert len(told) == len(line.bad)
    for each in told:
        value = sent[each["partition"], each["offset"]] or b""
        assert each["topic"] == INTAKE_INBOX.name
        assert (each["size_bytes"], each["sha256"]) == (len(value), sha256(value).hexdigest())


async def test_nobody_else_has_dead_letters(line: Line) -> None:
    for service in ("risk", "grievance", "reporting"):
        assert await books.ask(line.stack, service, "select reason from dead_letters") == []


@pytest.mark.parametrize("topic", FACTS, ids=lambda topic: topic.name)
def test_every_fact_is_what_the_committed_schema_of_its_type_allows(
    line: Line, topic: Topic
) -> None:
    records = facts_on(line, topic)
    allowed = {event.TYPE for event in topic.events}
    assert {record.headers["ce_type"] for record in records} <= allowed
    assert schema_faults(records) == []


def test_our_reference_for_partitions_is_kafkas_own_hash() -> None:
    # the examples of Kafka's own UtilsTest.testMurmur2
    examples = {b"21": -973932308, b"foobar": -790332482, b"a-little-bit-long-string": -985981536}
    assert {key: murmur2(key) & 0xFFFFFFFF for key in examples} == {
        key: number & 0xFFFFFFFF for key, number in examples.items()
    }


def test_every_fact_is_keyed_by_its_aggregate_and_lies_where_the_key_belongs(line: Line) -> None:
    one_shots = (AUDIT_COMPLETED, "supplier_id"), (GRIEVANCE_FILED, "case_id")
    for topic, name in (*KEYS, *one_shots):
        for record in facts_on(line, topic):
            key = (record.key or b"").decode()
            assert key == record.body[name] == record.headers["ce_subject"]
            assert record.partition == (murmur2(key.encode()) & 0x7FFFFFFF) % topic.partitions
            assert record.headers["ce_companyid"] == record.body["company_id"]


@pytest.mark.parametrize("topic", STATES, ids=lambda topic: topic.name)
def test_versions_of_an_aggregate_rise_by_one_along_the_log(line: Line, topic: Topic) -> None:
    for key, versions in line.outcome.log.versions(topic.name).items():
        assert versions == list(range(1, len(versions) + 1)), key


def test_no_fact_says_what_the_one_before_it_said(line: Line) -> None:
    for topic in STATES:
        said: dict[str, list[str]] = {}
        for record in facts_on(line, topic):
            body = {
                k: v for k, v in record.body.items() if k not in {"version", "supplier_version"}
            }
            said.setdefault(record.aggregate[1], []).append(repr(body))
        assert all(before != after for each in said.values() for before, after in pairwise(each))


def test_every_fact_has_an_id_of_its_own(line: Line) -> None:
    ids = [record.headers["ce_id"] for topic in FACTS for record in facts_on(line, topic)]
    assert len({UUID(each) for each in ids}) == len(ids)


def test_every_supplier_fact_names_the_event_that_caused_it(line: Line) -> None:
    sent = {
        record.headers.get("ce_id") or record.body["id"]
        for record in line.outcome.inbox
        if (record.partition, record.offset) not in line.bad
    }
    for record in facts_on(line, SUPPLIER_UPDATED):
        assert record.headers["ce_causationid"] in sent
        assert record.headers["ce_causationdepth"] == "1"


def test_every_verdict_goes_back_along_one_chain_to_where_it_began(line: Line) -> None:
    causes = {
        record.headers["ce_id"]: record for topic in CAUSES for record in facts_on(line, topic)
    }
    for record in facts_on(line, RISK_ASSESSED):
        cause = causes[record.headers["ce_causationid"]]
        for name in ("ce_correlationid", "ce_time", "ce_companyid"):
            assert record.headers[name] == cause.headers[name]
        depth = int(cause.headers.get("ce_causationdepth", "0"))
        assert record.headers["ce_causationdepth"] == str(depth + 1)
        if cause.topic == SUPPLIER_UPDATED.name and cause.key == record.key:
            assert record.body["supplier_version"] == cause.body["version"]
            assert record.headers["ce_traceparent"] == cause.headers["ce_traceparent"]


def test_every_fact_carries_its_hop_beside_where_its_chain_began(line: Line) -> None:
    for record in facts_on(line, SUPPLIER_UPDATED):
        # no sender traced, so the chain began in the transaction that wrote the fact
        assert record.headers["ce_traceparent"] == record.headers["traceparent"]
    for record in [*facts_on(line, SUPPLIER_UPDATED), *facts_on(line, RISK_ASSESSED)]:
        assert TRACEPARENT.fullmatch(record.headers["ce_traceparent"])
        assert TRACEPARENT.fullmatch(record.headers["traceparent"])
    intake, risk = (
        {record.headers["traceparent"] for record in facts_on(line, topic)}
        for topic in (SUPPLIER_UPDATED, RISK_ASSESSED)
    )
    assert not intake & risk
