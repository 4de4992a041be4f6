"""Complaints as risk may know them: codes and days, no text and no person."""

from dataclasses import dataclass
from typing import Final

from sorgfalt_contracts.terms import (
    CaseId,
    CaseOutcome,
    CaseStage,
    CompanyId,
    RemedyState,
    Right,
    SiteId,
    SupplierId,
)

from services.risk.domain.supplier import SupplierKey
from services.risk.domain.verdict import Grade

DISPROVED: Final = frozenset({CaseOutcome.UNFOUNDED, CaseOutcome.REFUSED, CaseOutcome.REFERRED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Complaint:
    """A case in one state. `version` orders the states; dates are partial.

    A stage or outcome whose code is newer than we are is None, and such a case counts.
    It bears on the suppliers that a handler attributed it to; its sites say where at them.
    """

    company_id: CompanyId
    case_id: CaseId
    version: int
    stage: CaseStage | None
    filed_on: str | None = None
    closed_on: str | None = None
    rights: tuple[Right, ...] = ()
    severity: Grade | None = None
    substantiated: bool | None = None
    outcome: CaseOutcome | None = None
    supplier_ids: tuple[SupplierId, ...] = ()
    site_ids: tuple[SiteId, ...] = ()
    remedy: RemedyState = RemedyState.NONE

    @property
    def keys(self) -> tuple[SupplierKey, ...]:
        """Return the suppliers it was attributed to."""
        return tuple((self.company_id, each) for each in self.supplier_ids)

    @property
    def counts(self) -> bool:
        """Say whether it is evidence: what nobody has decided yet is, what was disproved is not.

        LkSG section 9(3) asks for factual indications, not for proof.
        """
        if self.stage is CaseStage.REFUSED or self.outcome in DISPROVED:
            return False
        return self.substantiated is not False

    @property
    def is_founded(self) -> bool:
        """Say whether somebody has found it to be true, and it was not disproved since."""
        return self.counts and self.substantiated is True
