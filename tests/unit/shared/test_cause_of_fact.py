"""A fact of ours says everything its cause needs."""

from datetime import timedelta

from sorgfalt_contracts.terms import CompanyId

from shared.messaging.causes import cause_of_fact
from shared.store.cause import Cause
from tests.unit.shared.records import AT, COMPANY, SUPPLIERS, a_record, an_envelope


def test_now_is_when_the_writer_knew_and_not_when_it_happened() -> None:
    envelope = an_envelope(9, recorded_at=AT + timedelta(hours=1), depth=2, traceparent="t")
    assert cause_of_fact(envelope, a_record(4, 9, partition=5)) == Cause(
        event_id="event-9",
        correlation_id="chain",
        depth=2,
        source="/sorgfalt/intake",
        company_id=CompanyId(COMPANY),
        occurred_at=AT,
        now=AT + timedelta(hours=1),
        traceparent="t",
        topic=SUPPLIERS.name,
        partition=5,
        offset=4,
        sequence=9,
    )
