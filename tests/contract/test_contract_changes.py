"""Every kind of break is found, with its own sentence; every kind of growth passes."""

import pytest

from tests.contract.changes import Change, changes_in


@pytest.mark.parametrize("change", changes_in("breaking"), ids=lambda change: change.name)
def test_a_breaking_change_is_found_and_explained(change: Change) -> None:
    found = [str(finding) for finding in change.found()]

    assert found == change.findings
    assert found


@pytest.mark.parametrize("change", changes_in("compatible"), ids=lambda change: change.name)
def test_a_compatible_change_passes(change: Change) -> None:
    assert change.found() == []
