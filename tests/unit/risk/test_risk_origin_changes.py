"""Origins that take the place of others, and what the history tells of them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sorgfalt_contracts.terms import Confidence

from services.risk.domain.origin import Origin, why
from services.risk.domain.origin_explanation import OriginChanged, explain_history
from tests.unit.risk.builders import a_site, a_supplier, the_method
from tests.unit.risk.test_risk_origins import origins

ASSUMED = origins(a_supplier(materials=("copper",)))["copper"]
MINED = origins(a_supplier(a_site("CL", "copper")))["copper"]
MINED_ELSEWHERE = origins(a_supplier(a_site("PE", "copper")))["copper"]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (ASSUMED, MINED, "mine-confirmed"),
        (MINED, ASSUMED, "mine-gone"),
        (MINED, MINED_ELSEWHERE, "mines-changed"),
        (ASSUMED, replace(ASSUMED, confidence=Confidence.HIGH), "figures-changed"),
        (ASSUMED, None, "material-gone"),
        (None, ASSUMED, "material-new"),
    ],
)
def test_a_change_of_origin_has_a_reason(
    before: Origin | None, after: Origin | None, code: str
) -> None:
    assert why(before, after) == code
    assert code in the_method().sentences


def test_the_history_of_an_origin_begins_with_what_was_replaced_first() -> None:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    changes = [
        OriginChanged(
            material="copper", version=2, changed_at=at, reason="mine-confirmed",
            before=ASSUMED, after=MINED,
        ),
        OriginChanged(
            material="copper", version=5, changed_at=at, reason="material-gone",
            before=MINED, after=None,
        ),
    ]  # fmt: skip
    history = explain_history(changes, the_method())
    assert [(each.basis, each.reason, each.since_version) for each in history] == [
        ("assumed", None, None),
        ("confirmed", "mine-confirmed", 2),
        (None, "material-gone", 5),
    ]
    assert history[1].sentence == ("A mine of copper became known; it replaces the assumed origin.")
