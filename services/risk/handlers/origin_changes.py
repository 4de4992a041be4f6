"""Origin changes: when a verdict holds another origin than the one before, the history says why."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from services.risk import store, translate
from services.risk.domain.origin import Origin, why
from services.risk.domain.supplier import Material, SupplierKey
from services.risk.store import OriginChange
from services.risk.translate import PublishedVerdict
from shared.store.transaction import Transaction

Origins: TypeAlias = dict[Material, Origin]


async def note_origin_changes(
    tx: Transaction, began: Mapping[SupplierKey, bytes], published: Sequence[PublishedVerdict]
) -> None:
    """Write what published verdicts change in the origins of their suppliers.

    `began` holds the digest of the verdict that each supplier had before, empty if it had none:
    the first verdict on a supplier replaces nothing.
    """
    had = {each.key: (each.key[0], began[each.key]) for each in published if began[each.key]}
    held: dict[SupplierKey, Origins] = {}
    if had:
        documents = await store.read_origins(tx, set(had.values()))
        held = {
            key: _by_material(translate.origins_of(documents[verdict]))
            for key, verdict in had.items()
        }
    changes = [change for each in published for change in _changes(held, each)]
    if changes:
        await store.add_origin_changes(tx, changes)


def _changes(
    held: dict[SupplierKey, Origins], published: PublishedVerdict
) -> Iterator[OriginChange]:
    """Yield what one verdict changes; then it is the one that is held."""
    after = _by_material(translate.origins_in(published.verdict))
    before = held.get(published.key, after)
    held[published.key] = after
    for material in sorted(before.keys() | after.keys()):
        old, new = before.get(material), after.get(material)
        if old != new:
            yield OriginChange(
                key=published.key,
                material=material,
                version=published.profile.version,
                changed_at=published.cause.now,
                reason=why(old, new),
                before=None if old is None else translate.origin_document(old),
                after=None if new is None else translate.origin_document(new),
            )


def _by_material(origins: Sequence[Origin]) -> Origins:
    return {each.material: each for each in origins}
