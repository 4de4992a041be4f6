"""Door 1, topics: what intake does with each type of event on intake-inbox."""

from functools import partial
from typing import Any

from sorgfalt_contracts import inbound
from sorgfalt_contracts.envelope import Envelope
from sorgfalt_contracts.events import AuditReported, SupplierReported
from sorgfalt_contracts.topics import INTAKE_INBOX

from services.intake.handlers.record_audits import record_audits
from services.intake.handlers.record_suppliers import record_suppliers
from services.intake.translate import audits, causes, suppliers
from shared.messaging.records import CauseOf, Record, appended_at
from shared.messaging.routes import Route


def routes() -> tuple[Route[Any, Any], ...]:
    """Return the routes of intake: of one batch suppliers are taken first, then their audits."""
    return (
        Route(
            topic=INTAKE_INBOX,
            type=SupplierReported.TYPE,
            read=partial(inbound.read, SupplierReported),
            translate=suppliers.to_command,
            handle=record_suppliers,
        ),
        Route(
            topic=INTAKE_INBOX,
            type=AuditReported.TYPE,
            read=partial(inbound.read, AuditReported),
            translate=audits.to_command,
            handle=record_audits,
        ),
    )


def cause_of(company_of: causes.CompanyOf) -> CauseOf:
    """Return what tells the cause of a sender's event; it raises BadEventError for a stranger.

    Now is the broker's append time, so that reading a topic again decides the same again.
    """

    def of(envelope: Envelope, record: Record) -> causes.InboxCause:
        return causes.InboxCause(
            **causes.origin(envelope, company_of),
            now=appended_at(record),
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            key=record.key or b"",
        )

    return of
