"""Take events of a door that senders may knock at twice: each (source, id) has one effect.

HTTP and files come this way. What is refused leaves no row: its sender has the reason in hand and
may send it again, mended.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from sorgfalt_contracts.faults import BadEventError

from services.intake.store import received
from services.intake.store.received import EventKey, Outcome
from shared.store.bisect import apply_or_refuse
from shared.store.cause import Caused
from shared.store.transaction import Transaction

C = TypeVar("C")
Take: TypeAlias = Callable[[Transaction, Sequence[Caused[C]]], Awaitable[Sequence[Outcome]]]
"""The use case: returns what became of each command, in order."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceivedEvent(Generic[C]):
    """One event that could be read; `sha256` is that of its body."""

    work: Caused[C]
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What the sender hears: why the event was refused, or else whether it had come before."""

    fault: BadEventError | None
    is_repeat: bool = False


async def receive_events(
    tx: Transaction, events: Sequence[ReceivedEvent[C]], take: Take[C]
) -> list[Answer]:
    """Take those events that were not received before; return the answer to each.

    An event seen before, in this group or long ago, gets the answer it got the first time.
    """
    first = {_key(event.work): event for event in reversed(events)}
    new = await received.claim_received(tx, map(_note, first.values()))
    work = [first[key].work for key in dict.fromkeys(_key(e.work) for e in events) if key in new]
    taken: dict[EventKey, Outcome] = {}

    async def record(inner: Transaction, part: Sequence[Caused[C]]) -> None:
        answers = await take(inner, part)
        taken.update(zip(map(_key, part), answers, strict=True))

    refused = await apply_or_refuse(tx, work, record) if work else []
    faults = {_key(each.work): each.fault for each in refused}
    await received.finish_received(tx, taken)
    await received.forget_received(tx, faults)
    return list(_answers(events, taken, faults))


def _answers(
    events: Sequence[ReceivedEvent[C]],
    taken: dict[EventKey, Outcome],
    faults: dict[EventKey, BadEventError],
) -> Iterator[Answer]:
    news = set(taken)
    for key in (_key(event.work) for event in events):
        yield Answer(fault=faults.get(key), is_repeat=key not in news and key not in faults)
        news.discard(key)


def _key(work: Caused[C]) -> EventKey:
    """Return what makes a repeat of an event a repeat."""
    return work.cause.company_id, work.cause.source, work.cause.event_id


def _note(event: ReceivedEvent[C]) -> received.Received:
    return received.Received(
        key=_key(event.work), sha256=event.sha256, received_at=event.work.cause.now
    )
