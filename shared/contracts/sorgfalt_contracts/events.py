"""Every event by its type (closed models; structs.py holds the tolerant readers)."""

from typing import Final

from sorgfalt_contracts.facts import (
    AuditCompleted,
    DeadLetterNoticed,
    DisclosurePublished,
    GrievanceFiled,
    GrievanceUpdated,
    SupplierUpdated,
)  # fmt: skip
from sorgfalt_contracts.fields import ERA, MAX_SITES, Event, Model
from sorgfalt_contracts.judgements import (
    ActionPlanChanged,
    ActionPlanDue,
    ExitAssessed,
    RiskAssessed,
)
from sorgfalt_contracts.reports import AuditReported, ReportedSite, SupplierReported

__all__ = [
    "BY_TYPE", "ERA", "EVENTS", "MAX_SITES", "ActionPlanChanged", "ActionPlanDue",
    "AuditCompleted", "AuditReported", "DeadLetterNoticed", "DisclosurePublished", "Event",
    "ExitAssessed", "GrievanceFiled", "GrievanceUpdated", "Model", "ReportedSite",
    "RiskAssessed", "SupplierReported", "SupplierUpdated",
]  # fmt: skip

EVENTS: Final[tuple[type[Event], ...]] = (
    SupplierReported, AuditReported, SupplierUpdated, AuditCompleted, GrievanceFiled,
    GrievanceUpdated, RiskAssessed, ActionPlanChanged, ActionPlanDue, ExitAssessed,
    DisclosurePublished, DeadLetterNoticed,
)  # fmt: skip
BY_TYPE: Final[dict[str, type[Event]]] = {event.TYPE: event for event in EVENTS}
