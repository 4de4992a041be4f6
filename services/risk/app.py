"""What a risk process runs: its packs first, since without them nothing may be judged."""

from datetime import UTC, datetime

from services.risk import api, clock, consumers
from services.risk.api import Door
from services.risk.settings import Settings
from services.risk.store import load_method, load_plan_rules
from shared.process.roles import Parts
from shared.process.settings import ServiceSettings
from shared.store.pool import Store


def build(store: Store, settings: ServiceSettings) -> Parts:
    """Return the parts of risk; raise PackError when a pack is not what it says."""
    assert isinstance(settings, Settings), "the command line loads risk's own settings"
    published = load_method(settings.packs)
    plans = load_plan_rules(settings.packs)
    door = Door(
        reading=store.reading,
        transaction=store.transaction,
        company_id=settings.company_id,
        now=_now,
    )
    return Parts(
        routes=consumers.routes(published.method, plans.rules),
        routers=[api.router(door, published, plans)],
        due=clock.due_handlers(plans.rules),
    )


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the HTTP door says when a request came
