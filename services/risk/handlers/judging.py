"""Judging again: what is said of a supplier changes its verdict, whoever said it and when.

Every handler that has kept something new about a supplier ends here. The profile is locked before
anything is read, so of two writers the second sees what the first has kept: the verdict follows
from the set of all that was said, never from the order in which it came.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from services.risk import store, translate
from services.risk.domain.assessment import assess_exposure
from services.risk.domain.concrete import NOTHING, Concrete, concrete
from services.risk.domain.contradiction import Contradiction
from services.risk.domain.exposure import Exposure, exposure_of
from services.risk.domain.method import Method
from services.risk.domain.profile import RiskProfile, revise
from services.risk.domain.standing import Standing, standing
from services.risk.domain.supplier import Supplier, SupplierKey
from services.risk.domain.testimony import Testimony
from services.risk.handlers.origin_changes import note_origin_changes
from services.risk.store import SaidOf
from services.risk.translate import PublishedVerdict, WrittenVerdict
from shared.store.cause import Cause
from shared.store.transaction import Connection, Transaction


@dataclass(slots=True)
class Judged:
    """What judging comes to: the last state of each profile, every verdict that differs.

    `began` holds the digest of the verdict that each supplier came with.
    """

    began: dict[SupplierKey, bytes] = field(default_factory=dict)
    saved: dict[SupplierKey, store.SavedProfile] = field(default_factory=dict)
    published: list[PublishedVerdict] = field(default_factory=list)

    def add(
        self, before: RiskProfile, supplier: Supplier, verdict: WrittenVerdict, cause: Cause
    ) -> RiskProfile:
        """Note a verdict; return the profile after it."""
        key, after = supplier.key, revise(before, supplier, verdict.digest)
        self.began.setdefault(key, before.digest)
        self.saved[key] = store.SavedProfile(
            key=key,
            profile=after,
            supplier=translate.supplier_document(supplier),
            exposure=verdict.exposure,
            verdict=verdict.encoded,
        )
        if after.version != before.version:
            self.published.append(
                PublishedVerdict(key=key, profile=after, verdict=verdict, cause=cause)
            )
        return after

    async def leave(self, tx: Transaction) -> None:
        """Write the profiles and let the verdicts go."""
        if self.saved:
            await note_origin_changes(tx, self.began, self.published)
            await store.save_profiles(tx, list(self.saved.values()))
        tx.append(translate.facts(self.published))


def verdict_alone(supplier: Supplier, method: Method) -> WrittenVerdict:
    """Return the verdict on a supplier of whom nobody has said anything."""
    return _abstract(exposure_of(supplier, method.place_order), method)


@lru_cache(maxsize=4_096)
def _abstract(exposure: Exposure, method: Method) -> WrittenVerdict:
    """Return the verdict; kept, since suppliers of one country and material share theirs."""
    return _written(exposure, method, NOTHING)


def _verdict(supplier: Supplier, held: Standing, method: Method) -> WrittenVerdict:
    said = concrete(held, method.evidence)
    if said is NOTHING:
        return verdict_alone(supplier, method)
    exposure = exposure_of(supplier, method.place_order)
    return _written(exposure, method, said, held.contradictions)


def _written(
    exposure: Exposure,
    method: Method,
    said: Concrete,
    contradictions: Sequence[Contradiction] = (),
) -> WrittenVerdict:
    return translate.written(
        method.source.pack,
        exposure,
        assess_exposure(exposure, method, said),
        contradictions,
        method.ledger.origins(exposure),
    )


async def judge_again(method: Method, tx: Transaction, causes: Mapping[SupplierKey, Cause]) -> int:
    """Judge suppliers and whoever carries on for them by all that is kept; return what changed.

    Each cause is that of the news about its supplier. A supplier whose own state has not come yet
    is not judged: what was said of it waits for it.
    """
    profiles, heirs = await _locked(tx, causes)
    led = {heirs[key]: cause for key, cause in causes.items()} | dict(causes)
    states = await store.read_states(tx, led)
    suppliers = {key: translate.supplier_of(document) for key, document in states.items()}
    said = await testimonies(tx, suppliers.values())
    held = {key: standing(said.get(key, Testimony()), method.evidence) for key in suppliers}
    judged = Judged()
    for key, supplier in sorted(suppliers.items()):
        judged.add(profiles[key], supplier, _verdict(supplier, held[key], method), led[key])
    await judged.leave(tx)
    await store.save_contradictions(tx, {key: held[key].contradictions for key in suppliers})
    return len(judged.published)


async def _locked(
    tx: Transaction, keys: Iterable[SupplierKey]
) -> tuple[dict[SupplierKey, RiskProfile], dict[SupplierKey, SupplierKey]]:
    """Lock suppliers and whoever carries on for them; return their profiles, and who that is.

    Who carries on is asked again after each lock: it may have changed while we waited.
    """
    wanted = set(keys)
    profiles: dict[SupplierKey, RiskProfile] = {}
    heirs: dict[SupplierKey, SupplierKey] = {}
    while missing := (wanted | set(heirs.values())) - profiles.keys():
        profiles |= await store.load_profiles(tx, missing)
        heirs = await store.heirs(tx, wanted)
    return profiles, heirs


async def testimonies(
    connection: Connection, suppliers: Iterable[Supplier]
) -> dict[SupplierKey, Testimony]:
    """Return all that was said of suppliers; no entry where nobody said anything.

    What was said of a supplier that was merged into another counts for the one that stands.
    """
    standing = {each.key: each for each in suppliers if each.superseded_by is None}
    said: dict[SupplierKey, list[SaidOf]] = {}
    for each in await store.read_testimony(connection, standing):
        said.setdefault(each.key, []).append(each)
    return {key: _testimony(standing[key], heard) for key, heard in said.items()}


def _testimony(supplier: Supplier, said: Iterable[SaidOf]) -> Testimony:
    documents: dict[str, list[bytes]] = {"audit": [], "complaint": [], "decision": []}
    for each in said:
        documents[each.kind].append(each.document)
    return Testimony(
        audits=frozenset(map(translate.audit_of, documents["audit"])),
        complaints=frozenset(map(translate.complaint_of, documents["complaint"])),
        decisions=frozenset(map(translate.decision_of, documents["decision"])),
        sites=frozenset(site.site_id for site in supplier.sites if site.site_id is not None),
    )
