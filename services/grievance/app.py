"""What a grievance process runs: health and metrics over HTTP. It reads and writes no topic yet."""

from shared.process.roles import Parts
from shared.process.settings import ServiceSettings
from shared.store.pool import Store


def build(_store: Store, _settings: ServiceSettings) -> Parts:
    """Return the parts of grievance."""
    return Parts(emits=False)
