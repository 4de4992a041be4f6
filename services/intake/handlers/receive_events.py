"""Take events from the HTTP door: each (source, id) once, each with its own answer.

What is refused leaves no row: its sender has the reason in hand and may send it again, mended.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sorgfalt_contracts.faults import BadEventError

from services.intake import store
from services.intake.domain.report import ReportSupplier
from services.intake.handlers.record_suppliers import Work, record_and_answer
from services.intake.store import EventKey, Outcome
from shared.store.bisect import apply_or_refuse
from shared.store.cause import Caused
from shared.store.transaction import Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceivedEvent:
    """One event that could be read; `sha256` is that of its body."""

    work: Caused[ReportSupplier]
    sha256: str


async def receive_events(
    tx: Transaction, events: Sequence[ReceivedEvent]
) -> Sequence[BadEventError | None]:
    """Take those events that were not received before; return per event why it was refused.

    An event seen before, in this group or long ago, gets the answer it got the first time.
    """
    first = {_key(event.work): event for event in reversed(events)}
    new = await store.claim_received(tx, map(_note, first.values()))
    work = [first[key].work for key in dict.fromkeys(_key(e.work) for e in events) if key in new]
    taken: dict[EventKey, Outcome] = {}

    async def record(inner: Transaction, part: Work) -> None:
        answers = await record_and_answer(inner, part)
        taken.update(zip(map(_key, part), answers, strict=True))

    refused = await apply_or_refuse(tx, work, record) if work else []
    faults = {_key(each.work): each.fault for each in refused}
    await store.finish_received(tx, taken)
    await store.forget_received(tx, faults)
    return [faults.get(_key(event.work)) for event in events]


def _key(work: Caused[ReportSupplier]) -> EventKey:
    """Return what makes a repeat of an event a repeat."""
    return work.cause.company_id, work.cause.source, work.cause.event_id


def _note(event: ReceivedEvent) -> store.Received:
    return store.Received(
        key=_key(event.work), sha256=event.sha256, received_at=event.work.cause.now
    )
