"""Assessment: one verdict per right of LkSG section 2(2) and (3) for one supplier.

The abstract step of a risk analysis (BAFA handout of 2022, step 1). Likelihood is the highest over
all places, since an average hides the worst; a place without a value lowers nothing.

A superseded supplier gets one last assessment: every right unknown, without severity, with the
reason `superseded`. Emitting nothing instead would leave its old verdict standing for ever.
"""

from collections.abc import Iterable

from sorgfalt_contracts.terms import Knowledge, Right, SupplierId

from services.risk.domain.exposure import Exposure, PlaceKind, exposure_of
from services.risk.domain.method import Method
from services.risk.domain.supplier import Supplier
from services.risk.domain.verdict import Evidence, Reason, RightAssessment

RIGHTS: tuple[Right, ...] = tuple(Right)


def assess_supplier(supplier: Supplier, method: Method) -> tuple[RightAssessment, ...]:
    """Return the verdict on each of the 20 rights, in the law's order."""
    return assess_exposure(exposure_of(supplier, method.place_order), method)


def assess_exposure(exposure: Exposure, method: Method) -> tuple[RightAssessment, ...]:
    """Return the verdict on each right for everyone who is exposed like this."""
    if exposure.superseded_by is not None:
        return _superseded(exposure.superseded_by, method)
    found: dict[Right, list[Evidence]] = {right: [] for right in method.ruled_rights}
    for evidence in _evidence(exposure, method):
        found[evidence.right].append(evidence)
    context = _context(exposure, method)
    return tuple(
        _judge(right, found[right], context, method) if right in found else method.unruled[right]
        for right in RIGHTS
    )


def _evidence(exposure: Exposure, method: Method) -> Iterable[Evidence]:
    for place in exposure.places:
        yield from method.index.evidence(place.country)
        yield from method.goods.evidence(place)


def _context(exposure: Exposure, method: Method) -> tuple[Reason, ...]:
    """Return what has to be said of the places themselves, before anything said about them."""
    if not exposure.places:
        return (method.because("no-country"),)
    if exposure.kind is PlaceKind.SEAT:
        return (method.because("seat-for-sites", country=exposure.places[0].country),)
    return ()


def _judge(
    right: Right, evidence: list[Evidence], context: tuple[Reason, ...], method: Method
) -> RightAssessment:
    reasons = (*context, *_shown(evidence, method))
    likelihoods = [each.likelihood for each in evidence if each.likelihood is not None]
    if not likelihoods:
        return method.unknown(right, *reasons)
    return method.assumed(right, max(likelihoods), *reasons)


def _shown(evidence: list[Evidence], method: Method) -> tuple[Reason, ...]:
    """Return the reasons, the worst first, at most as many as the method shows."""
    ordered = sorted(evidence, key=_worst_first)
    kept = tuple(each.reason for each in ordered[: method.most_reasons])
    if rest := len(ordered) - len(kept):
        return (*kept, method.because("more-reasons", count=str(rest)))
    return kept


def _worst_first(evidence: Evidence) -> tuple[int, str, tuple[tuple[str, str], ...]]:
    return -(evidence.likelihood or 0), evidence.reason.code, evidence.reason.inputs


def _superseded(by: SupplierId, method: Method) -> tuple[RightAssessment, ...]:
    reason = method.because("superseded", by=str(by))
    return tuple(
        RightAssessment(
            right=right,
            knowledge=Knowledge.UNKNOWN,
            severity=None,
            likelihood=None,
            priority=None,
            reasons=(reason,),
        )
        for right in RIGHTS
    )
