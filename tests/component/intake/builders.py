"""Work as a door hands it to a handler, and what can be seen of it afterwards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sorgfalt_contracts.terms import CompanyId

from services.intake.domain.audit import ReportAudit
from services.intake.domain.record import RecordKey
from services.intake.domain.report import ReportSupplier
from services.intake.handlers import record_audits
from services.intake.handlers.record_suppliers import record_suppliers
from services.intake.store.received import Outcome
from shared.store.cause import Cause, Caused
from shared.store.pool import Store
from tests.unit.intake.builders import COMPANY, MORNING, a_key, statements

OTHER_COMPANY = CompanyId(UUID(int=7))


def caused(
    report: ReportSupplier | ReportAudit, event_id: str = "e-1", at: datetime = MORNING
) -> Caused[Any]:
    cause = Cause(
        event_id=event_id,
        correlation_id=f"chain-{event_id}",
        depth=0,
        source="/erp/s4p",
        company_id=report.company_id,
        occurred_at=at,
        now=MORNING,
        traceparent=None,
        topic="intake-inbox",
        partition=0,
        offset=0,
        sequence=0,
    )
    return Caused(command=report, cause=cause)


def work_of(reports: Iterable[ReportSupplier | ReportAudit]) -> list[Caused[Any]]:
    return [caused(report, f"e-{number}") for number, report in enumerate(reports)]


def a_report_to(
    company: CompanyId = COMPANY,
    key: RecordKey | None = None,
    at: datetime = MORNING,
    **values: Any,
) -> ReportSupplier:
    return ReportSupplier(
        company_id=company, key=key or a_key(), statements=statements(at, **values)
    )


async def take(store: Store, *reports: ReportSupplier) -> None:
    """Take the reports in one transaction, as the consumer does with a batch."""
    async with store.transaction({report.company_id for report in reports}) as tx:
        await record_suppliers(tx, work_of(reports))


async def take_audits(store: Store, *audits: ReportAudit, start: int = 0) -> list[Outcome]:
    """Take the audits in one transaction, as the consumer does with a batch."""
    work = [caused(audit, f"a-{start + number}") for number, audit in enumerate(audits)]
    async with store.transaction({audit.company_id for audit in audits}) as tx:
        return await record_audits.record_and_answer(tx, work)


@dataclass(frozen=True, kw_only=True, slots=True)
class Left:
    """A fact as it lies in the outbox."""

    topic: str
    key: str
    event_id: UUID
    causation_id: str
    company_id: UUID
    body: dict[str, Any]


async def facts(store: Store) -> list[Left]:
    """Return all facts that left, each partition in its order."""
    rows = await store.pool.fetch("select * from outbox order by topic, part, sequence")
    return [
        Left(
            topic=row["topic"],
            key=bytes(row["key"]).decode(),
            event_id=row["event_id"],
            causation_id=row["causation_id"],
            company_id=row["company_id"],
            body=msgspec.json.decode(row["data"]),
        )
        for row in rows
    ]


async def known(store: Store, companies: Sequence[CompanyId] = (COMPANY,)) -> list[dict[str, Any]]:
    """Return the suppliers as they stand, without those merged away, in order of their ids."""
    async with store.reading(companies) as connection:
        rows = await connection.fetch(
            "select document from suppliers order by company_id, supplier_id"
        )
    documents: list[dict[str, Any]] = [msgspec.json.decode(row["document"]) for row in rows]
    return [document for document in documents if document["superseded_by"] is None]
