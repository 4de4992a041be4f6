"""Keeps the newest state of each action plan. It gets a connection, so that it cannot emit."""

from collections.abc import Sequence

from services.reporting import store
from services.reporting.domain.plan import PlanSeen
from services.reporting.domain.projection import newest
from shared.store.cause import Caused
from shared.store.transaction import Connection


async def project_plans(connection: Connection, work: Sequence[Caused[PlanSeen]]) -> None:
    """Keep what is newer; late and repeated facts change nothing, in any order and any batch."""
    await store.save_plans(connection, newest(caused.command for caused in work))
