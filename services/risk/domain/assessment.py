"""Assessment: one verdict per right of LkSG section 2(2) and (3) for one supplier.

The abstract and the concrete step of a risk analysis (BAFA handout of 2022, steps 1 and 2).
Likelihood is the highest over all that speaks, since an average hides the worst; what is silent
lowers nothing, and a clean audit is silent. What speaks of the supplier itself makes a right known.

A superseded supplier gets one last assessment: every right unknown, without severity, with the
reason `superseded`. Emitting nothing instead would leave its old verdict standing for ever.
"""

from collections.abc import Iterable
from dataclasses import replace

from sorgfalt_contracts.terms import Knowledge, Right, SupplierId

from services.risk.domain.concrete import NOTHING, Concrete
from services.risk.domain.exposure import Exposure, Place, PlaceKind, exposure_of
from services.risk.domain.method import Method
from services.risk.domain.supplier import Supplier
from services.risk.domain.verdict import Evidence, Reason, RightAssessment, because

RIGHTS: tuple[Right, ...] = tuple(Right)


def assess_supplier(supplier: Supplier, method: Method) -> tuple[RightAssessment, ...]:
    """Return the verdict on each of the 20 rights, in the law's order, as places alone give it."""
    return assess_exposure(exposure_of(supplier, method.place_order), method)


def assess_exposure(
    exposure: Exposure, method: Method, concrete: Concrete = NOTHING
) -> tuple[RightAssessment, ...]:
    """Return the verdict on each right for who is exposed like this, with what is said of it."""
    if exposure.superseded_by is not None:
        return _superseded(exposure.superseded_by, method)
    found: dict[Right, list[Evidence]] = {right: [] for right in method.ruled_rights}
    for evidence in (*_evidence(exposure, method), *concrete.evidence):
        found.setdefault(evidence.right, []).append(evidence)
    notices = {right: _notices(right, concrete, method) for right in RIGHTS}
    context = _context(exposure, method)
    return tuple(
        _judge(right, found[right], (*context, *notices[right]), method)
        if right in found
        else _unruled(right, notices[right], method)
        for right in RIGHTS
    )


def _evidence(exposure: Exposure, method: Method) -> Iterable[Evidence]:
    said = {}
    for place in exposure.places:
        said.update(dict.fromkeys(_of_place(place, method)))
    yield from said
    for place in method.ledger.places(exposure):
        for evidence in _of_place(place, method):
            if evidence not in said:
                yield _assumed(evidence)
    for material in method.ledger.silent(exposure.untraced):
        reason = method.because("origin-unknown", material=material)
        for right in method.ruled_rights:
            yield Evidence(right=right, likelihood=None, reason=reason)


def _of_place(place: Place, method: Method) -> Iterable[Evidence]:
    yield from method.index.evidence(place.country)
    yield from method.goods.evidence(place)


def _assumed(evidence: Evidence) -> Evidence:
    """Return evidence of a country that nobody named, marked so in its reason."""
    reason = evidence.reason
    inputs = {**dict(reason.inputs), "place": PlaceKind.ASSUMED_ORIGIN.value}
    return replace(evidence, reason=because(reason.code, reason.source, **inputs))


def _context(exposure: Exposure, method: Method) -> tuple[Reason, ...]:
    """Return what has to be said of the places themselves, before anything said about them."""
    origins = tuple(each.reason for each in method.ledger.assumed(exposure.untraced))
    if not exposure.places:
        return (method.because("no-country"), *origins)
    if exposure.kind is PlaceKind.SEAT:
        country = exposure.places[0].country
        return (method.because("seat-for-sites", country=country), *origins)
    return origins


def _notices(right: Right, concrete: Concrete, method: Method) -> tuple[Reason, ...]:
    """Return what has to be seen beside a right's evidence, each once."""
    found = {each.reason: None for each in concrete.notices if each.right in {right, None}}
    return _limited(tuple(found), method)


def _unruled(right: Right, notices: tuple[Reason, ...], method: Method) -> RightAssessment:
    """Return the verdict on a right for which nothing speaks and the method has no source."""
    if not notices:
        return method.unruled[right]
    return method.unknown(right, method.because("no-rule"), *notices)


def _judge(
    right: Right, evidence: list[Evidence], context: tuple[Reason, ...], method: Method
) -> RightAssessment:
    ordered = sorted(evidence, key=_worst_first)
    reasons = (*context, *_limited(tuple(each.reason for each in ordered), method))
    likelihoods = [each.likelihood for each in evidence if each.likelihood is not None]
    if not likelihoods:
        return method.unknown(right, *reasons)
    if not any(each.is_concrete for each in evidence):
        return method.assumed(right, max(likelihoods), *reasons)
    severities = [each.severity for each in evidence if each.severity is not None]
    return method.known(right, max(likelihoods), max(severities, default=None), *reasons)


def _limited(reasons: tuple[Reason, ...], method: Method) -> tuple[Reason, ...]:
    """Return at most as many reasons as the method shows, and one that counts the rest."""
    kept = reasons[: method.most_reasons]
    if rest := len(reasons) - len(kept):
        return (*kept, method.because("more-reasons", count=str(rest)))
    return kept


def _worst_first(evidence: Evidence) -> tuple[bool, int, str, tuple[tuple[str, str], ...]]:
    """Order what speaks of the supplier itself before what speaks of its places."""
    reason = evidence.reason
    return not evidence.is_concrete, -(evidence.likelihood or 0), reason.code, reason.inputs


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
