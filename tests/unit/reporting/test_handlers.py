from typing import get_type_hints

import pytest

from services.reporting import consumers
from services.reporting.handlers.project_risks import project_risks
from services.reporting.handlers.project_suppliers import project_suppliers
from shared.store.transaction import Connection


@pytest.mark.parametrize("handler", [project_suppliers, project_risks])
def test_a_projection_gets_a_connection_and_so_cannot_emit(handler: object) -> None:
    assert get_type_hints(handler)["connection"] is Connection
    assert not hasattr(Connection, "append")


def test_both_facts_are_read_and_nothing_else() -> None:
    assert {(route.topic.name, route.type) for route in consumers.routes()} == {
        ("supplier-updated", "sorgfalt.supplier-updated.v1"),
        ("risk-assessed", "sorgfalt.risk-assessed.v1"),
    }
