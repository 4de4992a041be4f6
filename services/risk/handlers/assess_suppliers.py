"""Assess suppliers: each newer state of a supplier is judged; a verdict that differs leaves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from services.risk import store, translate
from services.risk.domain.assessment import assess_exposure
from services.risk.domain.exposure import Exposure, exposure_of
from services.risk.domain.method import Method
from services.risk.domain.profile import RiskProfile, is_news, revise
from services.risk.domain.supplier import Supplier, SupplierKey
from services.risk.translate import PublishedVerdict, WrittenVerdict
from shared.store.cause import Caused
from shared.store.transaction import Transaction


async def assess_suppliers(
    method: Method, tx: Transaction, work: Sequence[Caused[Supplier]]
) -> None:
    """Judge what is new in the batch, in order per supplier."""
    profiles = await store.load_profiles(tx, {each.command.key for each in work})
    judged = _fold(method, profiles, work)
    await store.save_profiles(tx, list(judged.saved.values()))
    tx.append(translate.facts(judged.published))


@dataclass(slots=True)
class _Judged:
    """What a batch comes to: the last state of each profile, every verdict that differs."""

    saved: dict[SupplierKey, store.SavedProfile] = field(default_factory=dict)
    published: list[PublishedVerdict] = field(default_factory=list)


def _fold(
    method: Method, profiles: dict[SupplierKey, RiskProfile], work: Sequence[Caused[Supplier]]
) -> _Judged:
    judged = _Judged()
    for each in work:
        supplier = each.command
        key, before = supplier.key, profiles[supplier.key]
        if not is_news(before, supplier):
            continue
        verdict = _verdict(exposure_of(supplier, method.place_order), method)
        after = profiles[key] = revise(before, supplier, verdict.digest)
        judged.saved[key] = store.SavedProfile(
            key=key, profile=after, exposure=verdict.exposure, verdict=verdict.encoded
        )
        if after.version != before.version:
            judged.published.append(
                PublishedVerdict(key=key, profile=after, verdict=verdict, cause=each.cause)
            )
    return judged


@lru_cache(maxsize=4_096)
def _verdict(exposure: Exposure, method: Method) -> WrittenVerdict:
    """Return the verdict; kept, since suppliers of one country and material share theirs."""
    return translate.written(method.source.pack, exposure, assess_exposure(exposure, method))
