import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from sorgfalt_contracts.events import MAX_SITES, SupplierReported
from sorgfalt_contracts.faults import DeadLetterReason
from sorgfalt_contracts.terms import Stage
from sorgfalt_contracts.topics import MAX_EVENT_BYTES

from infra.local.demo import bad_events, feed
from infra.local.demo.envelopes import BINARY, STRUCTURED, FeedRecord, batch
from infra.local.demo.masters import ERP_ASIA, ERP_EUROPE, MINING_REGISTER, SENDERS, read_masters
from infra.local.demo.mining_register import mining_reports, stage_of

MASTERS = read_masters()
FIRST = feed.master(MASTERS)
AGAIN = feed.repeat(MASTERS)


def event_of(record: FeedRecord) -> dict[str, Any]:
    (event,) = json.loads(batch([record]))
    assert isinstance(event, dict)
    return event


EVENTS = [event_of(record) for record in FIRST]
REPEATED = [event_of(record) for record in AGAIN]


def test_feed_follows_from_the_seed() -> None:
    assert feed.master(MASTERS, seed=1) == feed.master(MASTERS, seed=1)
    assert feed.master(MASTERS, seed=1) != FIRST


def test_master_has_every_row_every_group_and_the_linked_records() -> None:
    assert len(FIRST) == 1_940 + 12 + 3 * 2 + 21 + 1_987 + 3_635
    assert len({record.key for record in FIRST}) == 7_601


def test_every_body_is_valid_and_its_record_is_the_key() -> None:
    bodies = [SupplierReported.model_validate(event["data"]) for event in EVENTS]
    keys = [f"{b.record.system}/{b.record.client}/{b.record.number}".encode() for b in bodies]
    assert keys == [record.key for record in FIRST]


def test_every_event_names_a_known_sender_and_the_type() -> None:
    named = {(event["specversion"], event["source"], event["type"]) for event in EVENTS}
    senders = (ERP_ASIA, ERP_EUROPE, MINING_REGISTER)
    assert named == {("1.0", source, SupplierReported.TYPE) for source in senders}


def test_about_one_event_in_ten_is_in_structured_mode() -> None:
    modes = Counter(dict(record.headers)["content-type"] for record in FIRST)
    assert set(modes) == {BINARY.encode(), STRUCTURED.encode()}
    assert modes[STRUCTURED.encode()] == 759


def test_master_comes_in_the_order_of_its_times() -> None:
    times = [event["time"] for event in EVENTS]
    assert times == sorted(times)


def test_relations_are_these() -> None:
    assert Counter(event["data"]["relation"] for event in EVENTS) == {
        "presumed": 3_635,
        "indirect": 2_710,
        "direct": 1_177,
        "candidate": 41,
        "former": 23,
        "subsidiary": 11,
        "own-site": 4,
    }


def test_nineteen_records_are_linked_to_another_by_lei_or_bpn() -> None:
    leis = Counter(event["data"]["lei"] for event in EVENTS if "lei" in event["data"])
    bpns = Counter(event["data"]["bpn"] for event in EVENTS if "bpn" in event["data"])
    assert Counter(leis.values()) == {1: 3_910, 2: 16}
    assert Counter(bpns.values()) == {2: 3}


def test_third_record_of_a_chain_shares_no_lei_with_the_first() -> None:
    carriers = [event["data"] for event in EVENTS if "bpn" in event["data"]]
    assert Counter("lei" in data for data in carriers) == {True: 3, False: 3}


def test_record_that_joins_a_chain_comes_after_all_others() -> None:
    joining = [event for event in EVENTS if {"lei", "bpn"} <= set(event["data"])]
    assert joining == EVENTS[-3:]


def test_mining_register_lists_all_sites_and_no_supplier_too_many() -> None:
    listed = [site for report in mining_reports(MASTERS) for site in report.body["sites"]]
    most = max(len(report.body["sites"]) for report in mining_reports(MASTERS))
    assert len({site["number"] for site in listed}) == 1_413
    assert most <= MAX_SITES


def test_site_of_several_groups_is_listed_by_each() -> None:
    row = {**MASTERS.sites[0], "groups": "Alpha;Beta", "unnamed_operator": ""}
    reports = list(mining_reports(replace(MASTERS, sites=[row])))
    assert sorted(report.body["name"] for report in reports) == ["Alpha", "Beta"]
    assert {len(report.body["sites"]) for report in reports} == {1}


def test_group_spelled_in_two_ways_is_one_supplier() -> None:
    rows = [
        {**MASTERS.sites[n], "groups": name, "unnamed_operator": ""}
        for n, name in enumerate(("Cerro De Pino", "Cerro de Pino"))
    ]
    (report,) = mining_reports(replace(MASTERS, sites=rows))
    assert len(report.body["sites"]) == 2


@pytest.mark.parametrize(
    ("asset_type", "stage"),
    [
        ("Mine", Stage.MINE),
        ("Smelter;Refinery", Stage.SMELTER),
        ("Mine;Plant", Stage.MINE),
        ("Refinery", Stage.REFINERY),
        ("Plant", Stage.PLANT),
        ("Port", Stage.OTHER),
    ],
)
def test_stage_is_the_first_step_named(asset_type: str, stage: Stage) -> None:
    assert stage_of(asset_type) is stage


def test_trailing_blanks_do_not_make_another_material() -> None:
    row = {**MASTERS.sites[0], "primary_commodity": "copper ", "secondary_commodity": "copper"}
    row |= {"other_commodities": "Iron Ore;;gold "}
    (report, *_) = mining_reports(replace(MASTERS, sites=[row]))
    assert report.body["sites"][0]["materials"] == ["copper", "iron-ore", "gold"]


def test_repeat_says_the_same_with_new_ids_at_later_times() -> None:
    assert {str(event["data"]) for event in REPEATED} == {str(event["data"]) for event in EVENTS}
    assert len({event["id"] for event in EVENTS + REPEATED}) == 2 * 7_601
    assert min(event["time"] for event in REPEATED) > max(event["time"] for event in EVENTS)


def test_dropped_row_changes_no_other_event() -> None:
    fewer = replace(MASTERS, metals_mining=MASTERS.metals_mining[1:])
    assert len(set(FIRST) - set(feed.master(fewer))) == 1
    assert set(feed.master(fewer)) <= set(FIRST)


def test_no_event_is_larger_than_may_be_sent() -> None:
    bad = [each.record for each in bad_events.bad()]
    assert max(len(record.value or b"") for record in (*FIRST, *AGAIN, *bad)) < MAX_EVENT_BYTES


def test_there_are_five_bad_events_of_each_of_ten_kinds() -> None:
    assert Counter(each.reason for each in bad_events.bad()) == {
        DeadLetterReason.NOT_UTF8: 5,
        DeadLetterReason.NULL_VALUE: 5,
        DeadLetterReason.NO_KEY: 5,
        DeadLetterReason.NOT_JSON: 5,
        DeadLetterReason.DUPLICATE_KEYS: 5,
        DeadLetterReason.NOT_A_NUMBER: 5,
        DeadLetterReason.TOO_DEEP: 5,
        DeadLetterReason.UNKNOWN_TYPE: 5,
        DeadLetterReason.UNKNOWN_VERSION: 5,
        DeadLetterReason.BAD_LEI: 5,
    }


def test_every_bad_event_is_another_one_and_says_who_sends_it() -> None:
    records = [each.record for each in bad_events.bad()]
    assert len({dict(record.headers)["ce_id"] for record in records}) == 50
    assert {dict(record.headers)["ce_source"].decode() for record in records} <= set(SENDERS)
