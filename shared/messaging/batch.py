"""Reading a batch: which records are ours and new, what they say, where that leaves us.

Pure but for decoding: nothing here touches the database, so tests feed it records and look.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import msgspec
from sorgfalt_contracts.envelope import Envelope, open_kafka
from sorgfalt_contracts.events import ERA
from sorgfalt_contracts.faults import BadEventError, DeadLetterReason
from sorgfalt_contracts.terms import CompanyId
from sorgfalt_contracts.topics import MAX_EVENT_BYTES

from shared.messaging.dead_letters import DeadLetter
from shared.messaging.records import CauseOf, Record, place_of
from shared.messaging.routes import Route, Routing
from shared.store.cause import Caused
from shared.store.progress import Move, Place, Standing

MAX_HOPS: Final = 500  # far above the links a span keeps, so that distinct ones are found


@dataclass(slots=True)
class Batch:
    """What one fetch holds for us, and where it would leave each partition."""

    work: dict[tuple[str, str], list[Caused[Any]]] = field(default_factory=dict)
    records: dict[tuple[str, int, int], Record] = field(default_factory=dict)
    letters: list[DeadLetter] = field(default_factory=list)
    next_offset: dict[Place, int] = field(default_factory=dict)
    mark: dict[Place, int | None] = field(default_factory=dict)
    gaps: dict[Place, tuple[int, int]] = field(default_factory=dict)
    """Where something was lost: the sequence that was due, and the one that came."""

    holes: set[Place] = field(default_factory=set)
    hops: list[str] = field(default_factory=list)
    repeats: int = 0
    stale: int = 0
    refused: int = 0  # of the work, found by bisection

    @property
    def companies(self) -> set[CompanyId]:
        """Return whose rows the batch may touch."""
        return {each.cause.company_id for work in self.work.values() for each in work}

    def moves(self, owned: Mapping[Place, Standing]) -> list[Move]:
        """Return the moves of the partitions this batch read from."""
        return [
            Move(
                place=place,
                epoch=owned[place].epoch,
                expected=owned[place].next_offset,
                next_offset=offset,
                last_sequence=self.mark[place],
            )
            for place, offset in sorted(self.next_offset.items())
        ]


class Reader:
    """Reads batches by the routes of one service."""

    def __init__(self, routing: Routing, cause_of: CauseOf) -> None:
        self._routing = routing
        self._cause_of = cause_of
        self._holes: dict[Place, int] = {}

    def read(
        self,
        records: Sequence[Record],
        owned: Mapping[Place, Standing],
        topic_ids: Mapping[str, UUID],
    ) -> Batch:
        """Sort a fetch into work, dead letters, repeats and what is not ours."""
        batch = Batch()
        for record in records:
            place = place_of(record)
            standing = owned.get(place)
            if standing is None or standing.halted or place in batch.gaps or place in batch.holes:
                batch.stale += 1
            elif self._is_next(batch, record, place, standing):
                batch.mark.setdefault(place, standing.last_sequence)
                self._take(batch, record, place, topic_ids[record.topic])
            else:
                batch.stale += 1
        return batch

    def forget_holes(self) -> None:
        """Look at every hole anew: after a failure, what lies before it was not taken."""
        self._holes.clear()

    def _is_next(self, batch: Batch, record: Record, place: Place, standing: Standing) -> bool:
        """Say whether the record follows what we have.

        A fetch that was under way while we sought may begin behind the place we sought: taking it
        would lose what lies between. Such a hole is sought again once; one that is still there is
        real (a transaction's marker, retention).
        """
        follows = batch.next_offset.get(place)
        if follows is not None or record.offset <= standing.next_offset:
            return record.offset >= (follows or standing.next_offset)
        if self._holes.get(place) == record.offset:
            return True
        self._holes[place] = record.offset
        batch.holes.add(place)
        return False

    def _take(self, batch: Batch, record: Record, place: Place, topic_id: UUID) -> None:
        try:
            is_news = self._read_one(batch, record, place)
        except BadEventError as fault:
            is_news = True
            batch.letters.append(DeadLetter(record=record, fault=fault, topic_id=topic_id))
        if place in batch.gaps:
            return
        batch.repeats += not is_news
        batch.next_offset[place] = record.offset + 1

    def _read_one(self, batch: Batch, record: Record, place: Place) -> bool:
        """Note the record's command; return False for a repeat."""
        is_fact = self._routing.topics[record.topic].is_fact
        envelope, body = open_kafka(
            record.headers, record.value or b"" if is_fact else _body(record)
        )
        if is_fact:  # the mark moves first: a fact refused below must leave no gap behind it
            verdict = _place_in_sequence(batch, place, envelope)
            if not verdict:
                return verdict is None
            _body(record)
        route = self._routing.find(record.topic, envelope.type)
        cause = self._cause_of(envelope, record)
        work: Caused[Any] = Caused(command=_command(route, body, cause), cause=cause)
        batch.work.setdefault((record.topic, envelope.type), []).append(work)
        batch.records[record.topic, record.partition, record.offset] = record
        if envelope.hop is not None and len(batch.hops) < MAX_HOPS:
            batch.hops.append(envelope.hop)
        return True


def _place_in_sequence(batch: Batch, place: Place, envelope: Envelope) -> bool | None:
    """Return True to go on, False for a repeat, None at a gap; move the mark."""
    if envelope.sequence is None:
        raise BadEventError(DeadLetterReason.NO_SEQUENCE)
    mark, found = batch.mark[place], envelope.sequence
    if envelope.is_republished:
        batch.mark[place] = max(mark or 0, found)
        return True
    if mark is not None and found <= mark:
        return False
    if mark is not None and not _follows(mark, found):
        batch.gaps[place] = (mark + 1, found)
        return None
    batch.mark[place] = found
    return True


def _body(record: Record) -> bytes:
    if record.value is None:
        raise BadEventError(DeadLetterReason.NULL_VALUE)
    if len(record.value) > MAX_EVENT_BYTES:
        raise BadEventError(DeadLetterReason.TOO_LARGE)
    if not record.key:
        raise BadEventError(DeadLetterReason.NO_KEY)
    return record.value


def _follows(mark: int, found: int) -> bool:
    """Say whether `found` comes next: one more, or the first number of a higher era."""
    return found == mark + 1 or (found // ERA > mark // ERA and found % ERA == 1)


def _command(route: Route[Any, Any], body: bytes, cause: Any) -> Any:
    try:
        return route.translate(route.read(body), cause)
    except msgspec.ValidationError:
        raise BadEventError(DeadLetterReason.INVALID) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise BadEventError(DeadLetterReason.NOT_JSON) from None
    except RecursionError:
        raise BadEventError(DeadLetterReason.TOO_DEEP) from None
