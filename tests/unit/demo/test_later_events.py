"""Audits, changes and the last event: what a year brings after the master."""

import json
from collections import Counter
from typing import Any

from sorgfalt_contracts.events import AuditReported, SupplierReported
from sorgfalt_contracts.topics import MAX_EVENT_BYTES

from infra.local.demo import feed
from infra.local.demo.audits import is_clean
from infra.local.demo.complaints import COMPLAINTS
from infra.local.demo.envelopes import FeedRecord, batch
from infra.local.demo.masters import SENDERS, read_masters
from infra.local.demo.places import PlaceKind, read_places

MASTERS = read_masters()
LATER = feed.later(MASTERS)
LAST = feed.last(MASTERS)


def event_of(record: FeedRecord) -> dict[str, Any]:
    (event,) = json.loads(batch([record]))
    assert isinstance(event, dict)
    return event


EVENTS = [event_of(record) for record in LATER]
AUDITS = [event["data"] for event in EVENTS if event["type"] == AuditReported.TYPE]
CHANGES = [event["data"] for event in EVENTS if event["type"] == SupplierReported.TYPE]
SYNTHETIC = [body for body in AUDITS if body["audit_number"].startswith("SYN-")]
PUBLISHED = [body for body in AUDITS if body not in SYNTHETIC]
FINDINGS = [finding for body in SYNTHETIC for finding in body.get("findings", ())]


def test_events_and_cases_are_ten_thousand_exactly() -> None:
    parts = (len(feed.master(MASTERS)), len(AUDITS), len(CHANGES), len(LAST))
    cases = (len(MASTERS.cases), COMPLAINTS)
    assert (parts, cases) == ((7_601, 900, 1_253, 1), (21, 224))
    assert sum(parts) + sum(cases) == 10_000


def test_two_generations_are_equal_to_the_byte() -> None:
    again = read_masters()
    assert feed.later(again) == LATER
    assert feed.last(again) == LAST
    assert feed.later(again, seed=1) != LATER


def test_every_body_is_valid_and_its_record_is_the_key() -> None:
    models = {model.TYPE: model for model in (AuditReported, SupplierReported)}
    bodies = [models[event["type"]].model_validate(event["data"]) for event in EVENTS]
    keys = [f"{b.record.system}/{b.record.client}/{b.record.number}".encode() for b in bodies]
    assert keys == [record.key for record in LATER]
    assert {event["source"] for event in EVENTS} <= set(SENDERS)
    assert max(len(record.value or b"") for record in LATER) < MAX_EVENT_BYTES


def test_ids_are_all_different_also_from_those_of_the_master() -> None:
    ids = [event_of(record)["id"] for record in (*feed.master(MASTERS), *LATER, *LAST)]
    assert len(set(ids)) == len(ids)


def test_events_come_in_the_order_of_their_times_and_after_the_master_but_for_late_news() -> None:
    times = [event["time"] for event in EVENTS]
    assert times == sorted(times)
    begun, ended = (event_of(feed.master(MASTERS)[place])["time"] for place in (0, -1))
    assert sum(time < begun for time in times) == 20
    assert sum(time > ended for time in times) == 2_133
    assert event_of(LAST[0])["time"] > times[-1]


def test_published_audits_keep_scheme_level_and_date_and_have_no_findings() -> None:
    assert Counter((body["kind"], body["scheme"]) for body in PUBLISHED) == {
        ("award", "copper-mark"): 15,
        ("award", "molybdenum-mark"): 1,
        ("audit", "irma"): 9,
    }
    assert Counter(body.get("result") for body in PUBLISHED) == {
        "awarded": 16,
        "IRMA 75": 6,
        "IRMA 50": 2,
        None: 1,
    }
    assert Counter(len(body.get("held_on", "")) for body in PUBLISHED) == {
        10: 12,
        0: 11,
        7: 1,
        4: 1,
    }
    assert [body for body in PUBLISHED if body.get("findings")] == []


def test_no_synthetic_audit_stands_where_a_published_one_or_a_real_case_does() -> None:
    real = {body["site_number"] for body in PUBLISHED}
    plants = {row["case_id"] for row in MASTERS.cases}
    at = {body.get("site_number", "") for body in SYNTHETIC}
    assert at & real == set()
    assert [site for site in at if site.rsplit("-", 1)[0] in plants] == []


def test_synthetic_audits_say_so_in_every_number() -> None:
    assert len(SYNTHETIC) == 875
    assert {finding["number"][:4] for finding in FINDINGS} == {"SYN-"}


def test_findings_follow_the_published_average_of_criteria_partially_met() -> None:
    audits = [body for body in SYNTHETIC if body["kind"] == "audit"]
    assert abs(len(FINDINGS) / len(audits) - 3.6) < 0.2
    assert max(Counter(len(body["findings"]) for body in audits)) <= 32


def test_some_audits_failed_some_are_clean_some_have_no_date_or_result() -> None:
    grades = Counter(finding["grade"] for finding in FINDINGS)
    assert grades == {"minor": 2_591, "major": 361, "critical": 142}
    assert sum(map(is_clean, AUDITS)) == 570
    assert sum("held_on" not in body for body in AUDITS) == 95
    assert sum("result" not in body for body in AUDITS) == 65


def test_direct_suppliers_have_critical_and_major_findings_too() -> None:
    direct = {tuple(place.record.values()) for place in read_places(MASTERS, feed.SEED).direct}
    grades = {
        finding["grade"]
        for body in SYNTHETIC
        if tuple(body["record"].values()) in direct
        for finding in body.get("findings", ())
    }
    assert grades == {"minor", "major", "critical"}


def test_a_change_says_what_changes_and_no_more() -> None:
    said = Counter(next(iter(body.keys() - {"record"})) for body in CHANGES)
    assert {len(body) for body in CHANGES} == {2}
    assert said == {
        "relation": 561,
        "name": 330,
        "sites": 120,
        "materials": 92,
        "block": 90,
        "country": 60,
    }


def test_copper_of_sixty_direct_suppliers_has_no_mine_until_the_last_event_names_one() -> None:
    untraced = [body["record"] for body in CHANGES if body.get("materials") == ["copper"]]
    (site,) = event_of(LAST[0])["data"]["sites"]
    assert len(untraced) == 60
    assert event_of(LAST[0])["data"]["record"] in untraced
    assert (site["stage"], site["materials"]) == ("mine", ["copper"])


def test_places_are_of_three_kinds_and_each_stands_once() -> None:
    places = read_places(MASTERS, feed.SEED)
    both = (*places.mining, *places.direct, *places.plants)
    assert {place.kind for place in both} == set(PlaceKind)
    assert len({(*place.record.values(), place.site) for place in both}) == len(both)
    assert len(places.plants) == 120
