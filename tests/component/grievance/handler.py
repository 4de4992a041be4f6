"""A handler in tests: at the doors of the service, with one case that somebody filed."""

from typing import Any
from uuid import UUID

import httpx
from sorgfalt_contracts.terms import SiteId, SupplierId

from services.grievance.domain.supplier import KnownSupplier
from services.grievance.store.suppliers import save_suppliers
from tests.component.grievance.counter import Counter, Json
from tests.unit.grievance.builders import COMPANY

HAMMER, OLD, LOST = (SupplierId(UUID(int=number)) for number in (11, 12, 13))
SITE = SiteId(UUID(int=21))
NOBODY = str(UUID(int=99))
STEPS: list[tuple[str, Json, str]] = [
    ("acknowledgement", {}, "acknowledged"),
    ("admissibility", {"admitted": True, "reason": "in-scope"}, "admitted"),
    ("assessment", {"rights": ["HR08"], "severity": 4}, "admitted"),
    ("substantiation", {"substantiated": True, "reason": "facts-confirmed"}, "investigated"),
    ("remedy", {"state": "proposed", "by": "handler"}, "investigated"),
    ("remedy", {"state": "agreed", "by": "handler"}, "remedy-agreed"),
    ("remedy", {"state": "delivered", "by": "handler"}, "remedy-agreed"),
    ("remedy", {"state": "confirmed", "by": "representative"}, "remedy-agreed"),
    ("outcome", {"outcome": "remedied", "reason": "remedy-confirmed"}, "closed"),
]


class Handler:
    """A handler at the doors, with one case that somebody filed."""

    def __init__(self, counter: Counter, case_id: str) -> None:
        self.counter = counter
        self.case_id = case_id

    async def post(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        return await self.counter.client.post(
            f"/cases/{self.case_id}/{path}", json={} if body is None else body, headers=headers
        )

    async def get(self, path: str) -> Json:
        answer = await self.counter.client.get(path)
        assert answer.status_code == 200, answer.text
        said: Json = answer.json()
        return said

    async def reach(self, last: str) -> None:
        """Take the steps of a founded complaint, up to a stage."""
        for path, body, stage in STEPS:
            answer = await self.post(path, body)
            assert (answer.status_code, answer.json()["stage"]) == (200, stage), answer.text
            if stage == last:
                return

    async def facts(self) -> list[Any]:
        return sorted(
            (fact["body"] for fact in await self.counter.facts()), key=lambda b: b.version
        )


async def a_new_case(counter: Counter) -> Handler:
    """File one more case and return who handles it."""
    before = await counter.case_ids()
    await counter.file("Nos deben el sueldo.", topics=["wages"])
    (new,) = await counter.case_ids() - before
    return Handler(counter, str(new))


async def know(counter: Counter) -> None:
    """Let suppliers be known: one that stands, one that was merged into it."""
    known = [
        KnownSupplier(
            company_id=COMPANY, supplier_id=HAMMER, version=2, name="Hammer GmbH", country="DE",
            site_ids=(SITE,),
        ),
        KnownSupplier(company_id=COMPANY, supplier_id=OLD, version=3, superseded_by=LOST),
        KnownSupplier(company_id=COMPANY, supplier_id=LOST, version=3, superseded_by=HAMMER),
    ]  # fmt: skip
    async with counter.store.transaction([COMPANY]) as tx:
        await save_suppliers(tx, known)
