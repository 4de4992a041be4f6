"""The demo's complaints: their shares, their words, and the courses they take."""

import re
from collections import Counter

from infra.local.demo import complaint_texts, courses
from infra.local.demo.complaints import COMPLAINTS, complaints
from infra.local.demo.feed import SEED
from infra.local.demo.masters import read_masters
from infra.local.demo.places import read_places

MASTERS = read_masters()
FILED = complaints(MASTERS, SEED)
LINKED = [each for each in FILED if each.place is not None]


def test_complaints_follow_from_the_seed() -> None:
    assert complaints(read_masters(), SEED) == FILED
    assert complaints(MASTERS, 1) != FILED


def test_183_of_224_have_no_link_as_the_authority_counted() -> None:
    assert (len(FILED), COMPLAINTS, len(LINKED)) == (224, 224, 224 - 183)


def test_each_course_is_taken_as_often_as_it_says() -> None:
    taken = Counter(each.course for each in FILED)
    assert taken == {name: course.count for name, course in courses.COURSES.items()}
    assert all(courses.COURSES[each.course].is_linked for each in LINKED)


def test_two_thirds_fall_to_a_few() -> None:
    about = Counter((each.place.number, each.place.site) for each in LINKED if each.place)
    most = sum(count for _, count in about.most_common(len(about) // 3 + 1))
    assert most / len(LINKED) >= 2 / 3


def test_about_one_of_seventeen_comes_from_an_authority() -> None:
    openings = tuple(complaint_texts.BY_AUTHORITY.values())
    by_authority = sum(each.text.startswith(openings) for each in FILED)
    assert abs(by_authority - len(FILED) / 17) < 6


def test_complaints_come_in_three_languages_with_every_topic() -> None:
    assert {each.language for each in FILED} == {"en", "de", "es"}
    named = {topic for each in FILED for topic in each.topics}
    assert named == set(complaint_texts.BY_TOPIC)


def test_communities_are_touched_more_often_than_workers_and_these_than_health() -> None:
    topics = Counter(topic for each in FILED for topic in each.topics)
    communities = topics["soil-water-air"] + topics["land"] + topics["security"]
    workers = sum(topics[each] for each in ("wages", "forced-work", "union", "discrimination"))
    assert communities > workers > topics["toxic"]


def test_every_text_says_that_it_is_invented_and_holds_its_reference_once() -> None:
    assert len({each.reference for each in FILED}) == len(FILED)
    for each in FILED:
        assert each.text.count(each.reference) == 1
        assert each.text.endswith(
            complaint_texts.INVENTED[each.language].format(reference=each.reference)
        )


def test_no_text_holds_an_address_a_number_to_call_or_a_name_in_capitals() -> None:
    words = [text for texts in complaint_texts.BY_TOPIC.values() for text in texts.values()]
    words += [text for texts in complaint_texts.OUT_OF_SCOPE.values() for text in texts]
    assert [
        text for text in words if re.search(r"[@\d]|\b(?:Mr|Mrs|Herr|Frau|Sr|Sra)\b", text)
    ] == []


def test_complaints_are_about_places_of_the_demo_and_never_about_a_real_case() -> None:
    places = read_places(MASTERS, SEED)
    known = {*places.mining, *places.direct, *places.plants}
    assert {each.place for each in LINKED} <= known


def test_no_course_lets_a_handler_confirm_a_remedy() -> None:
    said = [step for course in courses.COURSES.values() for step in course.steps]
    by_handlers = {body["state"] for door, body in said if door == "remedy"}
    assert by_handlers == {"proposed", "agreed", "delivered", "unreachable"}
    assert sum(door == courses.BY_THE_PERSON for door, _ in said) == 2
