"""What passes the door can be stored, and what cannot be stored does not pass it."""

import json
import math
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sorgfalt_contracts import inbound, topics
from sorgfalt_contracts.events import Event
from sorgfalt_contracts.faults import BadEventError

from infra.contracts.published import name_of
from infra.contracts.render import writers
from infra.contracts.validation import fault
from tests.contract.documents import documents

WRITERS = writers()
VALID = {event: documents(WRITERS[name_of(event.TYPE)]) for event in topics.INTAKE_INBOX.events}
POISON = ("\x00", "a\x00b", "\ud800", "x\udfff", "\x1f", "line\nbreak", "\x7f")
STRANGE = (
    st.text(st.characters())
    | st.sampled_from([*POISON, "51.2", "1", "true", "null", "2026-02-30", "0000", "ZZZZ00"])
    | st.floats()
    | st.sampled_from([True, None, 0, 1, 10**30, 10**400])
)
every_inbound_type = pytest.mark.parametrize("event", VALID, ids=lambda event: event.__name__)
many = settings(max_examples=150, deadline=None)


def leaves(value: Any) -> Iterator[Any]:
    """Yield every value of a document that holds no others, and every key."""
    if isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value


def spots(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield (holder, key) of every value of a document that holds no others."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(inner, dict | list):
            yield from spots(inner)
        else:
            yield value, key


def is_storable(leaf: Any) -> bool:
    """Say whether Postgres can hold it, in a column or in jsonb."""
    if isinstance(leaf, str):
        return "\x00" not in leaf and leaf.encode("utf-8", "replace").decode() == leaf
    return not isinstance(leaf, float) or math.isfinite(leaf)


@every_inbound_type
@given(data=st.data())
@many
def test_a_poisoned_text_is_refused_wherever_it_stands(
    event: type[Event], data: st.DataObject
) -> None:
    document = data.draw(VALID[event])
    texts = [(holder, key) for holder, key in spots(document) if isinstance(holder[key], str)]
    holder, key = data.draw(st.sampled_from(texts))
    holder[key] = data.draw(st.sampled_from(POISON))

    with pytest.raises(BadEventError):
        inbound.read(event, json.dumps(document).encode())


@every_inbound_type
@given(data=st.data())
@many
def test_what_passes_the_door_can_be_stored_and_keeps_to_the_writer_schema(
    event: type[Event], data: st.DataObject
) -> None:
    document = data.draw(VALID[event])
    found = list(spots(document))
    for holder, key in data.draw(st.lists(st.sampled_from(found), max_size=2)):
        holder[key] = data.draw(STRANGE)
    try:
        taken = inbound.read(event, json.dumps(document).encode())
    except BadEventError:
        return

    assert all(is_storable(leaf) for leaf in leaves(taken.model_dump(mode="json")))
    assert fault(WRITERS[name_of(event.TYPE)], document) is None


@every_inbound_type
@given(data=st.data(), name=st.from_regex("[a-z_]{1,20}x9", fullmatch=True))
@many
def test_a_refusal_never_names_what_the_sender_made_up(
    event: type[Event], data: st.DataObject, name: str
) -> None:
    document = data.draw(VALID[event])
    holder = data.draw(st.sampled_from([document, document["record"]]))
    holder[name] = 1

    with pytest.raises(BadEventError) as caught:
        inbound.read(event, json.dumps(document).encode())

    assert caught.value.where.removeprefix("record.") == "(unknown field)"
