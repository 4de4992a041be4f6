"""What a service process runs: HTTP, consumer, relay, clock; all four, or one alone.

They share nothing but Postgres, so each role scales by starting more processes of it.
"""

import asyncio
import contextlib
import gc
import signal
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import structlog
from fastapi import APIRouter
from sorgfalt_contracts.terms import CompanyId
from sorgfalt_contracts.topics import BY_NAME

from shared.messaging.causes import cause_of_fact
from shared.messaging.consumer import Consumer
from shared.messaging.records import CauseOf
from shared.messaging.relay import Relay
from shared.messaging.routes import Route
from shared.messaging.subscribe import Subscription
from shared.process.clock import Clock, DueHandler
from shared.process.settings import ServiceSettings
from shared.process.topics import BrokerQuestions
from shared.store.pool import Store
from shared.telemetry import logs, tracing
from shared.telemetry.health import Health
from shared.web.application import make_application
from shared.web.server import serve

log: Final = structlog.get_logger()


GC_THRESHOLDS: Final = (100_000, 50, 100)
"""A batch makes some hundred thousand objects that die with it; the default looks 140 times."""


class Role(StrEnum):
    """One part of a service process."""

    HTTP = "http"
    CONSUMER = "consumer"
    RELAY = "relay"
    CLOCK = "clock"


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """What a service brings: its routes, its routers, its due handlers."""

    routes: Sequence[Route[Any, Any]] = ()
    cause_of: CauseOf = cause_of_fact
    routers: Sequence[APIRouter] = ()
    due: Mapping[str, DueHandler] = field(default_factory=dict)
    emits: bool = True


Build = Callable[[Store, ServiceSettings], Parts]


async def run(service: str, settings: ServiceSettings, build: Build, only: Role | None) -> None:
    """Run the roles until SIGTERM or SIGINT; raise what ends a role for good."""
    logs.configure(service)
    tracing.configure(service)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with opened(settings) as store:
        parts = build(store, settings)
        health = Health(checks={"database": store.fault})
        tasks = _start(service, settings, store, parts, health, only)
        gc.collect()
        gc.freeze()  # a large import graph makes full collections dear: 20-40 % of a batch
        gc.set_threshold(*GC_THRESHOLDS)
        log.info("started", role=only or "all", port=settings.http_port)
        await _until_stopped(stop, tasks)
    log.info("stopped")


@asynccontextmanager
async def opened(settings: ServiceSettings) -> AsyncIterator[Store]:
    """Open the service's database for a process or a command, and close it at the end."""
    store = await Store.open(settings.database, size=settings.pool_size)
    try:
        yield store
    finally:
        await store.close()


def _start(
    service: str,
    settings: ServiceSettings,
    store: Store,
    parts: Parts,
    health: Health,
    only: Role | None,
) -> list[asyncio.Task[None]]:
    """Start the wanted roles; the order of the list is the order in which they are stopped."""
    wanted = {only} if only else set(Role)
    company = CompanyId(settings.company_id)
    tasks = [asyncio.create_task(health.beat(), name="beat")]
    if Role.CONSUMER in wanted and parts.routes:
        subscription = _subscription(service, settings, store, parts)
        health.checks["consumer"] = subscription.fault
        tasks.insert(0, asyncio.create_task(subscription.run(), name="consumer"))
    if Role.CLOCK in wanted and parts.due:
        clock = Clock(store, parts.due, [company])
        tasks.insert(0, asyncio.create_task(clock.run(), name="clock"))
    if Role.RELAY in wanted and parts.emits:
        relay = Relay(service=service, store=store, bootstrap=settings.kafka)
        tasks.append(asyncio.create_task(relay.run(), name="relay"))
    if Role.HTTP in wanted:
        application = make_application(service, health, parts.routers)
        door = serve(application, settings.http_host, settings.http_port)
        tasks.insert(0, asyncio.create_task(door, name="http"))
    return tasks


def _subscription(
    service: str, settings: ServiceSettings, store: Store, parts: Parts
) -> Subscription:
    consumer = Consumer(
        service=service,
        store=store,
        routes=parts.routes,
        cause_of=parts.cause_of,
        topic_ids=BrokerQuestions(settings.kafka, BY_NAME).topic_ids,
    )
    return Subscription(consumer, settings.kafka.split(","))


async def _until_stopped(stop: asyncio.Event, tasks: Sequence[asyncio.Task[None]]) -> None:
    """Wait for a signal or for the first role that ends; then stop all, doors first."""
    waiter: asyncio.Task[Any] = asyncio.create_task(stop.wait(), name="signal")
    done, _ = await asyncio.wait({waiter, *tasks}, return_when=asyncio.FIRST_COMPLETED)
    waiter.cancel()
    for task in tasks:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await task
    for task in done & set(tasks):
        task.result()
