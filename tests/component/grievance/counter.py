"""The counter of grievance in tests: its doors for people, with a time that tests set."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from fastapi import FastAPI
from sorgfalt_contracts import structs
from sorgfalt_contracts.terms import CaseId

from services.grievance.api import handling, reporting
from services.grievance.clock import due
from services.grievance.domain.case import Case
from services.grievance.domain.entry import NewEntry
from services.grievance.domain.receipt import Receipt, written
from services.grievance.domain.release import ReleasePolicy
from services.grievance.handlers.desk import Desk
from services.grievance.handlers.keep_case import keep_case
from services.grievance.handlers.timing import timing
from services.grievance.pages import router as pages
from services.grievance.settings import PACKS
from services.grievance.store import cases
from services.grievance.store.cases import StoredCase
from services.grievance.store.historical_formats import FORMATS, load_formats
from services.grievance.store.procedures import load_procedure
from services.grievance.store.vault import Vault
from shared.process.clock import Clock
from shared.store.pool import Store
from shared.telemetry.health import Health
from shared.web.application import make_application
from shared.web.limits import Throttle
from tests.unit.grievance.builders import COMPANY
from tests.unit.grievance.test_case_facts import CAUSE

ROOT = bytes(range(100, 132))
BERLIN = ZoneInfo("Europe/Berlin")
PROCEDURE = load_procedure(PACKS / "company_lksg_v1")
FORMATS_KNOWN = load_formats(PACKS / FORMATS).formats
RECEIPT = re.compile(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}")
TOKEN = re.compile(r'name="token" value="([^"]+)"')
OUTBOX = "select topic, type, key, event_id, occurred_at, recorded_at, data from outbox"
Json = dict[str, Any]
NOBODYS = written(Receipt(number=12345))


def a_desk(release: ReleasePolicy = ReleasePolicy.AT_ONCE) -> Desk:
    deadlines, arm = timing(PROCEDURE, place="DE", zone=BERLIN)
    return Desk(
        company_id=COMPANY,
        procedure=PROCEDURE,
        vault=Vault(ROOT),
        release=release,
        zone=BERLIN,
        deadlines=deadlines,
        arm=arm,
    )


@dataclass(kw_only=True)
class Counter:
    """What a test needs of the service: its doors, its database, its clock and the time."""

    store: Store
    desk: Desk
    now: datetime
    throttle: Throttle = field(default_factory=lambda: Throttle(10_000, 10_000))
    client: httpx.AsyncClient = field(init=False)

    def application(self) -> FastAPI:
        doors = [
            reporting.router(self.store, self.desk, lambda: self.now, self.throttle),
            handling.router(self.store, self.desk, lambda: self.now, FORMATS_KNOWN),
            pages(self.store, self.desk, lambda: self.now, self.throttle, "Demo Motor Works"),
        ]
        return make_application("grievance", Health(), doors)

    async def file(self, text: str = "Nos deben el sueldo.", **said: Any) -> str:
        """File over JSON and return the receipt."""
        answer = await self.client.post("/complaints", json={"text": text, **said})
        assert answer.status_code == 201, answer.text
        receipt: str = answer.json()["receipt"]
        return receipt

    async def status(self, receipt: str) -> Json:
        answer = await self.client.post("/complaints/status", json={"receipt": receipt})
        assert answer.status_code == 200, answer.text
        said: Json = answer.json()
        return said

    async def cases(self) -> list[StoredCase]:
        async with self.store.reading([COMPANY]) as connection:
            return await cases.read_cases(connection, COMPANY)

    async def case(self) -> Case:
        (only,) = await self.cases()
        return only.case

    async def case_ids(self) -> set[CaseId]:
        return {each.case.case_id for each in await self.cases()}

    async def facts(self) -> list[Json]:
        """Return what the outbox holds, each with its body read."""
        rows = await self.store.pool.fetch(f"{OUTBOX} order by topic, part, sequence")
        return [{**dict(row), "body": structs.READERS[row["type"]](row["data"])} for row in rows]

    async def tick(self, now: datetime) -> int:
        return await Clock(self.store, due(self.desk), [COMPANY]).tick(now)


async def post(counter: Counter, path: str, body: Json, **headers: str) -> httpx.Response:
    return await counter.client.post(path, json=body, headers=headers)


async def become(counter: Counter, *texts: NewEntry, **changed: object) -> None:
    """Let handlers have brought the only case to a state."""
    async with counter.store.transaction([COMPANY]) as tx:
        (only,) = await counter.cases()
        stored = await cases.lock_case(tx, COMPANY, only.case.case_id)
        assert stored is not None
        after = replace(stored.case, **changed)  # type: ignore[arg-type]
        await keep_case(tx, counter.desk, stored, after, CAUSE, texts)
