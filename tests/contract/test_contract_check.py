"""`python -m infra.contracts check`: what is committed passes; each thing it guards can fail."""

import json
import shutil
from pathlib import Path

import pytest

from infra.contracts import check
from infra.contracts.check import AlreadyReleasedError
from infra.contracts.published import Published
from infra.contracts.render import write

MINIMAL = "examples/supplier-updated.v1/minimal.json"


@pytest.fixture
def copy(tmp_path: Path) -> Published:
    """A copy of everything that is published, to be spoilt."""
    for folder in ("schemas", "examples", "released"):
        shutil.copytree(Published().root / folder, tmp_path / folder)
    shutil.copy(Published().twins, tmp_path)
    return Published(root=tmp_path)


def faults(published: Published) -> list[str]:
    return list(check.faults(published))


def spoil(published: Published, file: str, **fields: object) -> None:
    path = published.root / file
    path.write_text(json.dumps({**json.loads(path.read_text()), **fields}))


def test_what_is_committed_is_in_order() -> None:
    assert faults(Published()) == []


def test_a_schema_changed_by_hand_is_found(copy: Published) -> None:
    spoil(copy, "schemas/exit-assessed.v1.reader.json", title="Exit")

    (sentence,) = faults(copy)
    assert sentence.startswith("schemas/exit-assessed.v1.reader.json is not what the models say:")


def test_a_twin_changed_by_hand_is_found(copy: Published) -> None:
    copy.twins.write_text(copy.twins.read_text().replace("likelihood: int", "likelihood: str"))

    (sentence,) = faults(copy)
    assert sentence.startswith("twins.py is not what the models say:")


def test_a_schema_that_nothing_declares_is_found_and_taken_away_by_render(copy: Published) -> None:
    (copy.schemas / "old.v1.writer.json").write_text("{}")

    before = faults(copy)
    write(copy)

    assert [sentence.split()[0] for sentence in before] == ["schemas/old.v1.writer.json"]
    assert faults(copy) == []


def test_render_writes_what_is_committed(copy: Published) -> None:
    shutil.rmtree(copy.schemas)

    write(copy)

    assert faults(copy) == []


def test_a_type_without_its_two_examples_is_found(copy: Published) -> None:
    (copy.root / MINIMAL).unlink()

    assert faults(copy) == [
        "The example supplier-updated.v1/minimal.json is missing.",
        "The example supplier-updated.v1/minimal.json was released and must stay as it was.",
    ]


def test_a_released_example_stays_as_it_was(copy: Published) -> None:
    spoil(copy, MINIMAL, version=2)

    assert faults(copy) == [
        "The example supplier-updated.v1/minimal.json was released and must stay as it was."
    ]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"version": 0}, "the model refuses version"),
        ({"company_id": "6F1D1C1E00005000800000000000AAAA"}, "$.company_id breaks format"),
    ],
)
def test_an_example_that_model_or_schema_refuses_is_found(
    copy: Published, fields: dict[str, object], why: str
) -> None:
    spoil(copy, MINIMAL, **fields)

    assert faults(copy)[0] == f"The example supplier-updated.v1/minimal.json is not valid: {why}."


def test_an_example_that_two_parsers_would_read_differently_is_found(copy: Published) -> None:
    (copy.root / MINIMAL).write_text('{"version": 1, "version": 2}')

    assert faults(copy)[0].endswith("minimal.json is not valid: duplicate-keys.")


def test_an_example_of_no_type_is_found(copy: Published) -> None:
    (copy.examples / "supplier-renamed.v1").mkdir()
    (copy.examples / "supplier-renamed.v1" / "full.json").write_text("{}")

    assert faults(copy) == [
        "The example supplier-renamed.v1/full.json is not valid: there is no such type."
    ]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"headers": []}, "bad-envelope: specversion"),
        ({"value": {}}, "the model refuses record"),
    ],
)
def test_an_example_of_a_record_that_cannot_be_read_is_found(
    copy: Published, fields: dict[str, object], why: str
) -> None:
    spoil(copy, "examples/records/supplier-reported.v1.binary.json", **fields)

    assert faults(copy)[0].endswith(f"supplier-reported.v1.binary.json is not valid: {why}.")


def test_an_example_of_a_record_whose_envelope_breaks_its_schema_is_found(copy: Published) -> None:
    label = "examples/records/supplier-updated.v1.binary.json"
    headers = json.loads((copy.root / label).read_text())["headers"]
    spoil(copy, label, headers=[*headers[:-1], ["ce_invented", "extension"]])

    assert faults(copy)[0].endswith("is not valid: $ breaks additionalProperties.")


def test_a_break_with_the_last_release_is_found(copy: Published) -> None:
    schema = copy.released / "0.1.0" / "exit-assessed.v1.writer.json"
    text = schema.read_text()
    shutil.copytree(copy.released / "0.1.0", copy.released / "0.10.0")
    shutil.copytree(copy.released / "0.1.0", copy.released / "0.9.0")
    later = copy.released / "0.10.0" / schema.name
    later.write_text(text.replace('"suspended",', '"suspended",\n        "sold",'))

    (sentence,) = faults(copy)
    assert sentence.startswith(
        "exit-assessed.v1, state: An event of the last release may say 'sold'"
    )


def test_without_any_release_nothing_is_held_against_nothing(copy: Published) -> None:
    shutil.rmtree(copy.released)

    assert faults(copy) == ["There is no release to hold the contracts against."]


def test_a_release_is_kept_once(copy: Published) -> None:
    shutil.rmtree(copy.released)

    folder = check.release(copy)

    assert faults(copy) == []
    assert check.release(copy) == folder
    spoil(copy, MINIMAL, version=2)
    with pytest.raises(AlreadyReleasedError):
        check.release(copy)
