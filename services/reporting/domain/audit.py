"""What this service keeps of an audit: a one-shot with its findings."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sorgfalt_contracts.terms import AuditId, AuditKind, CompanyId, FindingGrade, SupplierId

from services.reporting.domain.projection import EventReference, Key


@dataclass(frozen=True, kw_only=True, slots=True)
class FindingSeen:
    """One finding; `part` tells it from the others of its audit. No grade: one we do not know."""

    part: str
    grade: FindingGrade | None
    rights: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditSeen:
    """One audit or award. None means that nobody has said it, or a code that we do not know.

    `held_on` is a day, a month or a year, as it was told.
    """

    company_id: CompanyId
    audit_id: AuditId
    supplier_id: SupplierId
    kind: AuditKind | None
    scheme: str
    held_on: str | None
    has_result: bool
    findings: tuple[FindingSeen, ...]
    event: EventReference

    @property
    def key(self) -> Key:
        """Return what the fact is about."""
        return self.company_id, self.audit_id


def told_apart(numbers: Iterable[str]) -> tuple[str, ...]:
    """Return the auditor's numbers, those that repeat with a count: 3, 3 (2), 3 (3).

    An auditor may give two findings one number; both count. Numbers hold no blank, so that a
    counted one equals no other.
    """
    seen: Counter[str] = Counter()
    parts = []
    for number in numbers:
        seen[number] += 1
        parts.append(number if seen[number] == 1 else f"{number} ({seen[number]})")
    return tuple(parts)
