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
    """One topic. `key` names the aggregate; `config` holds the broker's own settings.

    `hides_moment`: its facts carry the day as their times, a random id, no cause and no trace, so
    that nobody can tell from the bus who was where when a complaint was filed.
    """

    name: str
    written_by: str
    key: str
    events: tuple[type[events.Event], ...]
    retention_ms: str = _FOR_EVER
    extra: Mapping[str, str] = field(default_factory=dict)
    partitions: int = PARTITIONS
    hides_moment: bool = False

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


def _fact(
    name: str, written_by: str, key: str, event: type[events.Event], retention_ms: str = _FOR_EVER
) -> Topic:
    return Topic(
        name=name,
        written_by=written_by,
        key=key,
        events=(event,),
        retention_ms=retention_ms,
        hides_moment=written_by == "grievance" and key == "case_id",
    )


INTAKE_INBOX: Final = Topic(
    name="intake-inbox",
    written_by="senders",
    key="system/client/number",
    events=(events.SupplierReported, events.AuditReported),
    retention_ms=_DAYS_14,
    extra={"message.timestamp.type": "LogAppendTime"},
)
SUPPLIER_UPDATED: Final = _fact("supplier-updated", "intake", "supplier_id", events.SupplierUpdated)
AUDIT_COMPLETED: Final = _fact("audit-completed", "intake", "supplier_id", events.AuditCompleted)
GRIEVANCE_FILED: Final = _fact(
    "grievance-filed", "grievance", "case_id", events.GrievanceFiled, _DAYS_14
)
GRIEVANCE_UPDATED: Final = _fact(
    "grievance-updated", "grievance", "case_id", events.GrievanceUpdated, _DAYS_14
)
RISK_ASSESSED: Final = _fact("risk-assessed", "risk", "supplier_id", events.RiskAssessed)
ACTION_PLAN_CHANGED: Final = _fact(
    "action-plan-changed", "risk", "plan_id", events.ActionPlanChanged
)
ACTION_PLAN_DUE: Final = _fact("action-plan-due", "risk", "plan_id", events.ActionPlanDue)
EXIT_ASSESSED: Final = _fact("exit-assessed", "risk", "supplier_id", events.ExitAssessed)
DISCLOSURE_PUBLISHED: Final = _fact(
    "disclosure-published", "reporting", "company_id", events.DisclosurePublished
)
SERVICES: Final = ("intake", "risk", "grievance", "reporting")
DEAD_LETTERS: Final[Mapping[str, Topic]] = {
    service: _fact(
        f"{service}-dead-letter", service, "as received", events.DeadLetterNoticed, _DAYS_14
    )
    for service in SERVICES
}
TOPICS: Final[tuple[Topic, ...]] = (
    INTAKE_INBOX, SUPPLIER_UPDATED, AUDIT_COMPLETED, GRIEVANCE_FILED, GRIEVANCE_UPDATED,
    RISK_ASSESSED, ACTION_PLAN_CHANGED, ACTION_PLAN_DUE, EXIT_ASSESSED, DISCLOSURE_PUBLISHED,
    *DEAD_LETTERS.values(),
)  # fmt: skip
BY_NAME: Final[Mapping[str, Topic]] = {topic.name: topic for topic in TOPICS}
