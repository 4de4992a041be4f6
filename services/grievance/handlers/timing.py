"""Which days a case's deadlines fall on, and the instants at which the clock looks at them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, tzinfo
from typing import Final

from sorgfalt_contracts.terms import Timeliness

from services.grievance.domain.case import Case, Deadlines
from services.grievance.domain.deadlines import deadlines_of, end_of_day
from services.grievance.domain.procedure import Procedure
from services.grievance.store.places import calendar_of, years_from
from shared.store.due import DueRow

ACKNOWLEDGEMENT_DUE: Final = "acknowledgement-due"
FEEDBACK_DUE: Final = "feedback-due"
DeadlinesOf = Callable[[date, date | None], Deadlines]
Arm = Callable[[Case], Sequence[DueRow]]


def timing(procedure: Procedure, *, place: str, zone: tzinfo) -> tuple[DeadlinesOf, Arm]:
    """Return how deadlines follow from (received on, acknowledged on), and how they are armed.

    Raises PackError when nobody knows the holidays of the place.
    """
    calendar_of(place, frozenset())  # refuses at start a place that nobody knows

    def deadlines(received_on: date, acknowledged_on: date | None) -> Deadlines:
        years = {received_on.year, (acknowledged_on or received_on).year}
        calendar = calendar_of(place, years_from(years))
        return deadlines_of(procedure.deadlines, received_on, acknowledged_on, calendar)

    return deadlines, lambda case: tuple(due_rows(case, zone))


def due_rows(case: Case, zone: tzinfo) -> Iterable[DueRow]:
    """Yield a row for each step a person still waits for: at the end of its last day."""
    waited = (
        (ACKNOWLEDGEMENT_DUE, case.acknowledgement, case.deadlines.acknowledge_by),
        (FEEDBACK_DUE, case.feedback, case.deadlines.feedback_by),
    )
    for kind, state, last_day in waited:
        if state is Timeliness.AWAITED and last_day is not None:
            yield DueRow(
                kind=kind,
                aggregate=str(case.case_id),
                due_at=end_of_day(last_day, zone),
                company_id=case.company_id,
            )
