"""Door 1, topics: which facts of others this service projects, and by what."""

from typing import Any

from sorgfalt_contracts import events, structs, topics

from services.reporting import translate
from services.reporting.handlers.project_risks import project_risks
from services.reporting.handlers.project_suppliers import project_suppliers
from shared.messaging.routes import Route


def routes() -> tuple[Route[Any, Any], ...]:
    """Return the routes of this service."""
    return (
        Route(
            topic=topics.SUPPLIER_UPDATED,
            type=events.SupplierUpdated.TYPE,
            read=structs.READERS[events.SupplierUpdated.TYPE],
            translate=translate.supplier_state,
            handle=project_suppliers,
        ),
        Route(
            topic=topics.RISK_ASSESSED,
            type=events.RiskAssessed.TYPE,
            read=structs.READERS[events.RiskAssessed.TYPE],
            translate=translate.risk_state,
            handle=project_risks,
        ),
    )
