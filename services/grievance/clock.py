"""Door 4, time: held news leaves when its hour has come, and what a person awaits falls due."""

from collections.abc import Mapping
from functools import partial

from services.grievance.handlers.desk import Desk
from services.grievance.handlers.fall_due import fall_due
from services.grievance.handlers.release_facts import release_due
from services.grievance.handlers.timing import ACKNOWLEDGEMENT_DUE, FEEDBACK_DUE
from services.grievance.store.held import RELEASE
from shared.process.clock import DueHandler


def due(desk: Desk) -> Mapping[str, DueHandler]:
    """Return what handles each kind of due row."""
    return {
        RELEASE: partial(release_due, desk),
        ACKNOWLEDGEMENT_DUE: partial(fall_due, desk),
        FEEDBACK_DUE: partial(fall_due, desk),
    }
