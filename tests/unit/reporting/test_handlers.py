from typing import get_type_hints

import pytest
from sorgfalt_contracts.topics import TOPICS

from services.reporting import consumers
from shared.messaging.routes import Route
from shared.store.transaction import Connection


@pytest.mark.parametrize("route", consumers.routes(), ids=lambda route: str(route.topic.name))
def test_a_projection_gets_a_connection_and_so_cannot_emit(route: Route) -> None:  # type: ignore[type-arg]
    assert get_type_hints(route.handle)["connection"] is Connection
    assert not hasattr(Connection, "append")


def test_every_fact_of_the_others_is_read_and_none_of_our_own() -> None:
    facts = {
        (topic.name, event.TYPE)
        for topic in TOPICS
        for event in topic.events
        if topic.is_fact and topic.written_by != "reporting"
        if not topic.name.endswith("dead-letter")
    }

    assert {(route.topic.name, route.type) for route in consumers.routes()} == facts
