"""Door 1, topics: suppliers, so that a case can be attributed. Complaints come from people."""

from typing import Any

from sorgfalt_contracts import events, structs, topics

from services.grievance import translate
from services.grievance.handlers.record_suppliers import record_suppliers
from shared.messaging.routes import Route


def routes() -> tuple[Route[Any, Any], ...]:
    """Return the routes of grievance."""
    return (
        Route(
            topic=topics.SUPPLIER_UPDATED,
            type=events.SupplierUpdated.TYPE,
            read=structs.READERS[events.SupplierUpdated.TYPE],
            translate=translate.supplier_from,
            handle=record_suppliers,
        ),
    )
