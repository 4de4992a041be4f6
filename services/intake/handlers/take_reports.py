"""Take what one door brought, whatever it speaks of: suppliers first, then audits."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, TypeAlias

from services.intake.domain.audit import ReportAudit
from services.intake.domain.report import ReportSupplier
from services.intake.handlers import record_audits, record_suppliers
from services.intake.store.received import Outcome
from shared.store.cause import Caused
from shared.store.transaction import Transaction

Report: TypeAlias = ReportSupplier | ReportAudit
Take: TypeAlias = Callable[[Transaction, Sequence[Caused[Any]]], Awaitable[list[Outcome]]]
IN_ORDER: Final[tuple[tuple[type[Report], Take], ...]] = (
    (ReportSupplier, record_suppliers.record_and_answer),
    (ReportAudit, record_audits.record_and_answer),
)


async def take_reports(tx: Transaction, work: Sequence[Caused[Report]]) -> list[Outcome]:
    """Return what became of each report, in order; raise BadEventError.

    An audit that comes with its supplier finds it, whichever stands first.
    """
    outcomes: dict[int, Outcome] = {}
    for kind, take in IN_ORDER:
        places = [n for n, each in enumerate(work) if isinstance(each.command, kind)]
        if places:
            taken = await take(tx, [work[place] for place in places])
            outcomes.update(zip(places, taken, strict=True))
    return [outcomes[place] for place in range(len(work))]
