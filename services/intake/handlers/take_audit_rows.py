"""Take rows of an audit file: the supplier, the audit if the row is one, and the row's own words.

A row is taken whole or not at all.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.intake.domain.audit_row import TakeAuditRow
from services.intake.handlers import record_audits, record_suppliers
from services.intake.handlers.record_suppliers import Verdict
from services.intake.store import audits as rows
from services.intake.store.audits import RowStatement
from services.intake.store.received import Outcome
from shared.store.cause import Caused
from shared.store.transaction import Transaction

Work = Sequence[Caused[TakeAuditRow]]


async def take_audit_rows(tx: Transaction, work: Work) -> list[Outcome]:
    """Return what became of each row, in order; raise BadEventError."""
    reported = [Caused(command=each.command.supplier, cause=each.cause) for each in work]
    suppliers = await record_suppliers.record_and_answer(tx, reported)
    told = [
        (each.cause.event_id, Caused(command=each.command.audit, cause=each.cause))
        for each in work
        if each.command.audit is not None
    ]
    taken = await record_audits.record_and_answer(tx, [audit for _, audit in told]) if told else []
    audits = dict(zip((event_id for event_id, _ in told), taken, strict=True))
    kept = [
        (each.cause.company_id, _statement(each, supplier))
        for each, supplier in zip(work, suppliers, strict=True)
    ]
    await rows.save_statements(tx, kept)
    return [_outcome(*each, audits) for each in zip(work, suppliers, strict=True)]


def _statement(work: Caused[TakeAuditRow], supplier: Outcome) -> RowStatement:
    audit = work.command.audit
    return RowStatement(
        statement_id=UUID(work.cause.event_id),
        source=work.cause.source,
        kind=work.command.kind,
        supplier_id=supplier.supplier_id,
        audit_id=None if audit is None else audit.audit_id,
        imported_at=work.cause.now,
        cells=work.command.cells,
    )


def _outcome(
    work: Caused[TakeAuditRow], supplier: Outcome, audits: Mapping[str, Outcome]
) -> Outcome:
    """Return what became of a row; that its words were kept is news in itself."""
    audit = audits.get(work.cause.event_id)
    parts = (supplier,) if audit is None else (supplier, audit)
    return Outcome(
        verdict=Verdict.RECORDED.value,
        reasons=tuple(reason for part in parts for reason in part.reasons),
        supplier_id=supplier.supplier_id,
        fact_ids=tuple(fact_id for part in parts for fact_id in part.fact_ids),
    )
