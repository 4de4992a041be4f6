"""Keeps the newest state of each complaint; it cannot emit."""

from collections.abc import Sequence

from services.reporting import store
from services.reporting.domain.complaint import CaseState
from services.reporting.domain.projection import newest
from shared.store.cause import Caused
from shared.store.transaction import Connection


async def project_cases(connection: Connection, work: Sequence[Caused[CaseState]]) -> None:
    """Keep what is newer; late and repeated facts change nothing, in any order and any batch."""
    await store.save_cases(connection, newest(caused.command for caused in work))
