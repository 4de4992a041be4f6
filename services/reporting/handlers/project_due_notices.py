"""Keeps each notice on the date of a plan once. It gets a connection, so that it cannot emit."""

from collections.abc import Sequence

from services.reporting import store
from services.reporting.domain.plan import DueNotice
from services.reporting.domain.projection import first_recorded
from shared.store.cause import Caused
from shared.store.transaction import Connection


async def project_due_notices(connection: Connection, work: Sequence[Caused[DueNotice]]) -> None:
    """Keep what was recorded first; repetitions change nothing, in any order and any batch."""
    await store.save_due_notices(connection, first_recorded(caused.command for caused in work))
