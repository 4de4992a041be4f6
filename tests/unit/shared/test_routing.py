"""A type finds its route, or is refused as the kind of stranger it is."""

import pytest
from sorgfalt_contracts.events import RiskAssessed, SupplierUpdated
from sorgfalt_contracts.faults import BadEventError

from tests.unit.shared.records import RISKS, SUPPLIERS, read_text, routing, to_command


def test_a_route_is_found_by_topic_and_type() -> None:
    route = routing().find(SUPPLIERS.name, SupplierUpdated.TYPE)
    assert (route.topic, route.read, route.translate) == (SUPPLIERS, read_text, to_command)


def test_the_topics_are_those_of_the_routes() -> None:
    assert routing().topics == {SUPPLIERS.name: SUPPLIERS, RISKS.name: RISKS}


@pytest.mark.parametrize(
    ("event_type", "reason"),
    [
        (RiskAssessed.TYPE, "no-route"),  # known, but not on this topic
        ("sorgfalt.audit-completed.v1", "no-route"),
        ("sorgfalt.supplier-updated.v2", "unknown-version"),
        ("sorgfalt.supplier-dreamt.v1", "unknown-type"),
        ("supplier-updated", "unknown-type"),
        ("", "unknown-type"),
    ],
)
def test_a_stranger_is_refused_with_the_reason(event_type: str, reason: str) -> None:
    with pytest.raises(BadEventError) as refused:
        routing().find(SUPPLIERS.name, event_type)
    assert str(refused.value) == reason
