"""The relay: publishes the outbox in sequence, one leader per service, at least once.

Per partition: read the next rows, send them as batches through an idempotent producer with acks
from all replicas, move the cursor after the acknowledgement. A crash between the two repeats
records; readers drop repeats by sequence. Any send error rebuilds the producer: a refused batch
leaves aiokafka's stuck in OutOfOrderSequence for good.
"""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import uuid4

import asyncpg
import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from sorgfalt_contracts.envelope import Envelope, to_headers

from shared.messaging.dead_letters import Q
from shared.messaging.tail import last_sequences
from shared.store.lease import Lease
from shared.store.outbox import Driver
from shared.store.pool import LOST, Store
from shared.store.progress import Place
from shared.telemetry import metrics

log: Final = structlog.get_logger()
READ_ROWS: Final = 2_000
POLL_SECONDS: Final = 0.1  # behind LISTEN/NOTIFY, which only wakes
ROUND_SECONDS: Final = 15.0  # a broker that dies under a client can leave an await for ever
MONTHS_SECONDS: Final = 3_600.0  # how often the outbox's coming months are opened
MAX_BATCH_BYTES: Final = 900_000  # one larger fact still goes, alone in its batch
MAX_REQUEST_BYTES: Final = 4 * 1024 * 1024
REQUEST_TIMEOUT_MS: Final = 5_000  # a frozen leader broker holds a client for this long, not 40 s


class BrokerAheadError(Exception):
    """The broker holds sequences our outbox never gave: the database is an older one."""


class Relay:
    """Publishes what the outbox of one service holds."""

    def __init__(self, *, service: str, store: Store, bootstrap: str) -> None:
        self._source = f"/sorgfalt/{service}"
        self._store = store
        self._bootstrap = bootstrap
        self._lease = Lease(store, f"{service}-{uuid4()}")
        self._wake = asyncio.Event()
        self._producer: AIOKafkaProducer | None = None
        self._months_due_at = 0.0
        self._led_with = 0

    async def run(self) -> None:
        """Publish until cancelled; raises only BrokerAheadError."""
        listener = asyncio.create_task(self._listen())
        pause = POLL_SECONDS
        try:
            while not _is_cancelled():  # asked for: clients and wait_for may swallow it
                try:
                    worked = await self._bounded_round()
                    pause = POLL_SECONDS
                except (KafkaError, *LOST, asyncpg.PostgresError, TimeoutError) as error:
                    metrics.RELAY_ERRORS.labels(type(error).__name__).inc()
                    log.error("relay round failed", error=type(error).__name__)
                    await self._drop_producer()
                    worked, pause = False, min(pause * 2, 5.0)
                if not worked:
                    await self._sleep(pause)
        finally:
            listener.cancel()
            await self._close()

    async def _bounded_round(self) -> bool:
        """Do a round; aiokafka's ways of never ending and of cancelling others are TimeoutErrors.

        When the broker dies it cancels futures it gave us; as it is, that would end this task.
        """
        try:
            async with asyncio.timeout(ROUND_SECONDS):
                return await self._round()
        except asyncio.CancelledError:
            if _is_cancelled():
                raise
            raise TimeoutError("the client gave up") from None

    async def _round(self) -> bool:
        """Renew the lease if due and publish what waits; return whether there was anything."""
        if self._lease.is_due:
            await self._lease.ask()
        if not self._lease.is_held:
            metrics.OUTBOX_UNSENT.set(0)  # the leader tells
            return False
        if self._led_with != self._lease.fencing:  # nothing leaves before the broker was looked at
            await self._lead()
            self._led_with = self._lease.fencing
        if time.monotonic() >= self._months_due_at:
            await self._store.pool.execute(Q.open_outbox_months)
            self._months_due_at = time.monotonic() + MONTHS_SECONDS
        waiting = await self._store.pool.fetch(Q.waiting_places)
        metrics.OUTBOX_UNSENT.set(sum(row["last_sequence"] - row["sequence"] for row in waiting))
        if not waiting:
            return False
        producer = await self._started()
        sent = await asyncio.gather(
            *(self._publish(producer, row) for row in waiting), return_exceptions=True
        )
        for failed in sent:
            if isinstance(failed, BaseException):
                raise failed
        return any(sent)

    async def _lead(self) -> None:
        """Begin to lead: fence the cursors, then look what the broker already has."""
        log.info("relay leads", fencing=self._lease.fencing)
        await self._store.pool.execute(Q.open_cursors, self._lease.fencing)
        counters = await self._store.pool.fetch(Q.read_counters)
        ours = {(row["topic"], row["part"]): row["last_sequence"] for row in counters}
        for place, found in (await last_sequences(self._bootstrap, sorted(ours))).items():
            if found > ours[place]:
                raise BrokerAheadError(
                    f"{place[0]}/{place[1]} holds sequence {found} on the broker, the outbox has "
                    f"given {ours[place]}: restored from a backup? run recover"
                )

    async def _publish(self, producer: AIOKafkaProducer, waiting: asyncpg.Record) -> bool:
        """Publish the next rows of one partition and move its cursor; return whether any left."""
        place: Place = (waiting["topic"], waiting["part"])
        rows = await self._store.pool.fetch(
            Q.read_outbox, *place, waiting["sequence"], waiting["month"] or date.min, READ_ROWS
        )
        if not rows or not self._lease.is_held:
            return False
        await self._send(producer, place, rows)
        last = rows[-1]
        moved = await self._store.pool.fetchval(
            Q.move_cursor, *place, last["month"], last["sequence"], self._lease.fencing
        )
        if moved is None:
            self._lease.fencing = 0  # a newer leader exists; ask again
            return False
        metrics.RELAYED.labels(place[0]).inc(len(rows))
        return True

    async def _send(
        self, producer: AIOKafkaProducer, place: Place, rows: Sequence[asyncpg.Record]
    ) -> None:
        batch = producer.create_batch()
        futures = []
        for row in rows:
            record = record_of(row, self._source)
            if batch.append(**record) is None:
                batch.close()
                futures.append(await producer.send_batch(batch, place[0], partition=place[1]))
                batch = producer.create_batch()
                batch.append(**record)
        batch.close()
        futures.append(await producer.send_batch(batch, place[0], partition=place[1]))
        await asyncio.gather(*futures)

    async def _started(self) -> AIOKafkaProducer:
        if self._producer is None:
            self._producer = (
                AIOKafkaProducer(  # kept before it is started: a failed one is stopped too
                    bootstrap_servers=self._bootstrap,
                    acks="all",
                    enable_idempotence=True,
                    max_batch_size=MAX_BATCH_BYTES,
                    max_request_size=MAX_REQUEST_BYTES,
                    request_timeout_ms=REQUEST_TIMEOUT_MS,
                )
            )
            await self._producer.start()
        return self._producer

    async def _drop_producer(self) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            try:
                async with asyncio.timeout(2):
                    await producer.stop()
            except (KafkaError, OSError, TimeoutError) as error:
                log.warning("producer did not stop cleanly", error=type(error).__name__)

    async def _listen(self) -> None:
        """Wake the relay when a transaction wrote facts; a lost connection costs only the poll."""
        while True:
            try:
                async with self._store.pool.acquire() as driver:
                    await self._listen_on(driver)
            except (*LOST, asyncpg.PostgresError) as error:
                log.warning("outbox wake-up lost", error=type(error).__name__)
            await asyncio.sleep(1)

    async def _listen_on(self, driver: Driver) -> None:
        lost = asyncio.Event()

        def wake(*_: object) -> None:
            self._wake.set()

        def end(*_: object) -> None:
            lost.set()

        driver.add_termination_listener(end)
        await driver.add_listener("outbox", wake)
        try:
            await lost.wait()
        finally:
            driver.remove_termination_listener(end)
            if not driver.is_closed():
                await driver.remove_listener("outbox", wake)

    async def _sleep(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        self._wake.clear()

    async def _close(self) -> None:
        await self._drop_producer()
        try:
            await self._lease.give_up()
        except (*LOST, asyncpg.PostgresError) as error:
            log.warning("lease runs out by itself", error=type(error).__name__)


def _is_cancelled() -> bool:
    """Say whether somebody asked this task to stop, even if the cancellation was swallowed."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def record_of(row: asyncpg.Record, source: str) -> dict[str, Any]:
    """Return an outbox row as the record that leaves, in binary mode."""
    attributes = Envelope(
        id=str(row["event_id"]),
        source=source,
        type=row["type"],
        time=row["occurred_at"],
        subject=row["key"].decode(),
        recorded_at=row["recorded_at"],
        correlation_id=row["correlation_id"],
        causation_id=row["causation_id"],
        depth=row["depth"],
        company_id=str(row["company_id"] or ""),
        sequence=row["sequence"],
        traceparent=row["traceparent"],
    )
    headers = to_headers(attributes, row["hop"])
    # a fact without a cause hides its moment: the broker's time is its day as well
    stamp = None if row["causation_id"] else int(row["recorded_at"].timestamp() * 1000)
    return {"key": row["key"], "value": row["data"], "timestamp": stamp, "headers": headers}
