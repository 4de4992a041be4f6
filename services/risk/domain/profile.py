"""Risk profile: how far risk is with one supplier of one company."""

from dataclasses import dataclass

from services.risk.domain.supplier import Supplier


@dataclass(frozen=True, kw_only=True, slots=True)
class RiskProfile:
    """Which state of the supplier was judged last, and which verdict was published last.

    `supplier_version` is the supplier's; `version` is the verdict's and rises by one with each
    verdict that differs; `digest` is the last verdict's. All zero: nothing was judged yet.
    """

    supplier_version: int = 0
    version: int = 0
    digest: bytes = b""


def is_news(profile: RiskProfile, supplier: Supplier) -> bool:
    """Say whether this state of the supplier is newer than the one judged last.

    Late, repeated and out-of-order news is ignored: only a higher version counts.
    """
    return supplier.version > profile.supplier_version


def revise(profile: RiskProfile, supplier: Supplier, digest: bytes) -> RiskProfile:
    """Return the profile after judging a newer state; an equal verdict keeps its version."""
    return RiskProfile(
        supplier_version=supplier.version,
        version=profile.version + (digest != profile.digest),
        digest=digest,
    )
