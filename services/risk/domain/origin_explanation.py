"""Explanation of origins: what is held of each material, and why it was something else before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.risk.domain.explanation import sentence
from services.risk.domain.method import Method
from services.risk.domain.origin import Origin
from services.risk.domain.supplier import Material


@dataclass(frozen=True, kw_only=True, slots=True)
class ShareExplained:
    """A country's part in percent; None where nobody knows how much."""

    country: str
    percent: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class OriginExplained:
    """Where a material comes from; `unknown_percent` is what nobody can say."""

    material: str
    basis: str
    stage: str
    shares: list[ShareExplained]
    unknown_percent: float
    confidence: str
    source: str
    edition: str
    review_on: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class OriginChanged:
    """One origin took the place of another with a version of the verdict; None is no origin."""

    material: Material
    version: int
    changed_at: datetime
    reason: str
    before: Origin | None
    after: Origin | None


@dataclass(frozen=True, kw_only=True, slots=True)
class OriginHeld:
    """What was held of a material from some verdict on, and why.

    The first entry of a material has no reason: nothing was replaced. `basis` and `origin` are
    None when nothing was held any more.
    """

    material: str
    basis: str | None
    origin: OriginExplained | None
    since_version: int | None
    since: datetime | None
    reason: str | None
    sentence: str | None


def explain_origin(origin: Origin) -> OriginExplained:
    """Return an origin with plain figures."""
    return OriginExplained(
        material=origin.material,
        basis=origin.basis.value,
        stage=origin.stage.value,
        shares=[
            ShareExplained(
                country=each.country,
                percent=None if each.percent is None else float(each.percent),
            )
            for each in origin.shares
        ],
        unknown_percent=float(origin.unknown_percent),
        confidence=origin.confidence.value,
        source=origin.source.pack,
        edition=origin.source.edition,
        review_on=origin.review_on,
    )


def explain_history(changes: Sequence[OriginChanged], method: Method) -> list[OriginHeld]:
    """Return what was held of each material in turn, from its changes in order of versions."""
    held: list[OriginHeld] = []
    begun: set[Material] = set()
    for change in changes:
        if change.material not in begun and change.before is not None:
            held.append(_held(change.material, change.before))
        begun.add(change.material)
        told = sentence(change.reason, {"material": change.material}, method)
        held.append(_held(change.material, change.after, change, told))
    return held


def _held(
    material: Material,
    origin: Origin | None,
    change: OriginChanged | None = None,
    told: str | None = None,
) -> OriginHeld:
    return OriginHeld(
        material=material,
        basis=None if origin is None else origin.basis.value,
        origin=None if origin is None else explain_origin(origin),
        since_version=None if change is None else change.version,
        since=None if change is None else change.changed_at,
        reason=None if change is None else change.reason,
        sentence=told,
    )
