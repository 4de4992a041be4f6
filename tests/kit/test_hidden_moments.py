"""Topics that hide their moments: what leaves through the outbox tells a day and no way back."""

import uuid

from sorgfalt_contracts.envelope import open_kafka
from sorgfalt_contracts.topics import GRIEVANCE_FILED

from infra.kafka.apply import apply_topics
from infra.local.stack import Stack
from shared.store.pool import Store
from shared.telemetry import tracing
from tests.kit.counting import NOON
from tests.kit.outboxing import facts, read_all, relaying, write


async def test_a_topic_that_hides_its_moments_tells_a_day_and_leads_back_to_nothing(
    broker: Stack, store: Store
) -> None:
    apply_topics(broker.bootstrap, [GRIEVANCE_FILED])
    with tracing.request_span("http request", None):
        for _ in range(2):
            await write(store, facts(GRIEVANCE_FILED.name, ["case"]))

    async with relaying(store, broker.bootstrap):
        records = await read_all(broker.bootstrap, GRIEVANCE_FILED.name, 2)

    day = NOON.replace(hour=0)
    ids = set()
    for record in records:
        envelope, _ = open_kafka(record.headers, record.value or b"")
        assert (envelope.time, envelope.recorded_at) == (day, day)
        assert record.timestamp == day.timestamp() * 1000
        assert (envelope.causation_id, envelope.depth) == ("", 0)
        assert (envelope.traceparent, envelope.hop) == (None, None)
        ids |= {envelope.id, envelope.correlation_id}
    assert len(ids) == 4
    assert {uuid.UUID(each).version for each in ids} == {4}
