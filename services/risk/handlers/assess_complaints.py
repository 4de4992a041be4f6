"""Assess complaints: the newest state of each case is kept, and its suppliers judged again."""

from collections.abc import Sequence

from sorgfalt_contracts.terms import CaseId

from services.risk import store, translate
from services.risk.domain.complaint import Complaint
from services.risk.domain.method import Method
from services.risk.domain.supplier import SupplierKey
from services.risk.handlers.judging import judge_again
from shared.store.cause import Cause, Caused
from shared.store.transaction import Transaction


async def assess_complaints(
    method: Method, tx: Transaction, work: Sequence[Caused[Complaint]]
) -> None:
    """Keep what is new in the batch and judge by it, also whom a case no longer speaks of."""
    newest = _newest(work)
    states = [each.command for each in newest.values()]
    before = await store.save_cases(tx, [(each, translate.document(each)) for each in states])
    causes: dict[SupplierKey, Cause] = {}
    for case_id, keys in before.items():
        each = newest[case_id]
        causes |= dict.fromkeys(keys | set(each.command.keys), each.cause)
    if causes:
        await store.load_profiles(tx, causes)
        await store.watch_profiles(tx, causes)
        await judge_again(method, tx, causes)


def _newest(work: Sequence[Caused[Complaint]]) -> dict[CaseId, Caused[Complaint]]:
    found: dict[CaseId, Caused[Complaint]] = {}
    for each in work:
        known = found.get(each.command.case_id)
        if known is None or each.command.version > known.command.version:
            found[each.command.case_id] = each
    return found
