"""What risk reads from topics."""

from sorgfalt_contracts import structs

from services.risk.consumers import routes
from tests.unit.risk.builders import a_site, a_supplier, the_method
from tests.unit.risk.test_risk_translate import a_cause, an_event


def test_risk_reads_suppliers_and_nothing_else() -> None:
    assert [(route.topic.name, route.type) for route in routes(the_method())] == [
        ("supplier-updated", "sorgfalt.supplier-updated.v1")
    ]


def test_the_body_of_a_supplier_becomes_the_supplier_that_is_judged() -> None:
    (route,) = routes(the_method())
    event = route.read(structs.encode(an_event()))
    assert route.translate(event, a_cause()) == a_supplier(
        a_site("CD", "copper"), country="CH", materials=("cobalt",), version=4
    )
