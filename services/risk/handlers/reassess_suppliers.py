"""Reassess suppliers: judge what is stored again, by the method and the packs installed now."""

from dataclasses import dataclass

from services.risk import store
from services.risk.domain.method import Method
from services.risk.domain.supplier import SupplierKey
from services.risk.handlers.judging import judge_again
from shared.store.cause import Cause
from shared.store.transaction import Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class Reassessed:
    """One page of suppliers: how many were judged, how many verdicts differ, where to go on.

    `last` is None after the last page.
    """

    judged: int
    changed: int
    last: SupplierKey | None


async def reassess_suppliers(
    method: Method, tx: Transaction, after: SupplierKey, size: int, cause: Cause
) -> Reassessed:
    """Judge the next suppliers in order of their keys; only a verdict that differs leaves."""
    keys = await store.page_profiles(tx, after, size)
    changed = await judge_again(method, tx, dict.fromkeys(keys, cause)) if keys else 0
    return Reassessed(
        judged=len(keys), changed=changed, last=keys[-1] if len(keys) == size else None
    )
