"""What an intake process runs: the inbox on Kafka, the event door over HTTP, the relay."""

from datetime import UTC, datetime

from sorgfalt_contracts.terms import CompanyId

from services.intake import api, consumers
from shared.process.roles import Parts
from shared.process.settings import ServiceSettings
from shared.store.pool import Store


def build(store: Store, settings: ServiceSettings) -> Parts:
    """Return the parts of intake. Every sender speaks to the one company of the settings."""

    def company_of(_source: str) -> CompanyId | None:
        return settings.company_id

    door = api.EventDoor(store.transaction, company_of, _now)
    return Parts(
        routes=consumers.routes(),
        cause_of=consumers.cause_of(company_of),
        routers=[api.router(door, store.reading, [settings.company_id])],
    )


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the HTTP door says when a request came
