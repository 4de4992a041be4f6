"""What handlers go by: the revision of a case they saw, whether it is timed, and who stands."""

from collections.abc import Collection, Mapping

from sorgfalt_contracts.terms import CaseStage, SupplierId, Timeliness

from services.grievance.domain.case import Case
from services.grievance.domain.supplier import KnownSupplier

_ENDS = frozenset({CaseStage.CLOSED, CaseStage.REFUSED})


def revision(case: Case) -> int:
    """Return a number that rises with every decision and every text: each leaves one behind."""
    return len(case.steps) + case.entries


def is_ended(case: Case) -> bool:
    """Say whether a case is over."""
    return case.stage in _ENDS


def is_timed(case: Case) -> bool:
    """Say whether anybody times the case; nobody times what was imported from the past."""
    return case.deadlines.acknowledge_by is not None or case.feedback is not Timeliness.NOT_TIMED


def standing(
    asked: Collection[SupplierId], known: Mapping[SupplierId, KnownSupplier]
) -> set[SupplierId] | None:
    """Return the suppliers that stand for those asked for; None if one of them is not known.

    One that was merged is followed to the one that stands, of which news may still be on its way.
    A ring, which only a fault of the sender could make, ends where it began to repeat.
    """
    if not known.keys() >= set(asked):
        return None
    return {_standing(each, known) for each in asked}


def _standing(supplier: SupplierId, known: Mapping[SupplierId, KnownSupplier]) -> SupplierId:
    seen: set[SupplierId] = set()
    while supplier not in seen and supplier in known:
        seen.add(supplier)
        supplier = known[supplier].superseded_by or supplier
    return supplier
