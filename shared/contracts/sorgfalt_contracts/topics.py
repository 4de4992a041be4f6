"""Every topic: who writes it, what is on it, how it is kept; source of infra/kafka/topics.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sorgfalt_contracts import events

PARTITIONS: Final = 6
"""On every topic, for ever: changing it would break the order of keys."""

MAX_EVENT_BYTES: Final = 1024 * 1024
"""Our own limit for one event; above it a dead letter keeps hash and first 64 KiB."""

_FOR_EVER: Final = "-1"
_DAYS_14: Final = str(14 * 24 * 60 * 60 * 1000)


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """One topic. `key` names the aggregate; `config` holds the broker's own settings."""

    name: str
    written_by: str
    key: str
    events: tuple[type[events.Event], ...]
    retention_ms: str = _FOR_EVER
    extra: Mapping[str, str] = field(default_factory=dict)
    partitions: int = PARTITIONS

    @property
    def config(self) -> Mapping[str, str]:
        """Return what the broker is told when the topic is made."""
        return {
            "cleanup.policy": "delete",
            "retention.ms": self.retention_ms,
            "max.message.bytes": str(4 * MAX_EVENT_BYTES),
            **self.extra,
        }

    @property
    def is_fact(self) -> bool:
        """Say whether a relay of ours writes it, so that records carry a gap-free sequence."""
        return self.written_by != "senders"


INTAKE_INBOX: Final = Topic(
    name="intake-inbox",
    written_by="senders",
    key="system/client/number",
    events=(events.SupplierReported, events.AuditReported),
    retention_ms=_DAYS_14,
    extra={"message.timestamp.type": "LogAppendTime"},
)
SUPPLIER_UPDATED: Final = Topic(
    name="supplier-updated",
    written_by="intake",
    key="supplier_id",
    events=(events.SupplierUpdated,),
)
AUDIT_COMPLETED: Final = Topic(
    name="audit-completed",
    written_by="intake",
    key="supplier_id",
    events=(events.AuditCompleted,),
)
GRIEVANCE_FILED: Final = Topic(
    name="grievance-filed",
    written_by="grievance",
    key="case_id",
    events=(events.GrievanceFiled,),
    retention_ms=_DAYS_14,
)
GRIEVANCE_UPDATED: Final = Topic(
    name="grievance-updated",
    written_by="grievance",
    key="case_id",
    events=(events.GrievanceUpdated,),
    retention_ms=_DAYS_14,
)
RISK_ASSESSED: Final = Topic(
    name="risk-assessed",
    written_by="risk",
    key="supplier_id",
    events=(events.RiskAssessed,),
)
ACTION_PLAN_CHANGED: Final = Topic(
    name="action-plan-changed",
    written_by="risk",
    key="plan_id",
    events=(events.ActionPlanChanged,),
)
ACTION_PLAN_DUE: Final = Topic(
    name="action-plan-due",
    written_by="risk",
    key="plan_id",
    events=(events.ActionPlanDue,),
)
EXIT_ASSESSED: Final = Topic(
    name="exit-assessed",
    written_by="risk",
    key="supplier_id",
    events=(events.ExitAssessed,),
)
DISCLOSURE_PUBLISHED: Final = Topic(
    name="disclosure-published",
    written_by="reporting",
    key="company_id",
    events=(events.DisclosurePublished,),
)
SERVICES: Final = ("intake", "risk", "grievance", "reporting")
DEAD_LETTERS: Final[Mapping[str, Topic]] = {
    service: Topic(
        name=f"{service}-dead-letter",
        written_by=service,
        key="as received",
        events=(events.DeadLetterNoticed,),
        retention_ms=_DAYS_14,
    )
    for service in SERVICES
}
TOPICS: Final[tuple[Topic, ...]] = (
    INTAKE_INBOX,
    SUPPLIER_UPDATED,
    AUDIT_COMPLETED,
    GRIEVANCE_FILED,
    GRIEVANCE_UPDATED,
    RISK_ASSESSED,
    ACTION_PLAN_CHANGED,
    ACTION_PLAN_DUE,
    EXIT_ASSESSED,
    DISCLOSURE_PUBLISHED,
    *DEAD_LETTERS.values(),
)
BY_NAME: Final[Mapping[str, Topic]] = {topic.name: topic for topic in TOPICS}
