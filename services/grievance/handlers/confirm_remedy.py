"""Confirm a remedy: whoever holds the receipt says whether what was promised has arrived."""

from sorgfalt_contracts.terms import RemedyState

from services.grievance.domain.case import Decision, Party
from services.grievance.domain.receipt import Receipt
from services.grievance.domain.transitions import RemedyStep, remedy
from services.grievance.handlers.desk import Desk
from services.grievance.handlers.keep_case import keep_case
from services.grievance.handlers.read_case import opened
from services.grievance.store import cases
from shared.store.cause import Cause
from shared.store.transaction import Transaction


async def confirm_remedy(
    tx: Transaction,
    desk: Desk,
    receipt: Receipt | None,
    cause: Cause,
    *,
    is_confirmed: bool,
) -> Decision | None:
    """Note what the person says of the remedy; None for a receipt that nobody has."""
    if receipt is None:
        return None
    stored = await cases.lock_case_of_receipt(tx, desk.company_id, desk.vault.lookup(receipt))
    if stored is None or opened(desk, receipt, stored) is None:
        return None
    state = RemedyState.CONFIRMED if is_confirmed else RemedyState.NOT_CONFIRMED
    command = RemedyStep(state=state, by=Party.PERSON)
    decision = remedy(stored.case, command, desk.day(cause.now), desk.rules)
    if decision.case is not stored.case:
        await keep_case(tx, desk, stored, decision.case, cause)
    return decision
