"""Models, schemas and hot structs say the same; readers take what newer writers may say."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sorgfalt_contracts import structs, terms
from sorgfalt_contracts.events import BY_TYPE

from infra.contracts.published import Json, name_of
from infra.contracts.render import writers
from infra.contracts.renderings import reader, resolved
from infra.contracts.validation import fault
from tests.contract.documents import documents

WRITERS = {f"sorgfalt.{name}": schema for name, schema in writers().items()}
READERS = {kind: reader(schema, name_of(kind)) for kind, schema in WRITERS.items()}
VALID = {kind: documents(WRITERS[kind]) for kind in BY_TYPE}
FUTURE = "a-code-of-2040"
MORE = {"said_since_2040": {"by": [1]}}
VOCABULARIES = (terms.Knowledge, terms.Right, terms.Relation, terms.RemedyState)

every_type = pytest.mark.parametrize("kind", sorted(BY_TYPE))
every_twin = pytest.mark.parametrize("kind", sorted(structs.TWINS))
some = settings(max_examples=50, deadline=None)


def as_json(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def from_a_newer_writer(schema: Json, document: Any, more: Json = MORE) -> Any:
    """Return the document with `more` fields in every object and a new code for every code."""
    for branch in schema.get("anyOf", ()):
        if fault(branch, document) is None:
            return from_a_newer_writer(branch, document, more)
    if "enum" in schema:
        return FUTURE
    if schema["type"] == "array":
        return [from_a_newer_writer(schema["items"], each, more) for each in document]
    if "properties" in schema:
        fields = schema["properties"]
        kept = {name: from_a_newer_writer(fields[name], document[name], more) for name in document}
        return {**kept, **more}
    return document


@every_type
@given(data=st.data())
@some
def test_what_the_writer_schema_allows_the_model_and_the_reader_schema_take(
    kind: str, data: st.DataObject
) -> None:
    document = data.draw(VALID[kind])

    read = BY_TYPE[kind].model_validate_json(as_json(document))

    written = json.loads(read.model_dump_json())
    assert fault(WRITERS[kind], written) is None
    assert fault(READERS[kind], written) is None
    assert fault(READERS[kind], document) is None


@every_twin
@given(data=st.data())
@some
def test_a_twin_reads_what_the_model_writes_and_loses_nothing(
    kind: str, data: st.DataObject
) -> None:
    model = BY_TYPE[kind].model_validate_json(as_json(data.draw(VALID[kind])))

    twin = structs.READERS[kind](model.model_dump_json().encode())

    assert BY_TYPE[kind].model_validate_json(structs.encode(twin)) == model


@every_twin
@given(data=st.data())
@some
def test_a_twin_means_by_a_field_left_out_what_the_model_means(
    kind: str, data: st.DataObject
) -> None:
    said = as_json(data.draw(VALID[kind]))

    twin = structs.READERS[kind](said)

    written = BY_TYPE[kind].model_validate_json(structs.encode(twin))
    assert written == BY_TYPE[kind].model_validate_json(said)


@every_twin
@given(data=st.data())
@some
def test_what_a_twin_writes_the_closed_model_and_the_writer_schema_take(
    kind: str, data: st.DataObject
) -> None:
    twin = msgspec.convert(data.draw(VALID[kind]), structs.TWINS[kind])

    written = structs.encode(twin)

    assert fault(WRITERS[kind], json.loads(written)) is None
    again = BY_TYPE[kind].model_validate_json(written).model_dump_json().encode()
    assert structs.READERS[kind](again) == twin


@every_twin
def test_a_twin_has_the_fields_of_its_model_in_the_same_order(kind: str) -> None:
    fields = [field.name for field in msgspec.structs.fields(structs.TWINS[kind])]

    assert fields == list(BY_TYPE[kind].model_fields)


@every_type
@given(data=st.data())
@some
def test_readers_take_fields_and_codes_of_a_newer_writer(kind: str, data: st.DataObject) -> None:
    newer = from_a_newer_writer(resolved(WRITERS[kind]), data.draw(VALID[kind]))

    assert fault(READERS[kind], newer) is None
    assert fault(WRITERS[kind], newer) is not None


@every_twin
@given(data=st.data())
@some
def test_twins_read_fields_and_codes_of_a_newer_writer(kind: str, data: st.DataObject) -> None:
    schema, document = resolved(WRITERS[kind]), data.draw(VALID[kind])

    twin = structs.READERS[kind](as_json(from_a_newer_writer(schema, document)))

    only_new_codes = from_a_newer_writer(schema, document, {})
    assert twin == msgspec.convert(only_new_codes, structs.TWINS[kind])


@given(code=st.text() | st.sampled_from([each.value for each in terms.Right]))
@some
def test_a_code_is_its_term_or_unknown_and_never_an_error(code: str) -> None:
    for vocabulary in VOCABULARIES:
        known = {term.value: term for term in vocabulary}
        assert structs.known_or_unknown(vocabulary, code) == known.get(code)
        assert structs.known_or_unknown(vocabulary, None) is None


def test_equal_structs_give_equal_bytes() -> None:
    notice = {"topic": "a", "partition": 0, "offset": 1, "reason": "b", "size_bytes": 2}
    twins = [msgspec.convert({**notice, "sha256": "c"}, structs.DeadLetterNoticed) for _ in "ab"]

    assert structs.encode(twins[0]) == structs.encode(twins[1])
