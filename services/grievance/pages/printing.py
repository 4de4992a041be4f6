"""Printing pages: templates, texts of a language, and what of a case is said in words."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from starlette.responses import HTMLResponse, Response

from services.grievance.domain.procedure import Procedure
from services.grievance.handlers.desk import Desk
from services.grievance.handlers.read_case import FollowedCase
from services.grievance.pages.forms import LIMITS
from services.grievance.pages.words import Words, load_words
from shared.web import layout

TEMPLATES: Final = layout.environment(Path(__file__).parent.parent / "templates")
NOTHING: Final[Mapping[str, str]] = {}


class Printer:
    """Makes pages of one company's procedure, in every language there is."""

    def __init__(self, desk: Desk, company: str) -> None:
        self._desk = desk
        self._company = company
        self.languages = load_words()

    def page(
        self,
        template: str,
        words: Words,
        path: str,
        *,
        status: int = 200,
        wrong: Mapping[str, str] = NOTHING,
        **shown: Any,
    ) -> Response:
        """Return a page; `wrong` names fields and the text that says what is wrong with each."""
        faults = [
            {"field": name, "says": words.errors[code].format(most=LIMITS.get(name, ""))}
            for name, code in wrong.items()
        ]
        page = TEMPLATES.get_template(template).render(
            words=words,
            languages=list(self.languages.values()),
            company=self._company,
            path=path,
            faults=faults,
            wrong=wrong,
            most=LIMITS,
            **shown,
        )
        return HTMLResponse(page, status)

    def sorry(self, words: Words, code: str, status: int) -> Response:
        """Return a page that says why nothing could be done."""
        return self.page("sorry.html", words, "/", status=status, wrong={"": code})

    def promises(self, words: Words, today: date) -> list[str]:
        """Return what comes when, for who files today."""
        deadlines = self._desk.deadlines(today, None)
        first, second = deadlines.acknowledge_by, deadlines.feedback_by
        if first is None or second is None:
            return [words.start["next_untimed"], words.start["next"][-1]]
        days = {"acknowledge_by": words.day(first), "feedback_by": words.day(second)}
        return [line.format(**days) for line in words.start["next"]]


def decided(words: Words, found: FollowedCase, procedure: Procedure) -> list[str]:
    """Return what was decided and why, in the words of the procedure."""
    outcome = found.case.outcome
    ends = [] if outcome is None else [procedure.outcome_words.get(outcome)]
    grounds = [
        procedure.reason_words.get(step.code or "")
        for step in found.case.steps
        if step.what in {"admitted", "refused"}
    ]
    return [said[words.code] for said in (*ends, *grounds) if said is not None]


def awaited(words: Words, found: FollowedCase) -> str:
    """Return what the person waits for and until when."""
    outlook = found.outlook
    if outlook.awaits is None or outlook.due_on is None:
        return ""
    key = f"{outlook.awaits}_late" if outlook.is_overdue else outlook.awaits
    said: str = words.case[key].format(day=words.day(outlook.due_on))
    return said
