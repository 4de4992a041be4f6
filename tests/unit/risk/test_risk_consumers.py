"""What risk reads from topics."""

from sorgfalt_contracts import structs

from services.risk.consumers import routes
from tests.unit.risk.builders import the_method
from tests.unit.risk.plan_builders import the_rules
from tests.unit.risk.test_risk_translate import a_cause, an_event, the_supplier_of_the_event


def test_risk_reads_suppliers_audits_and_cases() -> None:
    assert [(route.topic.name, route.type) for route in routes(the_method(), the_rules())] == [
        ("supplier-updated", "sorgfalt.supplier-updated.v1"),
        ("audit-completed", "sorgfalt.audit-completed.v1"),
        ("grievance-filed", "sorgfalt.grievance-filed.v1"),
        ("grievance-updated", "sorgfalt.grievance-updated.v1"),
    ]


def test_the_body_of_a_supplier_becomes_the_supplier_that_is_judged() -> None:
    route, *_ = routes(the_method(), the_rules())
    event = route.read(structs.encode(an_event()))
    assert route.translate(event, a_cause()) == the_supplier_of_the_event()
