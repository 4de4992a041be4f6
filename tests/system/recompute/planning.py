"""Plans: one for each finding and founded complaint that has a period, open until it is closed."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from .casework import Case
from .days import after, is_whole
from .evidence import Audit
from .reading import read_rows

_A_DAY: Final = timedelta(days=1)


class Periods:
    """How long a plan has: by grade and scheme, or by the severity of a complaint."""

    def __init__(self, deadlines: str) -> None:
        rows = list(read_rows(deadlines))
        self._findings = {
            (scheme, row["grade"]): row["period"]
            for row in rows
            if row["answers"] == "finding"
            for scheme in row["schemes"].split() or [""]
        }
        self._complaints = {r["severity"]: r["period"] for r in rows if r["answers"] == "complaint"}

    def states(self, audits: Sequence[Audit], cases: Sequence[Case], today: str) -> Iterator[str]:
        """Yield the state of each plan: overdue on the day after its date, else open."""
        now = date.fromisoformat(today)
        for audit in audits:
            opened = _begun(audit.held_on, now)
            for finding in audit.findings:
                own = self._findings.get((audit.scheme, finding["grade"]))
                if period := own or self._findings.get(("", finding["grade"])):
                    yield _state(after(opened, period), now)
        for case in cases:
            if case.is_founded:
                severity = str(case.severity) if case.severity else "unknown"
                for _ in set(case.suppliers):
                    yield _state(after(now, self._complaints[severity]), now)


def _begun(held_on: str | None, now: date) -> date:
    """Return the day of the audit, if it is known to the day, else the day it was heard of."""
    if held_on is None or not is_whole(held_on):
        return now
    return min(date.fromisoformat(held_on), now)


def _state(due_on: date, now: date) -> str:
    return "overdue" if due_on + _A_DAY <= now else "open"
