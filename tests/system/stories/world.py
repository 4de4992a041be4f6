"""What people do in a story, done through the doors they use: events, HTTP, and time that passes.

Nothing here reads a service's code or database but the clock, which is the service's own clock
ticked at instants of the future.
"""

import itertools
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import httpx
from sorgfalt_contracts.terms import derived_id

from infra.local.demo.progress import Chain
from infra.local.services import environment_of
from infra.local.settings import SERVICES
from infra.local.stack import Stack
from services.risk.app import build
from services.risk.settings import Settings
from shared.process.clock import Clock
from shared.store.pool import Store

SOURCE: Final = "/demo/erp/eu1"
SYSTEM: Final = "story"
CLIENT: Final = "100"
Json = dict[str, Any]


class RefusedError(AssertionError):
    """A door did not take what a story asks; `status` and `reason` say why."""

    def __init__(self, answer: httpx.Response) -> None:
        document = answer.json() if "json" in answer.headers.get("content-type", "") else {}
        self.status = answer.status_code
        self.reason = document.get("reason", "")
        super().__init__(
            f"{answer.request.url.path}: {self.status} {document or answer.text[:200]}"
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A supplier of a story and its only site."""

    number: str
    supplier_id: str
    site_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A complaint as its reporter knows it, by receipt, and as a handler does, by id."""

    receipt: str
    case_id: str


@dataclass(kw_only=True, slots=True)
class World:
    """The running line and everybody's doors into it."""

    stack: Stack
    chain: Chain
    doors: Mapping[str, httpx.AsyncClient]
    _numbers: Any = field(default_factory=lambda: itertools.count(1))
    _said_at: datetime = field(default_factory=lambda: datetime(2026, 6, 1, 8, tzinfo=UTC))

    async def settle(self) -> None:
        """Wait until everything said so far has been taken by everybody."""
        await self.chain.settle(lambda _: None)

    async def get(self, service: str, path: str) -> Any:
        """Return what a door shows."""
        return self._document(await self.doors[service].get(path))

    async def post(self, service: str, path: str, body: Json | None = None) -> Any:
        """Ask a door for something and return its answer; raise RefusedError."""
        return self._document(await self.doors[service].post(path, json=body or {}))

    async def say(self, kind: str, body: Json) -> None:
        """Publish an event as an ERP or an auditor does, and wait until all have heard it."""
        self._said_at += timedelta(minutes=1)
        event = {
            "specversion": "1.0",
            "id": str(uuid4()),
            "source": SOURCE,
            "type": f"sorgfalt.{kind}.v1",
            "time": self._said_at.isoformat(),
            "data": body,
        }
        headers = {"content-type": "application/cloudevents+json"}
        answer = await self.doors["intake"].post("/events", json=event, headers=headers)
        if answer.status_code != httpx.codes.ACCEPTED:
            raise RefusedError(answer)
        await self.settle()

    async def supplier(self, *, country: str = "MX", stage: str = "plant", **said: Any) -> Place:
        """Let a new direct supplier with one site appear; `said` adds to its master data."""
        number = f"{next(self._numbers)}-{uuid4().hex[:8]}"
        await self.report_supplier(number, country=country, stage=stage, **said)
        query = f"/suppliers?system={SYSTEM}&client={CLIENT}&number={number}"
        known = (await self.get("intake", query))["suppliers"][0]
        site = derived_id("site", SYSTEM, CLIENT, f"{number}-1")
        return Place(number=number, supplier_id=known["supplier_id"], site_id=str(site))

    async def report_supplier(
        self,
        number: str,
        *,
        country: str,
        stage: str,
        site_materials: Sequence[str] = (),
        **said: Any,
    ) -> None:
        """Say a supplier's master data, for the first time or again."""
        site = {
            "number": f"{number}-1",
            "name": "Planta Uno",
            "country": country,
            "stage": stage,
            "materials": list(site_materials),
        }
        record = {"system": SYSTEM, "client": CLIENT, "number": number}
        body = {"name": "Talleres Inventados", "country": country, "relation": "direct"}
        await self.say("supplier-reported", {"record": record, **body, "sites": [site], **said})

    async def audit(
        self,
        place: Place,
        *,
        held_on: str,
        findings: Sequence[Json] = (),
        scheme: str = "story-scheme",
        result: str | None = "pass",
    ) -> str:
        """Let an auditor report an audit of the site; return our id of it."""
        audit_number = f"A-{uuid4().hex[:8]}"
        body = {
            "record": {"system": SYSTEM, "client": CLIENT, "number": place.number},
            "site_number": f"{place.number}-1",
            "audit_number": audit_number,
            "kind": "audit",
            "scheme": scheme,
            "held_on": held_on,
            "result": result,
            "findings": list(findings),
        }
        await self.say("audit-reported", body)
        return str(derived_id("audit", SYSTEM, CLIENT, audit_number))

    async def complain(self, text: str, **said: Any) -> Case:
        """File a complaint as anybody can; the case's id is what handlers then find new."""
        before = {each["case_id"] for each in (await self.get("grievance", "/cases"))["cases"]}
        body = {"text": text, "topics": [], "language": "es", "country": "MX", **said}
        receipt = (await self.post("grievance", "/complaints", body))["receipt"]
        after = {each["case_id"] for each in (await self.get("grievance", "/cases"))["cases"]}
        (case_id,) = after - before
        await self.settle()
        return Case(receipt=receipt, case_id=case_id)

    async def handle(self, case: Case, step: str, **body: Any) -> None:
        """Let a handler take a step in a case, and wait until all have heard it."""
        await self.post("grievance", f"/cases/{case.case_id}/{step}", body)
        await self.settle()

    async def take_up(self, case: Case, place: Place, rights: Sequence[str], severity: int) -> None:
        """Acknowledge, admit, attribute and assess a case, as handlers do."""
        await self.handle(case, "acknowledgement")
        await self.handle(case, "admissibility", admitted=True, reason="in-scope")
        await self.handle(
            case, "attribution", supplier_ids=[place.supplier_id], site_ids=[place.site_id]
        )
        await self.handle(case, "assessment", rights=list(rights), severity=severity)

    async def right(self, place: Place, code: str) -> Json:
        """Return the current verdict on one right of a supplier."""
        found: Json = next(r for r in (await self.verdict(place))["rights"] if r["right"] == code)
        return found

    async def verdict(self, place: Place) -> Json:
        """Return what risk says of a supplier."""
        document = await self.get("risk", f"/suppliers/{place.supplier_id}/risk")
        found: Json = document["assessments"][0]
        return found

    async def plans(self, place: Place) -> list[Json]:
        """Return the action plans of a supplier."""
        found: list[Json] = (await self.get("risk", f"/plans?supplier_id={place.supplier_id}"))[
            "plans"
        ]
        return found

    async def finish(self, plan_id: str) -> None:
        """Do all measures of a plan and meet all its indicators."""
        plan = await self.get("risk", f"/plans/{plan_id}")
        plan = plan.get("plan", plan)
        done = {
            "measures": [{"code": each["code"], "is_done": True} for each in plan["measures"]],
            "indicators": [{"code": each["code"], "is_met": True} for each in plan["indicators"]],
        }
        await self.post("risk", f"/plans/{plan_id}/progress", done)
        await self.settle()

    async def figure(self, code: str, disclosure: str = "lksg-10-1") -> dict[str, int]:
        """Return the cells of a figure of the live record."""
        record = await self.get("reporting", f"/disclosures/{disclosure}")
        cells = next(each for each in record["figures"] if each["code"] == code)["cells"]
        return {each["cell"]: each["value"] for each in cells}

    async def pass_time(self, until: datetime) -> None:
        """Tick risk's clock, day by day, to an instant of the future; nobody waits for it."""
        settings = self._risk_settings()
        store = await Store.open(settings.database)
        try:
            parts = build(store, settings)
            clock = Clock(store, parts.due, [settings.company_id])
            while await clock.tick(until):
                pass
        finally:
            await store.close()
        await self.settle()

    def _risk_settings(self) -> Settings:
        given = environment_of(self.stack.folder.run / "risk.env")
        plain = {key.removeprefix("RISK_").lower(): value for key, value in given.items()}
        return Settings.model_validate(plain)

    @staticmethod
    def _document(answer: httpx.Response) -> Any:
        if not answer.is_success:
            raise RefusedError(answer)
        return answer.json()


def midnight(day: str) -> datetime:
    """Return the instant at which a day begins, UTC."""
    return datetime.combine(datetime.fromisoformat(day).date(), time(), UTC)


@asynccontextmanager
async def living_in(stack: Stack) -> AsyncIterator[World]:
    """Open everybody's doors into a running stack."""
    async with AsyncExitStack() as opened:
        chain = await opened.enter_async_context(Chain(stack))
        doors = {
            service: await opened.enter_async_context(
                httpx.AsyncClient(base_url=stack.http(service), timeout=30)
            )
            for service in SERVICES
        }
        yield World(stack=stack, chain=chain, doors=doors)


def is_random(text: str) -> bool:
    """Say whether an id says nothing: a random UUID."""
    return UUID(text).version == 4
