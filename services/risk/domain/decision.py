"""Decisions: what a person ruled about an audit and a complaint that contradict each other."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from sorgfalt_contracts.terms import AuditId, CaseId, CompanyId


class Ruling(StrEnum):
    """Which of the two stands. See METHOD.md for what follows from each."""

    COMPLAINT_STANDS = "complaint-stands"
    AUDIT_STANDS = "audit-stands"
    BOTH_STAND = "both-stand"


Pair: TypeAlias = tuple[AuditId, CaseId]
"""What a contradiction is between."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """A ruling with its reasons; made once, never changed.

    `decided_by` is a role, `reasons` are codes. The note is kept here and leaves on no topic.
    """

    company_id: CompanyId
    audit_id: AuditId
    case_id: CaseId
    ruling: Ruling
    reasons: tuple[str, ...]
    decided_by: str
    decided_at: datetime
    note: str = ""

    @property
    def pair(self) -> Pair:
        """Return what it was decided about."""
        return self.audit_id, self.case_id

    def says_the_same_as(self, other: "Decision") -> bool:
        """Say whether two decisions differ in nothing but their moment."""
        return _said(self) == _said(other)


def _said(decision: Decision) -> tuple[object, ...]:
    reasons = frozenset(decision.reasons)
    return decision.pair, decision.ruling, reasons, decision.decided_by, decision.note
