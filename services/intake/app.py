"""What an intake process runs: the inbox on Kafka, the event door over HTTP, the relay."""

from datetime import UTC, datetime

from sorgfalt_contracts.terms import CompanyId

from services.intake import consumers
from services.intake.api import events, files, routes
from shared.process.roles import Parts
from shared.process.settings import ServiceSettings
from shared.store.pool import Store


def build(store: Store, settings: ServiceSettings) -> Parts:
    """Return the parts of intake. Every sender speaks to the one company of the settings."""

    def company_of(_source: str) -> CompanyId | None:
        return settings.company_id

    door = events.EventDoor(store.transaction, company_of, _now)
    return Parts(
        routes=consumers.routes(),
        cause_of=consumers.cause_of(company_of),
        routers=[routes.router(door, store.reading, [settings.company_id])],
    )


def file_door(store: Store, settings: ServiceSettings) -> files.FileDoor:
    """Return the door for files; what they say is said to the one company of the settings."""
    return files.FileDoor(store.transaction, settings.company_id, _now)


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the doors say when a request or a file came
