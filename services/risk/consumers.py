"""Door 1, topics: what risk reads, and who handles it."""

from functools import partial
from typing import Any

from sorgfalt_contracts import events, structs, topics

from services.risk import translate
from services.risk.domain.method import Method
from services.risk.handlers.assess_suppliers import assess_suppliers
from shared.messaging.routes import Route


def routes(method: Method) -> tuple[Route[Any, Any], ...]:
    """Return the routes of risk, judging by `method`."""
    return (
        Route(
            topic=topics.SUPPLIER_UPDATED,
            type=events.SupplierUpdated.TYPE,
            read=structs.READERS[events.SupplierUpdated.TYPE],
            translate=translate.supplier_from,
            handle=partial(assess_suppliers, method),
        ),
    )
