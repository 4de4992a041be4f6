"""What a reporting process runs: projections, records and frozen editions over HTTP, its relay."""

from datetime import UTC, datetime

from services.reporting import api, consumers, pages
from services.reporting.domain.record import Company
from services.reporting.store import load_rule_books
from shared.process.roles import Parts
from shared.process.settings import ServiceSettings
from shared.store.pool import Store


def build(store: Store, settings: ServiceSettings) -> Parts:
    """Return the parts of reporting; raise PackError when a pack is not what it says."""
    books = load_rule_books()
    company = company_of(settings)
    doors = [make(store.reading, company, books, _now) for make in (api.router, pages.router)]
    doors.append(api.editions_router(store, company, books, _now))
    doors.append(pages.editions_router(store.reading, company, books))
    return Parts(routes=consumers.routes(), routers=doors)


def company_of(settings: ServiceSettings) -> Company:
    """Return the obliged company whose disclosures are made."""
    return Company(company_id=settings.company_id, name=settings.company_name)


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the HTTP door says when a record was read
