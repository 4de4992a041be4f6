"""Keeps the newest record of each supplier. It gets a connection, so that it cannot emit."""

from collections.abc import Sequence

from services.reporting import store
from services.reporting.domain.projection import newest
from services.reporting.domain.supplier import SupplierState
from shared.store.cause import Caused
from shared.store.transaction import Connection


async def project_suppliers(connection: Connection, work: Sequence[Caused[SupplierState]]) -> None:
    """Keep what is newer; late and repeated facts change nothing, in any order and any batch."""
    await store.save_suppliers(connection, newest(caused.command for caused in work))
