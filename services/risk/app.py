"""What a risk process runs: the method first, since without it nothing may be judged."""

from services.risk import api, consumers
from services.risk.settings import Settings
from services.risk.store import load_method
from shared.process.roles import Parts
from shared.process.settings import ServiceSettings
from shared.store.pool import Store


def build(store: Store, settings: ServiceSettings) -> Parts:
    """Return the parts of risk; raise PackError when a pack is not what it says."""
    assert isinstance(settings, Settings), "the command line loads risk's own settings"
    published = load_method(settings.packs)
    return Parts(
        routes=consumers.routes(published.method),
        routers=[api.router(store.reading, published, [settings.company_id])],
    )
