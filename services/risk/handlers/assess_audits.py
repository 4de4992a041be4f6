"""Assess audits: each is kept once, and the suppliers they speak of are judged again."""

from collections.abc import Sequence

from services.risk import store, translate
from services.risk.domain.audit import Audit
from services.risk.domain.method import Method
from services.risk.handlers.judging import judge_again
from shared.store.cause import Caused
from shared.store.transaction import Transaction


async def assess_audits(method: Method, tx: Transaction, work: Sequence[Caused[Audit]]) -> None:
    """Keep the audits of the batch that are new, and judge by them; a repeat changes nothing."""
    audits = [each.command for each in work]
    new = await store.save_audits(tx, [(each, translate.document(each)) for each in audits])
    causes = {each.command.key: each.cause for each in work if each.command.audit_id in new}
    if causes:
        await store.load_profiles(tx, causes)
        await store.watch_profiles(tx, causes)
        await judge_again(method, tx, causes)
