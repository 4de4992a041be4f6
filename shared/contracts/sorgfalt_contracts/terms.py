"""Terms of the field: opaque identifiers and closed vocabularies. Standard library only.

Codes of rights follow the numbers of LkSG section 2(2) (HR) and 2(3) (EN), text of 2021.
A code a reader does not know reads as `unknown` (structs.py); it never stops a reader.
"""

from enum import StrEnum
from typing import Final, NewType
from uuid import UUID, uuid5

CompanyId = NewType("CompanyId", UUID)
SupplierId = NewType("SupplierId", UUID)
SiteId = NewType("SiteId", UUID)
AuditId = NewType("AuditId", UUID)
CaseId = NewType("CaseId", UUID)
PlanId = NewType("PlanId", UUID)
EditionId = NewType("EditionId", UUID)

NAMESPACE: Final = UUID("5c0a7a51-3f0e-5f5e-9d3b-2f6a5d1b7e10")
"""Root of all derived identifiers (uuid5); never changes."""


def derived_id(*parts: str) -> UUID:
    """Return the uuid5 of the parts under our namespace; the same parts give the same id for ever.

    Parts are joined by the ASCII unit separator, which no accepted text may contain.
    """
    return uuid5(NAMESPACE, "\x1f".join(parts))


class Relation(StrEnum):
    """How a supplier stands to the obliged company (LkSG section 2(5)-(8))."""

    OWN_SITE = "own-site"
    SUBSIDIARY = "subsidiary"
    DIRECT = "direct"
    INDIRECT = "indirect"
    PRESUMED = "presumed"  # believed to supply somebody up the chain; no contract known
    CANDIDATE = "candidate"
    FORMER = "former"


class Stage(StrEnum):
    """Step of a material's way; mine and refinery of one metal lie on different continents."""

    MINE = "mine"
    SMELTER = "smelter"
    REFINERY = "refinery"
    PLANT = "plant"
    OTHER = "other"


class Confidence(StrEnum):
    """How sure a source says it is of a site's data."""

    VERY_LOW = "very-low"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class BlockState(StrEnum):
    """What the ERP lets purchasing do with a supplier."""

    BLOCKED = "blocked"
    TERMINATED = "terminated"


class Knowledge(StrEnum):
    """State of knowledge; no data is its own state, and assumed is not known (design 4.4)."""

    KNOWN = "known"
    ASSUMED = "assumed"
    UNKNOWN = "unknown"


class Priority(StrEnum):
    """Order of action among assessed rights; severity leads (UNGP 24)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Involvement(StrEnum):
    """Own contribution to an impact (LkSG section 3(2) no. 4; CSDDD Article 10)."""

    CAUSED = "caused"
    CONTRIBUTED = "contributed"
    LINKED = "linked"
    UNKNOWN = "unknown"


class FindingGrade(StrEnum):
    """Grade an auditor gives a finding."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


class AuditKind(StrEnum):
    """What an audit event stands for."""

    AUDIT = "audit"
    AWARD = "award"


class CaseStage(StrEnum):
    """Stage of a complaint in a procedure (BAFA guidance on LkSG section 8)."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    ADMITTED = "admitted"
    REFUSED = "refused"
    INVESTIGATED = "investigated"
    REMEDY_AGREED = "remedy-agreed"
    CLOSED = "closed"


class RemedyState(StrEnum):
    """What an affected person has received (CSDDD Article 12)."""

    NONE = "none"
    PROPOSED = "proposed"
    AGREED = "agreed"
    DELIVERED = "delivered"
    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not-confirmed"
    UNREACHABLE = "unreachable"


class CaseOutcome(StrEnum):
    """How a closed complaint ended; a refusal and a mediation are ends of their own."""

    REMEDIED = "remedied"
    SETTLED = "settled"
    UNFOUNDED = "unfounded"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REFERRED = "referred"
    UNRESOLVED = "unresolved"


class Timeliness(StrEnum):
    """Whether a step came within its period; what nobody timed is not in time."""

    IN_TIME = "in-time"
    LATE = "late"
    AWAITED = "awaited"
    OVERDUE = "overdue"
    NOT_TIMED = "not-timed"


class OriginBasis(StrEnum):
    """What a material's origin rests on; assumed ones act from the first day on."""

    ASSUMED = "assumed"
    CONFIRMED = "confirmed"


class PlanState(StrEnum):
    """State of an action plan; paper is not delivery."""

    OPEN = "open"
    CLOSED_DELIVERED = "closed-delivered"
    CLOSED_ON_PAPER = "closed-on-paper"


class DueStep(StrEnum):
    """Where a plan stands to its date."""

    DUE_SOON = "due-soon"
    DUE = "due"
    OVERDUE = "overdue"


class ExitState(StrEnum):
    """Outcome of an exit dossier (LkSG section 7(3))."""

    ENDING = "ending"
    SUSPENDED = "suspended"
    KEPT = "kept"


class Right(StrEnum):
    """Prohibitions of LkSG section 2(2) nos. 1-12 and 2(3) nos. 1-8."""

    CHILD_MIN_AGE = "HR01"
    CHILD_WORST = "HR02"
    FORCED_LABOUR = "HR03"
    SLAVERY = "HR04"
    OCCUPATIONAL_SAFETY = "HR05"
    FREEDOM_OF_ASSOCIATION = "HR06"
    DISCRIMINATION = "HR07"
    WAGE = "HR08"
    ENVIRONMENT_HEALTH = "HR09"
    LAND = "HR10"
    SECURITY_FORCES = "HR11"
    CATCH_ALL = "HR12"
    MERCURY_PRODUCTS = "EN01"
    MERCURY_PROCESS = "EN02"
    MERCURY_WASTE = "EN03"
    POPS_USE = "EN04"
    POPS_WASTE = "EN05"
    HAZARDOUS_EXPORT = "EN06"
    HAZARDOUS_EXPORT_ANNEX_VII = "EN07"
    HAZARDOUS_IMPORT = "EN08"
