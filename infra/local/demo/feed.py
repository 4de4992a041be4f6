"""The demo's events: the master, the master again, what came later, and the last event of all.

10,000 in all: 7,601 suppliers of the masters, 900 audits and awards, 1,253 changes of suppliers and
the last one, 21 historical cases and 224 complaints. Cases are no events of an ERP: they are
imported and filed, and count as cases. Everything follows from the seed and the rows.
"""

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from infra.local.demo.audits import audit_reports
from infra.local.demo.changes import change_reports, last_report
from infra.local.demo.envelopes import Envelope, FeedRecord, as_json, binary, structured
from infra.local.demo.masters import (
    A_DAY,
    Masters,
    Report,
    automotive_reports,
    metals_reports,
    read_masters,
)
from infra.local.demo.mining_register import mining_reports
from infra.local.demo.places import read_places
from infra.local.demo.plants import plant_reports

SEED: Final = 20261122
FIRST_DAY: Final = datetime(2026, 3, 2, 6, tzinfo=UTC)
"""A day in the past, so that no clock calls the events early."""

REPEAT_AFTER: Final = timedelta(days=30)
_SENDING_MS: Final = A_DAY // timedelta(milliseconds=1)
_STRUCTURED_SHARE: Final = 0.1


def master(masters: Masters | None = None, seed: int = SEED) -> list[FeedRecord]:
    """Return the whole master as events, in the order of their times."""
    read = masters or read_masters()
    return _events((*_series(read, seed), *_materials(read)), seed, lap=0)


def repeat(masters: Masters | None = None, seed: int = SEED) -> list[FeedRecord]:
    """Return the whole master again: new ids, later times, the same data."""
    read = masters or read_masters()
    return repeat_series(read, seed) + repeat_materials(read, seed)


def repeat_series(masters: Masters, seed: int = SEED) -> list[FeedRecord]:
    """Return the repeat of the automotive master and of the plants alone."""
    return _events(_series(masters, seed), seed, lap=1)


def repeat_materials(masters: Masters, seed: int = SEED) -> list[FeedRecord]:
    """Return the repeat of the metals master and of the mining register."""
    return _events(_materials(masters), seed, lap=1)


def later(masters: Masters | None = None, seed: int = SEED) -> list[FeedRecord]:
    """Return audits and changes of suppliers, in the order of their times."""
    read = masters or read_masters()
    audits = audit_reports(read, read_places(read, seed), seed)
    return _events((*audits, *change_reports(read, seed)), seed, lap=0)


def last(masters: Masters | None = None, seed: int = SEED) -> list[FeedRecord]:
    """Return the one event after all others: a supplier's copper turns out to have a mine."""
    return _events([last_report(masters or read_masters(), seed)], seed, lap=0)


def suppliers_in(masters: Masters) -> int:
    """Return how many suppliers the master has once records that share a LEI or BPN are linked."""
    leis = [row["lei"] for row in (*masters.automotive, *masters.metals_mining)]
    groups = sum(1 for _ in mining_reports(masters))
    return len(set(leis)) + len(masters.cases) + groups


def _series(masters: Masters, seed: int) -> tuple[Report, ...]:
    return (*automotive_reports(masters, seed), *plant_reports(masters.cases))


def _materials(masters: Masters) -> tuple[Report, ...]:
    return (*metals_reports(masters), *mining_reports(masters))


def _events(reports: Iterable[Report], seed: int, lap: int) -> list[FeedRecord]:
    timed = sorted((_timed(report, seed, lap) for report in reports), key=lambda each: each[0])
    return [record for _, record in timed]


def _timed(report: Report, seed: int, lap: int) -> tuple[tuple[datetime, str], FeedRecord]:
    draw = random.Random(f"{seed} {lap} {report.key}{report.label}")
    begun = FIRST_DAY + lap * REPEAT_AFTER + report.after
    time = begun + timedelta(milliseconds=draw.randrange(_SENDING_MS))
    envelope = Envelope(
        id=UUID(int=draw.getrandbits(128), version=4),
        source=report.source,
        type=report.type,
        time=time,
    )
    key = report.key.encode()
    if draw.random() < _STRUCTURED_SHARE:
        record = structured(envelope, key, report.body)
    else:
        record = binary(envelope, key, as_json(report.body))
    return (time, report.key + report.label), record
