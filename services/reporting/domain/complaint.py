"""What this service keeps of a complaint: codes of its newest state, and no one it is about."""

from dataclasses import dataclass

from sorgfalt_contracts.terms import (
    CaseId,
    CaseOutcome,
    CaseStage,
    CompanyId,
    RemedyState,
    Timeliness,
)

from services.reporting.domain.projection import EventReference, Key


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseState:
    """A complaint as its newest fact tells it; None means unknown or not decided.

    Only whether it is attributed to any supplier is kept, not to whom: no figure needs more.
    """

    company_id: CompanyId
    case_id: CaseId
    version: int
    stage: CaseStage | None
    rights: tuple[str, ...]
    severity: int | None
    substantiated: bool | None
    outcome: CaseOutcome | None
    is_attributed: bool
    acknowledgement: Timeliness | None
    feedback: Timeliness | None
    remedy: RemedyState | None
    event: EventReference

    @property
    def key(self) -> Key:
        """Return the aggregate."""
        return self.company_id, self.case_id
