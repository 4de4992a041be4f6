"""Door 1, topics: what intake does with each type of event on intake-inbox.

`audit-reported` has no route yet, so the engine keeps it as a dead letter `no-route`, redriven
once there is one; nothing is lost.
"""

from functools import partial
from typing import Any

from sorgfalt_contracts import inbound
from sorgfalt_contracts.envelope import Envelope
from sorgfalt_contracts.events import SupplierReported
from sorgfalt_contracts.topics import INTAKE_INBOX

from services.intake import translate
from services.intake.handlers.record_suppliers import record_suppliers
from shared.messaging.records import CauseOf, Record, appended_at
from shared.messaging.routes import Route


def routes() -> tuple[Route[Any, Any], ...]:
    """Return the routes of intake."""
    return (
        Route(
            topic=INTAKE_INBOX,
            type=SupplierReported.TYPE,
            read=partial(inbound.read, SupplierReported),
            translate=translate.to_command,
            handle=record_suppliers,
        ),
    )


def cause_of(company_of: translate.CompanyOf) -> CauseOf:
    """Return what tells the cause of a sender's event; it raises BadEventError for a stranger.

    Now is the broker's append time, so that reading a topic again decides the same again.
    """

    def of(envelope: Envelope, record: Record) -> translate.InboxCause:
        return translate.InboxCause(
            **translate.origin(envelope, company_of),
            now=appended_at(record),
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            key=record.key or b"",
        )

    return of
