"""What will be said in each case, before anybody says it."""

from infra.local.demo.complaints import complaints
from infra.local.demo.courses import COURSES
from infra.local.demo.expectations import audit_bodies, audits_by_kind, findings_by_grade
from infra.local.demo.feed import SEED
from infra.local.demo.handling import Subject, attribution_of, course_of, plant_of
from infra.local.demo.masters import read_masters

MASTERS = read_masters()
FILED = complaints(MASTERS, SEED)
DAY = "2026-11-22"


def test_every_step_of_a_course_is_said_in_its_order() -> None:
    for each in FILED:
        taken = course_of(each, DAY)
        assert [door for door, _ in taken.said] == [door for door, _ in COURSES[each.course].steps]


def test_attribution_names_the_place_by_the_senders_numbers() -> None:
    case = next(each for each in FILED if each.course == "assessed" and each.place)
    assert case.place is not None
    said = dict(course_of(case, DAY).said)
    record = list(case.place.record.values())
    sites = [[*record[:2], case.place.site]] if case.place.site else []
    assert said["attribution"] == {"suppliers": [record], "sites": sites}
    assert said["assessment"] == {"rights": list(case.rights), "severity": case.severity}


def test_a_refusal_has_its_reason() -> None:
    reasons = {
        body["reason"]
        for each in FILED
        for door, body in course_of(each, DAY).said
        if door == "admissibility" and not body["admitted"]
    }
    assert reasons == {"no-link-to-supply-chain", "no-protected-right", "not-understandable"}


def test_plant_with_two_sites_is_attributed_with_both() -> None:
    two = next(row for row in MASTERS.cases if row["facility"].endswith("(two sites)"))
    subject = plant_of(two)
    assert subject.sites == (f"{two['case_id']}-1", f"{two['case_id']}-2")
    document = attribution_of(two, DAY).as_document()
    assert document["case"] == two["case_id"]
    assert len(document["said"][0][1]["sites"]) == 2


def test_site_ids_are_those_that_intake_gives() -> None:
    # derived_id("site", system, client, number), computed once
    subject = Subject(system="eu1", client="100", number="1", sites=("1-1",))
    assert subject.site_ids() == ["c1c78397-e994-517a-9f6c-63ee57459ad1"]


def test_expected_audits_and_findings_are_counted_from_the_feed_alone() -> None:
    bodies = audit_bodies(MASTERS, SEED)
    assert sum(audits_by_kind(bodies).values()) == 900
    assert findings_by_grade(bodies) == {"minor": 2_591, "major": 361, "critical": 142}
