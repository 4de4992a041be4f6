"""The demo's events: the whole master, the same master again, and the master's parts by sender.

Everything follows from the seed and the row itself, so a changed or dropped row changes its own
events and no other's.
"""

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from sorgfalt_contracts.events import SupplierReported

from infra.local.demo.envelopes import Envelope, FeedRecord, as_json, binary, structured
from infra.local.demo.masters import (
    Masters,
    Report,
    automotive_reports,
    metals_reports,
    read_masters,
)
from infra.local.demo.mining_register import mining_reports

SEED: Final = 20261122
FIRST_DAY: Final = datetime(2026, 3, 2, 6, tzinfo=UTC)
"""A day in the past, so that no clock calls the events early."""

REPEAT_AFTER: Final = timedelta(days=30)
_SENDING: Final = timedelta(days=1)
_SENDING_MS: Final = _SENDING // timedelta(milliseconds=1)
_STRUCTURED_SHARE: Final = 0.1


def master(masters: Masters | None = None, seed: int = SEED) -> list[FeedRecord]:
    """Return the whole master as events, in the order of their times."""
    read = masters or read_masters()
    return _events((*automotive_reports(read, seed), *_materials(read)), seed, lap=0)


def repeat(masters: Masters | None = None, seed: int = SEED) -> list[FeedRecord]:
    """Return the whole master again: new ids, later times, the same data."""
    read = masters or read_masters()
    return repeat_automotive(read, seed) + repeat_materials(read, seed)


def repeat_automotive(masters: Masters, seed: int = SEED) -> list[FeedRecord]:
    """Return the repeat of the automotive master alone."""
    return _events(automotive_reports(masters, seed), seed, lap=1)


def repeat_materials(masters: Masters, seed: int = SEED) -> list[FeedRecord]:
    """Return the repeat of the metals master and of the mining register."""
    return _events(_materials(masters), seed, lap=1)


def suppliers_in(masters: Masters) -> int:
    """Return how many suppliers the master has once records that share a LEI or BPN are linked."""
    leis = [row["lei"] for row in (*masters.automotive, *masters.metals_mining)]
    groups = sum(1 for _ in mining_reports(masters))
    return len(set(leis)) + groups


def _materials(masters: Masters) -> tuple[Report, ...]:
    return (*metals_reports(masters), *mining_reports(masters))


def _events(reports: Iterable[Report], seed: int, lap: int) -> list[FeedRecord]:
    timed = sorted((_timed(report, seed, lap) for report in reports), key=lambda each: each[0])
    return [record for _, record in timed]


def _timed(report: Report, seed: int, lap: int) -> tuple[tuple[datetime, str], FeedRecord]:
    draw = random.Random(f"{seed} {lap} {report.key}")
    begun = FIRST_DAY + lap * REPEAT_AFTER + (_SENDING if report.comes_last else timedelta())
    time = begun + timedelta(milliseconds=draw.randrange(_SENDING_MS))
    envelope = Envelope(
        id=UUID(int=draw.getrandbits(128), version=4),
        source=report.source,
        type=SupplierReported.TYPE,
        time=time,
    )
    key = report.key.encode()
    if draw.random() < _STRUCTURED_SHARE:
        record = structured(envelope, key, report.body)
    else:
        record = binary(envelope, key, as_json(report.body))
    return (time, report.key), record
