"""The routes of intake: events in, what became of them, suppliers and audits as they are known."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, StringConstraints
from sorgfalt_contracts.events import AuditReported, SupplierReported
from sorgfalt_contracts.terms import CompanyId

from services.intake.api.events import EventDoor, receive
from services.intake.domain.identity import NumberKind, StrongNumber
from services.intake.domain.record import RecordKey
from services.intake.store import audits, received, suppliers
from services.intake.store.audits import Asked
from services.intake.store.received import Noted
from shared.store.transaction import Connection
from shared.web.event_requests import documented
from shared.web.problem import problem

Reading = Callable[[Sequence[CompanyId]], AbstractAsyncContextManager[Connection]]
Token = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,256}$")]
Kind = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]


class NumberAsked(BaseModel):
    """The number by which a supplier is asked for."""

    system: Token | None = None
    client: Token | None = None
    number: Token | None = None
    lei: Token | None = None
    bpn: Token | None = None

    def only(self) -> StrongNumber | None:
        """Return the one number that is given, or None unless it is exactly one and whole."""
        values = {NumberKind.LEI: self.lei, NumberKind.BPN: self.bpn}
        if self.system and self.client and self.number:
            key = RecordKey(system=self.system, client=self.client, number=self.number)
            values[NumberKind.ERP] = key.text
        given = [StrongNumber(kind=kind, value=value) for kind, value in values.items() if value]
        return given[0] if len(given) == 1 else None


class StatementsAsked(BaseModel):
    """Which rows of audit files are asked for; `after` is the last id of the page before."""

    model_config = ConfigDict(extra="forbid")

    after: UUID | None = None
    kind: Kind | None = None
    supplier_id: UUID | None = None
    audit_id: UUID | None = None


def router(door: EventDoor, reading: Reading, companies: Sequence[CompanyId]) -> APIRouter:
    """Return the routes; `companies` are those whose rows may be seen here."""
    made = APIRouter()
    _add_events(made, door, reading, companies)
    _add_suppliers(made, reading, companies)
    _add_audits(made, reading, companies)
    return made


def _documented() -> dict[str, Any]:
    """Return what OpenAPI says of the body: events of either type."""
    either = [documented(event.TYPE)["requestBody"] for event in (SupplierReported, AuditReported)]
    content = {
        kind: {"schema": {"anyOf": [body["content"][kind]["schema"] for body in either]}}
        for kind in either[0]["content"]
    }
    return {"requestBody": {"required": True, "content": content}}


def _add_events(
    made: APIRouter, door: EventDoor, reading: Reading, companies: Sequence[CompanyId]
) -> None:
    @made.post(
        "/events",
        status_code=202,
        response_class=Response,
        openapi_extra=_documented(),
        tags=["events"],
    )
    async def post_events(request: Request) -> Response:
        """Take CloudEvents in binary, structured or batch mode; answer when they are committed."""
        return await receive(door, request)

    @made.get("/events/status", response_class=Response, tags=["events"])
    async def read_status(source: Token, id: Token) -> Response:  # noqa: A002 - CloudEvents' name
        """Say what became of an event that was accepted: recorded or unchanged, and why."""
        async with reading(companies) as connection:
            return _status(await received.read_received(connection, source, id))


def _add_suppliers(made: APIRouter, reading: Reading, companies: Sequence[CompanyId]) -> None:
    @made.get("/suppliers/{supplier_id}", response_class=Response, tags=["suppliers"])
    async def read_supplier(supplier_id: UUID) -> Response:
        """Return a supplier as each company knows it; `superseded_by` leads on after a merge."""
        async with reading(companies) as connection:
            return _suppliers(await suppliers.read_suppliers(connection, supplier_id))

    @made.get("/suppliers", response_class=Response, tags=["suppliers"])
    async def find_supplier(asked: Annotated[NumberAsked, Query()]) -> Response:
        """Return the supplier that an LEI, a BPN, or a number in an ERP names today."""
        if (number := asked.only()) is None:
            return problem(422, "which-number", "Give lei, or bpn, or system, client and number.")
        async with reading(companies) as connection:
            return _suppliers(await suppliers.read_suppliers_by_number(connection, number))


def _add_audits(made: APIRouter, reading: Reading, companies: Sequence[CompanyId]) -> None:
    @made.get("/audits/{audit_id}", response_class=Response, tags=["audits"])
    async def read_audit(audit_id: UUID) -> Response:
        """Return an audit as it left, for each company that was told of it."""
        async with reading(companies) as connection:
            return _documents("audits", await audits.read_audits(connection, audit_id)) or problem(
                404, "unknown-audit", "No company of yours was told of this audit."
            )

    @made.get("/audit-statements", response_class=Response, tags=["audits"])
    async def read_statements(asked: Annotated[StatementsAsked, Query()]) -> Response:
        """Return what rows of imported audit files say, also those that tell of no audit."""
        async with reading(companies) as connection:
            found = await audits.read_statements(connection, Asked(**asked.model_dump()))
        following = found[-1].statement_id if len(found) == audits.PAGE else None
        body = msgspec.json.encode({"statements": found, "next": following})
        return Response(body, media_type="application/json")


def _status(noted: Noted | None) -> Response:
    if noted is None:
        return problem(404, "unknown-event", "No event of this source and id was accepted.")
    return JSONResponse(
        {
            "verdict": noted.verdict,
            "reasons": list(noted.reasons),
            "supplier_id": str(noted.supplier_id),
            "facts": [str(fact_id) for fact_id in noted.fact_ids],
            "sha256": noted.sha256,
            "received_at": noted.received_at.isoformat(),
        }
    )


def _suppliers(documents: Sequence[bytes]) -> Response:
    return _documents("suppliers", documents) or problem(
        404, "unknown-supplier", "No company of yours knows this supplier."
    )


def _documents(name: str, documents: Sequence[bytes]) -> Response | None:
    if not documents:
        return None
    body = b'{"%b":[%b]}' % (name.encode(), b",".join(documents))
    return Response(body, media_type="application/json")
