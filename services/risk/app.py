"""What a risk process runs: the method first, since without it nothing may be judged."""

from datetime import UTC, datetime

from services.risk import api, consumers
from services.risk.api import Door
from services.risk.settings import Settings
from services.risk.store import load_method
from shared.process.roles import Parts
from shared.process.settings import ServiceSettings
from shared.store.pool import Store


def build(store: Store, settings: ServiceSettings) -> Parts:
    """Return the parts of risk; raise PackError when a pack is not what it says."""
    assert isinstance(settings, Settings), "the command line loads risk's own settings"
    published = load_method(settings.packs)
    door = Door(
        reading=store.reading,
        transaction=store.transaction,
        company_id=settings.company_id,
        now=_now,
    )
    return Parts(
        routes=consumers.routes(published.method),
        routers=[api.router(door, published)],
    )


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the HTTP door says when a request came
