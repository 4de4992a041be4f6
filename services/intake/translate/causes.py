"""Where a command from outside comes from: senders are not us, so little of it is believed."""

import re
from collections.abc import Callable
from typing import Any, Final

from sorgfalt_contracts import reports
from sorgfalt_contracts.envelope import Envelope
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason
from sorgfalt_contracts.terms import CompanyId, derived_id

from services.intake.domain.record import RecordKey
from shared.store.cause import Cause

CompanyOf = Callable[[str], CompanyId | None]
"""Says which obliged company a sender (the CloudEvents source) speaks to; None is a stranger."""

_MAX_DEPTH: Final = 1_000
_CORRELATION: Final = re.compile(r"[A-Za-z0-9._:/-]{1,64}")
"""A name for a chain; another's free text does not travel along it."""


class InboxCause(Cause, frozen=True, kw_only=True):
    """The cause of a command that was read from a topic, with the record's key."""

    key: bytes


def origin(envelope: Envelope, company_of: CompanyOf) -> dict[str, Any]:
    """Return what an envelope from outside says of a cause; raise BadEventError.

    Senders are not us: what they wrote beyond the CloudEvents basics is kept only where it can do
    no harm in a column.
    """
    company = company_of(envelope.source)
    if company is None:
        raise BadEventError(DeadLetterReason.UNKNOWN_SOURCE, "source")
    return {
        "event_id": envelope.id,
        "correlation_id": _correlation(envelope),
        "depth": min(envelope.depth, _MAX_DEPTH),
        "source": envelope.source,
        "company_id": company,
        "occurred_at": envelope.time,
        "traceparent": envelope.traceparent,
        "sequence": 0,
    }


def record_key(record: reports.RecordKey, cause: Cause) -> RecordKey:
    """Return the key of the record an event speaks for; raise BadEventError.

    The order of one record's reports rests on the topic's key, so another key is refused.
    """
    key = RecordKey(system=record.system, client=record.client, number=record.number)
    if isinstance(cause, InboxCause) and cause.key != key.text.encode():
        raise BadEventError(DeadLetterReason.WRONG_KEY)
    return key


def _correlation(envelope: Envelope) -> str:
    if _CORRELATION.fullmatch(envelope.correlation_id):
        return envelope.correlation_id
    return str(derived_id("correlation", envelope.source, envelope.id))
