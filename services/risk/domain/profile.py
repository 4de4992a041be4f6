"""Risk profile: how far risk is with one supplier of one company."""

from dataclasses import dataclass, replace

from sorgfalt_contracts.terms import SupplierId

from services.risk.domain.supplier import Supplier


@dataclass(frozen=True, kw_only=True, slots=True)
class RiskProfile:
    """Which state of the supplier was judged last, and which verdict was published last.

    `supplier_version` is the supplier's; `version` is the verdict's and rises by one with each
    verdict that differs; `digest` is the last verdict's. All zero: nothing was judged yet.
    `is_watched` says that there is more to judge by than the supplier's own state: audits, cases,
    or suppliers that were merged into it.
    """

    supplier_version: int = 0
    version: int = 0
    digest: bytes = b""
    superseded_by: SupplierId | None = None
    is_watched: bool = False

    @property
    def stands_alone(self) -> bool:
        """Say whether the supplier's own state is all there is to judge by."""
        return not self.is_watched and self.superseded_by is None


def is_news(profile: RiskProfile, supplier: Supplier) -> bool:
    """Say whether this state of the supplier is newer than the one judged last.

    Late, repeated and out-of-order news is ignored: only a higher version counts.
    """
    return supplier.version > profile.supplier_version


def revise(profile: RiskProfile, supplier: Supplier, digest: bytes) -> RiskProfile:
    """Return the profile after judging a state; an equal verdict keeps its version."""
    return replace(
        profile,
        supplier_version=supplier.version,
        superseded_by=supplier.superseded_by,
        version=profile.version + (digest != profile.digest),
        digest=digest,
    )
