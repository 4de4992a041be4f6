"""What a grievance process runs: doors for people and handlers, the copy of suppliers, the clock.

The vault comes first: without its key nothing may be taken in.
"""

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from services.grievance import clock, consumers, pages
from services.grievance.api import handling, reporting
from services.grievance.api.case_file_door import CaseFileDoor
from services.grievance.handlers.desk import Desk
from services.grievance.handlers.timing import timing
from services.grievance.settings import PACKS, Settings
from services.grievance.store.historical_formats import FORMATS, load_formats
from services.grievance.store.procedures import load_procedure
from services.grievance.store.vault import Vault
from shared.process.roles import Parts
from shared.process.settings import ServiceSettings
from shared.store.pool import Store
from shared.web.limits import Throttle

PER_SECOND: Final = 100
BURST: Final = 500
"""Requests of people, per process; a receipt has 130 bits, so this guards work and not secrets."""


def build(store: Store, settings: ServiceSettings) -> Parts:
    """Return the parts of grievance; raise PackError when a pack is not what it says."""
    assert isinstance(settings, Settings), "the command line loads grievance's own settings"
    desk = make_desk(settings)
    throttle = Throttle(PER_SECOND, BURST)
    return Parts(
        routes=consumers.routes(),
        routers=[
            reporting.router(store, desk, _now, throttle),
            handling.router(store, desk, _now, load_formats(PACKS / FORMATS).formats),
            pages.router(store, desk, _now, throttle, settings.company_name),
        ],
        due=clock.due(desk),
    )


def case_file_door(store: Store, settings: Settings) -> CaseFileDoor:
    """Return the door by which files of historical cases come in and go out."""
    return CaseFileDoor(store, make_desk(settings), _now)


def make_desk(settings: Settings) -> Desk:
    """Return the desk of the settings, with its vault open."""
    procedure = load_procedure(PACKS / settings.procedure)
    zone = ZoneInfo(settings.zone)
    deadlines, arm = timing(procedure, place=settings.place, zone=zone)
    return Desk(
        company_id=settings.company_id,
        procedure=procedure,
        vault=Vault.opened(settings.key_file),
        release=settings.release,
        zone=zone,
        deadlines=deadlines,
        arm=arm,
    )


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the HTTP door says when a request came
