import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sorgfalt_contracts import events, structs

from services.reporting import translate
from services.reporting.domain.edition import (
    Edition,
    Examined,
    Predecessor,
    first_fault,
    holds_already,
    next_heading,
    sealed,
)
from shared.store.cause import Cause
from tests.unit.reporting.edition_builders import COMPANY, NOON, a_record, an_event

RECORDS = [a_record({"suppliers": {"direct": [an_event(n)]}}, sequence=n) for n in (1, 2, 3)]


def a_cause() -> Cause:
    return Cause(
        event_id="request-1",
        correlation_id="request-1",
        depth=0,
        source="/sorgfalt/reporting/http",
        company_id=COMPANY,
        occurred_at=NOON,
        now=NOON,
        traceparent=None,
        topic="http",
        partition=-1,
        offset=-1,
        sequence=0,
    )


def a_chain() -> list[tuple[Edition, bytes]]:
    """Return three editions with their bytes, each naming the one before."""
    made: list[tuple[Edition, bytes]] = []
    for record in RECORDS:
        content = translate.record_content(record)
        latest = made[-1][0] if made else None
        heading = next_heading(latest, record, translate.digest(content))
        document = translate.edition_document(heading, content)
        made.append((sealed(heading, translate.digest(document), len(document)), document))
    return made


def examined(chain: Sequence[tuple[Edition, bytes]]) -> list[Examined]:
    return [
        translate.examine(edition.number, edition.sha256, document) for edition, document in chain
    ]


def test_numbers_start_at_one_and_each_edition_names_the_hash_before() -> None:
    editions = [edition for edition, _ in a_chain()]

    assert [edition.number for edition in editions] == [1, 2, 3]
    assert [edition.previous_sha256 for edition in editions] == [
        None,
        editions[0].sha256,
        editions[1].sha256,
    ]


def test_an_edition_tells_of_itself_what_its_heading_and_bytes_say() -> None:
    (_, _), (second, document), _ = a_chain()

    opened = translate.open_edition(document)
    assert second == Edition(
        disclosure="lksg-10-1",
        number=2,
        edition_id=opened.heading.edition_id,
        frozen_at=NOON,
        as_of=RECORDS[1].position.as_of,
        rule_pack="lksg_v1",
        rule_pack_edition="2026.1",
        content_sha256=opened.heading.content_sha256,
        previous_sha256=a_chain()[0][0].sha256,
        sha256=hashlib.sha256(document).hexdigest(),
        size_bytes=len(document),
    )


def test_a_state_is_held_already_if_the_latest_edition_has_its_content() -> None:
    edition, _ = a_chain()[-1]

    assert holds_already(edition, edition.content_sha256)
    assert not holds_already(edition, "0" * 64)
    assert not holds_already(None, edition.content_sha256)


def test_a_sound_chain_has_no_fault() -> None:
    assert first_fault(examined(a_chain()), 3) is None


@pytest.mark.parametrize("number", [1, 2, 3])
def test_an_edition_that_is_missing_is_named(number: int) -> None:
    chain = [each for each in examined(a_chain()) if each.number != number]

    assert first_fault(chain, 3) == f"Edition {number} is missing."


def test_altered_bytes_are_found() -> None:
    chain = a_chain()
    edition, document = chain[1]
    chain[1] = (edition, document.replace(b"Example AG", b"Example SE"))

    assert first_fault(examined(chain), 3) == (
        "The bytes of edition 2 do not have the SHA-256 on record: they were altered."
    )


def test_altered_bytes_with_a_new_hash_break_the_digest_of_their_content() -> None:
    chain = a_chain()
    edition, document = chain[1]
    altered = document.replace(b"Example AG", b"Example SE")
    chain[1] = (replace(edition, sha256=translate.digest(altered)), altered)

    assert first_fault(examined(chain), 3) == (
        "The record in edition 2 does not have the SHA-256 that its heading names."
    )


def test_an_edition_made_anew_is_contradicted_by_the_next_one() -> None:
    chain = a_chain()
    content = translate.record_content(a_record())
    heading = replace(
        next_heading(chain[0][0], a_record(), translate.digest(content)), frozen_at=NOON
    )
    document = translate.edition_document(heading, content)
    chain[1] = (sealed(heading, translate.digest(document), len(document)), document)

    assert first_fault(examined(chain), 3) == (
        "Edition 3 names another SHA-256 for edition 2 than it has."
    )


def test_bytes_in_another_form_are_found() -> None:
    edition, document = a_chain()[0]
    spaced = json.dumps(json.loads(document), sort_keys=True).encode()
    chain = [(replace(edition, sha256=translate.digest(spaced)), spaced)]

    assert first_fault(examined(chain), 1) == ("The bytes of edition 1 are not in canonical form.")


@pytest.mark.parametrize("document", [b"{}", b"not json"])
def test_bytes_that_are_no_edition_are_found(document: bytes) -> None:
    chain = [translate.examine(1, translate.digest(document), document)]

    assert first_fault(chain, 1) == (
        "The bytes of edition 1 are no frozen document of a known format."
    )


def test_an_edition_under_another_number_is_found() -> None:
    _, (second, document), _ = a_chain()

    chain = [translate.examine(1, second.sha256, document)]

    assert first_fault(chain, 1) == "Edition 1 calls itself edition 2."


def test_an_edition_with_the_id_of_another_is_found() -> None:
    (first, document), (second, _), _ = a_chain()
    swapped = document.replace(str(first.edition_id).encode(), str(second.edition_id).encode())

    chain = [translate.examine(1, translate.digest(swapped), swapped)]

    assert first_fault(chain, 1) == (
        "The bytes of edition 1 are no frozen document of a known format."
    )


@pytest.mark.parametrize(
    ("number", "previous", "fault"),
    [
        (1, Predecessor(number=9, sha256="0" * 64), "names a predecessor, but none is on record."),
        (2, None, "names no predecessor, but edition 1 is one."),
    ],
)
def test_a_broken_link_is_found(number: int, previous: Predecessor | None, fault: str) -> None:
    chain = examined(a_chain())
    found = chain[number - 1]
    assert found.heading
    chain[number - 1] = replace(found, heading=replace(found.heading, previous=previous))

    assert first_fault(chain, 3) == f"Edition {number} {fault}"


def test_what_is_published_names_rules_hash_and_address() -> None:
    edition, _ = a_chain()[1]

    fact = translate.published(COMPANY, edition, a_cause())

    body = events.DisclosurePublished.model_validate_json(fact.data)
    assert (fact.topic, fact.key) == ("disclosure-published", str(COMPANY))
    assert fact.type == events.DisclosurePublished.TYPE
    assert structs.READERS[fact.type](fact.data) == structs.DisclosurePublished(
        company_id=COMPANY,
        edition_id=edition.edition_id,
        number=2,
        rule_pack="lksg_v1",
        rule_pack_edition="2026.1",
        sha256=edition.sha256,
        href="/editions/lksg-10-1/2",
    )
    assert body.number == 2
