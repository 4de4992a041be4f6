"""A client of the frozen editions, and facts that come in one by one."""

import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import msgspec

from services.reporting import api, pages
from services.reporting.api.editions import freeze
from services.reporting.domain.record import Company
from services.reporting.handlers.freeze_edition import Frozen
from services.reporting.store import load_rule_books
from shared.store.pool import Store
from shared.telemetry.health import Health
from shared.web.application import make_application
from tests.component.reporting.projecting import Fact, Logged, project
from tests.unit.reporting.builders import (
    COMPANY,
    MORNING,
    a_cause,
    a_right,
    a_risk_fact,
    a_supplier_fact,
)

LKSG, CSDDD = "lksg-10-1", "csddd-16"
BOOKS = load_rule_books()
OWNER = Company(company_id=COMPANY, name="Example AG")


class Log:
    """A log that grows: each fact gets the next number, is projected, and moves the position."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._numbers: Iterator[int] = itertools.count(1)

    async def take(self, *facts: Fact) -> None:
        """Take facts, one transaction each."""
        for fact in facts:
            logged = Logged(fact, next(self._numbers))
            await project(self._store, [logged])
            cause = logged.cause
            await self._store.pool.execute(
                """insert into progress as p (topic, partition, topic_id, last_sequence)
                values ($1, $2, gen_random_uuid(), $3)
                on conflict (topic, partition) do update set last_sequence = $3""",
                cause.topic,
                cause.partition,
                cause.sequence,
            )


async def seven_suppliers(store: Store) -> Log:
    """Return a log with seven suppliers, one of them assessed."""
    log = Log(store)
    await log.take(*(a_supplier_fact(number, name=f"Pit {number}") for number in range(1, 8)))
    await log.take(a_risk_fact(1, 1, a_right("HR03")))
    return log


async def freeze_now(store: Store, request: int, disclosure: str = LKSG) -> Frozen:
    """Freeze by a request of this number."""
    return await freeze(store, OWNER, BOOKS[disclosure], a_cause(request, topic="http"))


async def published(store: Store) -> list[dict[str, Any]]:
    """Return what was said on disclosure-published, in its order."""
    rows = await store.pool.fetch(
        """select data from outbox where topic = 'disclosure-published' order by part, sequence"""
    )
    return [msgspec.json.decode(row["data"]) for row in rows]


@asynccontextmanager
async def client_of(store: Store) -> AsyncIterator[httpx.AsyncClient]:
    """Open a client of the service; an hour goes by between two looks at its clock."""
    hours = itertools.count()
    application = make_application(
        "reporting",
        Health(),
        [
            api.editions_router(
                store, OWNER, BOOKS, lambda: MORNING + timedelta(hours=next(hours))
            ),
            pages.editions_router(store.reading, OWNER, BOOKS),
        ],
    )
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield client
