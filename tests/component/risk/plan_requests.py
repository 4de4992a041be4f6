"""Requests about plans, and what stands round them: cases and contradictions that are held."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import httpx
from sorgfalt_contracts.terms import CompanyId

from services.risk import store as rows
from services.risk import translate
from services.risk.api import Door, plan_decisions, plans
from services.risk.domain.complaint import Complaint
from shared.store.pool import Store
from shared.telemetry.health import Health
from shared.web.application import make_application
from tests.component.risk.plan_rows import changed
from tests.unit.risk.builders import COMPANY, SUPPLIER
from tests.unit.risk.plan_builders import (
    AUDIT,
    CASE,
    the_published_rules,
)

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
DONE = ("stop-the-harm", "treat-and-compensate", "remove-the-hazard", "safety-committee")
DELIVERED = {
    "measures": [{"code": code, "is_done": True} for code in DONE],
    "indicators": [{"code": "injuries-per-million-hours", "is_met": True}],
}
CONTRADICTED = (
    "insert into contradictions (company_id, audit_id, case_id, supplier_id, rights, state)"
    " values ($1, $2, $3, $4, '{}', $5)"
)


@asynccontextmanager
async def a_client(store: Store, company: CompanyId = COMPANY) -> AsyncIterator[httpx.AsyncClient]:
    door = Door(
        reading=store.reading, transaction=store.transaction, company_id=company, now=lambda: NOW
    )
    published = the_published_rules()
    routers = [plans.router(door, published), plan_decisions.router(door, published.rules)]
    application = make_application("risk", Health(checks={}), routers)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(application), base_url="http://localhost"
    ) as client:
        yield client


async def a_plan_id(store: Store, finding: str = "3.1") -> str:
    (plan,) = [each for each in await changed(store) if each.finding == finding]
    return str(plan.plan_id)


async def keep_case(store: Store, complaint: Complaint) -> None:
    async with store.transaction([COMPANY]) as tx:
        await rows.save_cases(tx, [(complaint, translate.document(complaint))])


async def contradict(store: Store, state: str) -> None:
    async with store.transaction([COMPANY]) as tx:
        await tx.execute("delete from contradictions")
        await tx.execute(CONTRADICTED, COMPANY, AUDIT, CASE, SUPPLIER, state)


async def post(store: Store, address: str, body: object, **headers: str) -> httpx.Response:
    async with a_client(store) as client:
        return await client.post(address, json=body, headers=headers)


async def get(store: Store, address: str) -> httpx.Response:
    async with a_client(store) as client:
        return await client.get(address)
