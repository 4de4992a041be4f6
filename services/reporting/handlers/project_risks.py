"""Keeps the newest assessment of each supplier. It gets a connection, so that it cannot emit."""

from collections.abc import Sequence

from services.reporting import store
from services.reporting.domain.projection import newest
from services.reporting.domain.supplier import RiskState
from shared.store.cause import Caused
from shared.store.transaction import Connection


async def project_risks(connection: Connection, work: Sequence[Caused[RiskState]]) -> None:
    """Keep what is newer; late and repeated facts change nothing, in any order and any batch."""
    await store.save_risks(connection, newest(caused.command for caused in work))
