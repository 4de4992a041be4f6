"""Take reports of audits: find the supplier, open it if nobody told of it, tell each audit once."""

from collections.abc import Mapping, Sequence

from sorgfalt_contracts.faults import BadEventError, DeadLetterReason
from sorgfalt_contracts.terms import SupplierId

from services.intake.domain import audit
from services.intake.domain.audit import ReportAudit, Standing
from services.intake.domain.grouping import Place
from services.intake.handlers import record_suppliers
from services.intake.handlers.record_suppliers import Verdict
from services.intake.store import audits as rows
from services.intake.store import suppliers
from services.intake.store.audits import SavedAudit
from services.intake.store.received import Outcome
from services.intake.translate import audits as translate
from shared.store.cause import Caused
from shared.store.outbox import Fact
from shared.store.transaction import Transaction

Work = Sequence[Caused[ReportAudit]]
Opened = Mapping[Place, Outcome]


async def record_audits(tx: Transaction, work: Work) -> None:
    """Take a batch of audits."""
    await record_and_answer(tx, work)


async def record_and_answer(tx: Transaction, work: Work) -> list[Outcome]:
    """Take a batch of audits and return what became of each; raise BadEventError.

    An audit whose number already stands for something else is refused.
    """
    reports = [each.command for each in work]
    known = await suppliers.find_records(tx, {_place(report) for report in reports})
    opened = await _open_records(tx, [each for each in work if _place(each.command) not in known])
    of = known | {place: outcome.supplier_id for place, outcome in opened.items()}
    saved = {key: _saved(report, of) for key, report in audit.first_of_each(reports).items()}
    claimed = await rows.claim_audits(tx, saved.values())
    stood = await rows.load_audits(tx, saved.keys() - claimed)
    found = audit.standings(reports, {key: each.digest for key, each in stood.items()})
    if Standing.CONTRADICTED in found:
        raise BadEventError(DeadLetterReason.ALREADY_TAKEN, "audit_number")
    facts = [
        _fact(saved[each.command.audit_key], each) if standing is Standing.COMPLETED else None
        for each, standing in zip(work, found, strict=True)
    ]
    tx.append(fact for fact in facts if fact is not None)
    stands = {**saved, **stood}
    return [
        _outcome(stands[report.audit_key].supplier_id, standing, fact, opened.get(_place(report)))
        for report, standing, fact in zip(reports, found, facts, strict=True)
    ]


async def _open_records(tx: Transaction, work: Work) -> Opened:
    """Open the records that nobody has told of, and return what that did.

    An audit may come before its supplier. It then counts as a report that says nothing: so the
    supplier of every audit is known downstream, and a later merge leaves a pointer behind.
    """
    first = {_place(each.command): translate.opening(each) for each in reversed(work)}
    if not first:
        return {}
    outcomes = await record_suppliers.record_and_answer(tx, list(first.values()))
    return dict(zip(first, outcomes, strict=True))


def _place(report: ReportAudit) -> Place:
    return report.company_id, report.key


def _saved(report: ReportAudit, suppliers_of: Mapping[Place, SupplierId]) -> SavedAudit:
    supplier_id = suppliers_of[_place(report)]
    return SavedAudit(
        key=report.audit_key,
        supplier_id=supplier_id,
        digest=report.digest,
        body=translate.to_body(report, supplier_id),
    )


def _fact(saved: SavedAudit, work: Caused[ReportAudit]) -> Fact:
    return translate.to_fact(saved.supplier_id, saved.body, work.cause)


def _outcome(
    supplier_id: SupplierId, standing: Standing, fact: Fact | None, opening: Outcome | None
) -> Outcome:
    """Return what became of one audit; the one that opened its record tells of that too."""
    if fact is None:
        return Outcome(
            verdict=Verdict.UNCHANGED.value,
            reasons=(standing.value,),
            supplier_id=supplier_id,
            fact_ids=(),
        )
    return Outcome(
        verdict=Verdict.RECORDED.value,
        reasons=(standing.value, *(opening.reasons if opening else ())),
        supplier_id=supplier_id,
        fact_ids=(fact.event_id, *(opening.fact_ids if opening else ())),
    )
