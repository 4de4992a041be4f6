import tomllib
from pathlib import Path

import pytest

from services.reporting.store import PACKS
from tests.unit.reporting.builders import BOOK

OF_RISK = sorted(PACKS.parents[1].glob("risk/packs/*/pack.toml"))
"""What assessments and plans are made by, as the service that makes them says it."""


@pytest.mark.parametrize("path", OF_RISK, ids=lambda path: str(path.parent.name))
def test_every_pack_that_assessments_can_cite_has_a_note_on_its_very_edition(path: Path) -> None:
    pack = tomllib.loads(path.read_text())
    notes = {(note.code, note.edition): note for note in BOOK.sources}

    note = notes[pack["pack"], pack["edition"]]
    assert (note.licence, note.credit) == (pack["licence"], pack["credit"])


def test_there_are_packs_to_compare_with() -> None:
    assert len(OF_RISK) > 3
