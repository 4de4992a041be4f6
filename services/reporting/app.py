"""What a reporting process runs: projections, the record over HTTP. It emits nothing yet."""

from datetime import UTC, datetime

from services.reporting import api, consumers, pages
from services.reporting.domain.record import Company
from services.reporting.store import load_rule_book
from shared.process.roles import Parts
from shared.process.settings import ServiceSettings
from shared.store.pool import Store


def build(store: Store, settings: ServiceSettings) -> Parts:
    """Return the parts of reporting; raise PackError when a pack is not what it says."""
    book = load_rule_book()
    company = Company(company_id=settings.company_id, name=settings.company_name)
    doors = [make(store.reading, company, book, _now) for make in (api.router, pages.router)]
    return Parts(routes=consumers.routes(), routers=doors)


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the HTTP door says when a record was read
