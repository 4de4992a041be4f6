"""What a risk process runs: the method first, since without it nothing may be judged."""

from services.risk import api, consumers
from services.risk.store import load_method
from shared.process.roles import Parts
from shared.process.settings import ServiceSettings
from shared.store.pool import Store


def build(store: Store, settings: ServiceSettings) -> Parts:
    """Return the parts of risk; raise PackError when a pack is not what it says."""
    published = load_method()
    return Parts(
        routes=consumers.routes(published.method),
        routers=[api.router(store.reading, published, [settings.company_id])],
    )
