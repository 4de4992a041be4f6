"""From envelope to cause, for our own facts. Intake has its own, since senders are not us."""

from functools import lru_cache
from uuid import UUID

from sorgfalt_contracts.envelope import Envelope
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason
from sorgfalt_contracts.terms import CompanyId

from shared.messaging.records import Record
from shared.store.cause import Cause


def cause_of_fact(envelope: Envelope, record: Record) -> Cause:
    """Return the cause of a fact of ours; raise BadEventError when an attribute is missing."""
    if envelope.recorded_at is None or not envelope.correlation_id:
        raise BadEventError(DeadLetterReason.BAD_ENVELOPE, "recordedtime or correlationid")
    return Cause(
        event_id=envelope.id,
        correlation_id=envelope.correlation_id,
        depth=envelope.depth,
        source=envelope.source,
        company_id=_company(envelope.company_id),
        occurred_at=envelope.time,
        now=envelope.recorded_at,
        traceparent=envelope.traceparent,
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        sequence=envelope.sequence or 0,
    )


@lru_cache(maxsize=1_024)
def _company(text: str) -> CompanyId:
    try:
        return CompanyId(UUID(text))
    except ValueError:
        raise BadEventError(DeadLetterReason.BAD_ENVELOPE, "companyid") from None
