"""Keeps each audit once. It gets a connection, so that it cannot emit."""

from collections.abc import Sequence

from services.reporting import store
from services.reporting.domain.audit import AuditSeen
from services.reporting.domain.projection import first_recorded
from shared.store.cause import Caused
from shared.store.transaction import Connection


async def project_audits(connection: Connection, work: Sequence[Caused[AuditSeen]]) -> None:
    """Keep what was recorded first; repetitions change nothing, in any order and any batch."""
    await store.save_audits(connection, first_recorded(caused.command for caused in work))
