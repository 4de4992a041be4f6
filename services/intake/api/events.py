"""The event door: CloudEvents over HTTP, many requests in one transaction, each with its answer."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

import structlog
from fastapi import Request, Response
from fastapi.responses import JSONResponse
from sorgfalt_contracts import inbound
from sorgfalt_contracts.events import BY_TYPE, AuditReported, SupplierReported
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason
from sorgfalt_contracts.terms import CompanyId

from services.intake.handlers.receive_events import Answer, ReceivedEvent, receive_events
from services.intake.handlers.take_reports import Report, take_reports
from services.intake.translate import audits, causes, suppliers
from shared.store.cause import Cause, Caused
from shared.store.pool import UNAVAILABLE
from shared.store.transaction import Transaction
from shared.web.event_requests import OpenedEvent, Posted, RefusedRequestError, read_events
from shared.web.group_commit import BusyError, GroupCommit
from shared.web.problem import problem

log: Final = structlog.get_logger()
Opening = Callable[[Sequence[CompanyId]], AbstractAsyncContextManager[Transaction]]
Received = ReceivedEvent[Report]
COME_BACK: Final = {"Retry-After": "1"}
STATUSES: Final = {DeadLetterReason.TOO_LARGE: 413, DeadLetterReason.ALREADY_TAKEN: 409}
"""What a refusal is in HTTP; 400 unless it stands here."""


def _supplier(body: bytes, cause: Cause) -> Report:
    return suppliers.to_command(inbound.read(SupplierReported, body), cause)


def _audit(body: bytes, cause: Cause) -> Report:
    return audits.to_command(inbound.read(AuditReported, body), cause)


READERS: Final[Mapping[str, Callable[[bytes, Cause], Report]]] = {
    SupplierReported.TYPE: _supplier,
    AuditReported.TYPE: _audit,
}


class EventDoor:
    """Takes events of many requests at a time; each (source, id) takes effect once."""

    def __init__(
        self, opening: Opening, company_of: causes.CompanyOf, now: Callable[[], datetime]
    ) -> None:
        self._opening = opening
        self._company_of = company_of
        self._now = now
        self._group: GroupCommit[Received, Answer] = GroupCommit(self._commit)

    async def take(self, posted: Sequence[Posted]) -> list[BadEventError | None]:
        """Return per event why it was refused, or None once it is committed."""
        read = [self._read(each) for each in posted]
        good = [each for each in read if isinstance(each, ReceivedEvent)]
        answers = iter(await self._group.submit(good) if good else ())
        return [each if isinstance(each, BadEventError) else next(answers).fault for each in read]

    async def _commit(self, events: Sequence[Received]) -> Sequence[Answer]:
        companies = sorted({event.work.cause.company_id for event in events})
        async with self._opening(companies) as tx:
            return await receive_events(tx, events, take_reports)

    def _read(self, posted: Posted) -> Received | BadEventError:
        if isinstance(posted, BadEventError):
            return posted
        try:
            return self._received(posted)
        except BadEventError as fault:
            return fault

    def _received(self, posted: OpenedEvent) -> Received:
        reader = READERS.get(posted.envelope.type)
        if reader is None:
            is_known = posted.envelope.type in BY_TYPE
            reasons = DeadLetterReason
            raise BadEventError(reasons.NO_ROUTE if is_known else reasons.UNKNOWN_TYPE)
        cause = Cause(
            **causes.origin(posted.envelope, self._company_of),
            now=self._now(),
            topic="http",
            partition=-1,
            offset=-1,
        )
        return ReceivedEvent(
            work=Caused(command=reader(posted.body, cause), cause=cause),
            sha256=hashlib.sha256(posted.body).hexdigest(),
        )


async def receive(door: EventDoor, request: Request) -> Response:
    """Return the answer to one request, once its events are committed."""
    try:
        sent = await read_events(request)
        faults = await door.take(sent.events)
    except RefusedRequestError as refused:
        return problem(refused.status, refused.reason, refused.detail)
    except BusyError:
        return problem(503, "busy", "Too many events wait; send them again.", COME_BACK)
    except UNAVAILABLE as error:
        log.error("events not committed", error=type(error).__name__)
        return problem(503, "unavailable", "Send the same events again.", COME_BACK)
    verdicts = list(zip(sent.events, faults, strict=True))
    return _batch_answer(verdicts) if sent.is_batch else _single_answer(*verdicts[0])


def _address(event: OpenedEvent) -> str:
    return "/events/status?" + urlencode({"source": event.envelope.source, "id": event.envelope.id})


def _single_answer(event: Posted, fault: BadEventError | None) -> Response:
    if fault is not None:
        status = STATUSES.get(fault.reason, 400)
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
