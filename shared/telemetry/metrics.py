"""Every metric of the platform, typed, once. Labels come from closed sets, never from events."""

from typing import Final

from prometheus_client import Counter, Gauge, Histogram

_SECONDS: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

RECORDS: Final = Counter(
    "sorgfalt_records",
    "Records committed, by what became of them: applied, repeat, dead-letter.",
    ["outcome"],
)
BATCH_SECONDS: Final = Histogram(
    "sorgfalt_batch_seconds", "From a fetched batch to its commit.", buckets=_SECONDS
)
BATCH_ERRORS: Final = Counter(
    "sorgfalt_batch_errors", "Batches that were rolled back and tried again.", ["kind"]
)
LAST_BATCH: Final = Gauge(
    "sorgfalt_last_batch_timestamp_seconds", "When the consumer last committed a batch."
)
PARTITIONS_OWNED: Final = Gauge("sorgfalt_partitions_owned", "Partitions this process owns.")
HALTED: Final = Gauge(
    "sorgfalt_halted_partitions", "Partitions stopped at a gap in the sequence: a loss alarm."
)
LAG: Final = Gauge(
    "kafka_consumergroup_lag",
    "Records between the stored offset and the end of the partition.",
    ["consumergroup", "topic", "partition"],
)
FENCED: Final = Counter("sorgfalt_fenced", "Batches refused because a newer owner exists.")
DEAD_LETTERS: Final = Counter(
    "sorgfalt_dead_letters", "Events that could not be taken.", ["topic", "reason"]
)
FACTS: Final = Counter("sorgfalt_facts", "Facts written to the outbox.", ["topic"])
CHAIN_TOO_DEEP: Final = Counter(
    "sorgfalt_causation_too_deep", "Facts caused over more than eight steps: a loop alarm."
)
RELAYED: Final = Counter("sorgfalt_relayed", "Facts acknowledged by the broker.", ["topic"])
RELAY_ERRORS: Final = Counter("sorgfalt_relay_errors", "Relay rounds that failed.", ["kind"])
RELAY_LEADER: Final = Gauge("sorgfalt_relay_leader", "1 while this process holds the lease.")
OUTBOX_UNSENT: Final = Gauge("sorgfalt_outbox_unsent_rows", "Facts the relay has yet to publish.")
CLAIMED: Final = Counter("sorgfalt_due_rows_claimed", "Due rows handled by the clock.", ["kind"])
POOL: Final = Gauge("sorgfalt_pool_connections", "Connections of the pool.", ["state"])
HTTP: Final = Counter("sorgfalt_http_requests", "HTTP requests.", ["route", "status"])
HTTP_SECONDS: Final = Histogram(
    "sorgfalt_http_request_seconds", "Time to answer.", ["route"], buckets=_SECONDS
)
