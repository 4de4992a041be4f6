"""Door 2, machines over HTTP: events in, what became of them, and suppliers as they are known.

An event is answered after its commit. A refused one is not kept as a dead letter, as it is on the
topic: its sender has the reason in the answer, and the same id may be sent again, mended.
"""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Annotated, Final
from urllib.parse import urlencode
from uuid import UUID

import structlog
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, StringConstraints
from sorgfalt_contracts import inbound
from sorgfalt_contracts.events import BY_TYPE, SupplierReported
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason
from sorgfalt_contracts.terms import CompanyId

from services.intake import store, translate
from services.intake.domain.identity import NumberKind, StrongNumber
from services.intake.domain.record import RecordKey
from services.intake.handlers.receive_events import ReceivedEvent, receive_events
from shared.store.cause import Cause, Caused
from shared.store.transaction import Connection, Transaction
from shared.web.event_requests import (
    OpenedEvent,
    Posted,
    RefusedRequestError,
    documented,
    read_events,
)
from shared.web.group_commit import BusyError, GroupCommit
from shared.web.problem import problem

log: Final = structlog.get_logger()
Opening = Callable[[Sequence[CompanyId]], AbstractAsyncContextManager[Transaction]]
Reading = Callable[[Sequence[CompanyId]], AbstractAsyncContextManager[Connection]]
Token = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,256}$")]
COME_BACK: Final = {"Retry-After": "1"}


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


class EventDoor:
    """Takes events of many requests at a time; each (source, id) takes effect once."""

    def __init__(
        self, opening: Opening, company_of: translate.CompanyOf, now: Callable[[], datetime]
    ) -> None:
        self._opening = opening
        self._company_of = company_of
        self._now = now
        self._group = GroupCommit(self._commit)

    async def take(self, posted: Sequence[Posted]) -> list[BadEventError | None]:
        """Return per event why it was refused, or None once it is committed."""
        read = [self._read(each) for each in posted]
        good = [each for each in read if isinstance(each, ReceivedEvent)]
        answers = iter(await self._group.submit(good) if good else ())
        return [each if isinstance(each, BadEventError) else next(answers) for each in read]

    async def _commit(self, events: Sequence[ReceivedEvent]) -> Sequence[BadEventError | None]:
        companies = sorted({event.work.cause.company_id for event in events})
        async with self._opening(companies) as tx:
            return await receive_events(tx, events)

    def _read(self, posted: Posted) -> ReceivedEvent | BadEventError:
        if isinstance(posted, BadEventError):
            return posted
        try:
            return self._received(posted)
        except BadEventError as fault:
            return fault

    def _received(self, posted: OpenedEvent) -> ReceivedEvent:
        if posted.envelope.type != SupplierReported.TYPE:
            is_known = posted.envelope.type in BY_TYPE
            reasons = DeadLetterReason
            raise BadEventError(reasons.NO_ROUTE if is_known else reasons.UNKNOWN_TYPE)
        cause = Cause(
            **translate.origin(posted.envelope, self._company_of),
            now=self._now(),
            topic="http",
            partition=-1,
            offset=-1,
        )
        command = translate.to_command(inbound.read(SupplierReported, posted.body), cause)
        return ReceivedEvent(
            work=Caused(command=command, cause=cause),
            sha256=hashlib.sha256(posted.body).hexdigest(),
        )


def router(door: EventDoor, reading: Reading, companies: Sequence[CompanyId]) -> APIRouter:
    """Return the routes; `companies` are those whose rows may be seen here."""
    made = APIRouter()

    @made.post(
        "/events",
        status_code=202,
        response_class=Response,
        openapi_extra=documented(SupplierReported.TYPE),
        tags=["events"],
    )
    async def post_events(request: Request) -> Response:
        """Take CloudEvents in binary, structured or batch mode; answer when they are committed."""
        return await _receive(door, request)

    @made.get("/events/status", response_class=Response, tags=["events"])
    async def read_status(source: Token, id: Token) -> Response:  # noqa: A002 - CloudEvents' name
        """Say what became of an event that was accepted: recorded or unchanged, and why."""
        async with reading(companies) as connection:
            return _status(await store.read_received(connection, source, id))

    @made.get("/suppliers/{supplier_id}", response_class=Response, tags=["suppliers"])
    async def read_supplier(supplier_id: UUID) -> Response:
        """Return a supplier as each company knows it; `superseded_by` leads on after a merge."""
        async with reading(companies) as connection:
            return _suppliers(await store.read_suppliers(connection, supplier_id))

    @made.get("/suppliers", response_class=Response, tags=["suppliers"])
    async def find_supplier(asked: Annotated[NumberAsked, Query()]) -> Response:
        """Return the supplier that an LEI, a BPN, or a number in an ERP names today."""
        if (number := asked.only()) is None:
            return problem(422, "which-number", "Give lei, or bpn, or system, client and number.")
        async with reading(companies) as connection:
            return _suppliers(await store.read_suppliers_by_number(connection, number))

    return made


async def _receive(door: EventDoor, request: Request) -> Response:
    try:
        sent = await read_events(request)
        faults = await door.take(sent.events)
    except RefusedRequestError as refused:
        return problem(refused.status, refused.reason, refused.detail)
    except BusyError:
        return problem(503, "busy", "Too many events wait; send them again.", COME_BACK)
    except store.UNAVAILABLE as error:
        log.error("events not committed", error=type(error).__name__)
        return problem(503, "unavailable", "Send the same events again.", COME_BACK)
    verdicts = list(zip(sent.events, faults, strict=True))
    return _batch_answer(verdicts) if sent.is_batch else _single_answer(*verdicts[0])


def _status(noted: store.Noted | None) -> Response:
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
    if not documents:
        return problem(404, "unknown-supplier", "No company of yours knows this supplier.")
    body = b'{"suppliers":[' + b",".join(documents) + b"]}"
    return Response(body, media_type="application/json")


def _address(event: OpenedEvent) -> str:
    return "/events/status?" + urlencode({"source": event.envelope.source, "id": event.envelope.id})


def _single_answer(event: Posted, fault: BadEventError | None) -> Response:
    if fault is not None:
        status = 413 if fault.reason is DeadLetterReason.TOO_LARGE else 400
        where = f" at {fault.where}" if fault.where else ""
        return problem(status, fault.reason.value, f"The event cannot be taken{where}.")
    assert isinstance(event, OpenedEvent)
    address = _address(event)
    return JSONResponse({"status": address}, 202, headers={"Location": address})


def _batch_answer(verdicts: Sequence[tuple[Posted, BadEventError | None]]) -> Response:
    """Answer 202 as soon as one event was taken, and for each what became of it, in order."""
    is_taken = not verdicts or any(fault is None for _, fault in verdicts)
    return JSONResponse([_verdict(*each) for each in verdicts], 202 if is_taken else 400)


def _verdict(event: Posted, fault: BadEventError | None) -> dict[str, str]:
    """Return one line of a batch's answer; source and id only of an envelope that is sound."""
    if not isinstance(event, OpenedEvent):
        return {"verdict": "rejected", "reason": event.reason.value, "where": event.where}
    name = {"source": event.envelope.source, "id": event.envelope.id}
    if fault is not None:
        return {**name, "verdict": "rejected", "reason": fault.reason.value, "where": fault.where}
    return {**name, "verdict": "accepted", "status": _address(event)}
