"""Assess suppliers: each newer state of a supplier is judged; a verdict that differs leaves."""

from collections.abc import Mapping, Sequence

from services.risk import store, translate
from services.risk.domain.method import Method
from services.risk.domain.profile import RiskProfile, is_news
from services.risk.domain.supplier import Supplier, SupplierKey
from services.risk.handlers.judging import Judged, judge_again, verdict_alone
from shared.store.cause import Cause, Caused
from shared.store.transaction import Transaction


async def assess_suppliers(
    method: Method, tx: Transaction, work: Sequence[Caused[Supplier]]
) -> None:
    """Judge what is new in the batch: alone, or together with what was said of the supplier.

    Most suppliers stand alone, and these are judged in order, state by state, without a question
    more. The others are judged once, in the newest of their states.
    """
    profiles = await store.load_profiles(tx, {each.command.key for each in work})
    entangled = {
        each.command.key
        for each in work
        if each.command.superseded_by or not profiles[each.command.key].stands_alone
    }
    judged = Judged()
    for each in work:
        supplier = each.command
        if supplier.key not in entangled and is_news(profiles[supplier.key], supplier):
            verdict = verdict_alone(supplier, method)
            profiles[supplier.key] = judged.add(
                profiles[supplier.key], supplier, verdict, each.cause
            )
    await judged.leave(tx)
    newest = _newest([each for each in work if each.command.key in entangled], profiles)
    if newest:
        await _judge_together(method, tx, newest, profiles)


def _newest(
    work: Sequence[Caused[Supplier]], profiles: Mapping[SupplierKey, RiskProfile]
) -> list[Caused[Supplier]]:
    """Return the newest state of each supplier that is news."""
    found: dict[SupplierKey, Caused[Supplier]] = {}
    for each in work:
        supplier, known = each.command, found.get(each.command.key)
        if is_news(profiles[supplier.key], supplier) and (
            known is None or supplier.version > known.command.version
        ):
            found[supplier.key] = each
    return list(found.values())


async def _judge_together(
    method: Method,
    tx: Transaction,
    work: Sequence[Caused[Supplier]],
    profiles: Mapping[SupplierKey, RiskProfile],
) -> None:
    """Judge suppliers with all that was said of them, and whoever carries on for them or did."""
    states = [each.command for each in work]
    await store.save_states(tx, [(each, translate.supplier_document(each)) for each in states])
    causes: dict[SupplierKey, Cause] = {}
    for each in work:
        supplier = each.command
        for heir in (profiles[supplier.key].superseded_by, supplier.superseded_by):
            if heir is not None:
                causes[supplier.company_id, heir] = each.cause
    heirs = set(causes)
    causes |= {each.command.key: each.cause for each in work}
    await store.load_profiles(tx, heirs)
    await store.watch_profiles(tx, heirs)
    await judge_again(method, tx, causes)
