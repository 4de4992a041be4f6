"""Keeps the newest dossier on ending each relation; it cannot emit."""

from collections.abc import Sequence

from services.reporting import store
from services.reporting.domain.plan import ExitSeen
from services.reporting.domain.projection import newest
from shared.store.cause import Caused
from shared.store.transaction import Connection


async def project_exits(connection: Connection, work: Sequence[Caused[ExitSeen]]) -> None:
    """Keep what is newer; late and repeated facts change nothing, in any order and any batch."""
    await store.save_exits(connection, newest(caused.command for caused in work))
