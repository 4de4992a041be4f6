"""A case: what is known of a complaint in codes and days. What people wrote is in entries.

A case never holds a name, a text or an hour, so that its document may lie readable in a database.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from sorgfalt_contracts.terms import (
    CaseId,
    CaseOutcome,
    CaseStage,
    CompanyId,
    RemedyState,
    Right,
    SiteId,
    SupplierId,
    Timeliness,
)

PartialDate: TypeAlias = str
"""A year, a month or a day, as far as it is known: 2024, 2024-05, 2024-05-17."""


class Party(StrEnum):
    """Who says something in a case."""

    PERSON = "person"  # who filed, or who was harmed
    REPRESENTATIVE = "representative"  # CSDDD Article 14(2): unions, defenders, organisations
    HANDLER = "handler"


REPORTER = "reporter"
"""Source of a step that the person or a representative took with the receipt."""
HANDLER = "handler"
CLOCK = "clock"


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One dated statement about a case: who says that what happened when.

    `what` and `code` are codes; the words, if there are any, stand in the entry of that number.
    `source` is reporter, handler, clock, or import:<source>. Several sources may disagree: each
    statement stands.
    """

    what: str
    source: str
    on: PartialDate | None = None
    code: str | None = None
    entry: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadlines:
    """The last days of what a person waits for; None where nobody times it."""

    acknowledge_by: date | None = None
    feedback_by: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """The state of one case. `entries` counts the texts that belong to it.

    `topics` is what the person chose, `rights` what is taken to be touched: first what the topics
    stand for, then what a handler assessed. Supplier and site ids are sorted and distinct.
    """

    company_id: CompanyId
    case_id: CaseId
    procedure: str
    stage: CaseStage = CaseStage.RECEIVED
    topics: tuple[str, ...] = ()
    rights: tuple[Right, ...] = ()
    severity: int | None = None
    substantiated: bool | None = None
    outcome: CaseOutcome | None = None
    filed_on: PartialDate | None = None
    closed_on: PartialDate | None = None
    supplier_ids: tuple[SupplierId, ...] = ()
    site_ids: tuple[SiteId, ...] = ()
    acknowledgement: Timeliness = Timeliness.NOT_TIMED
    feedback: Timeliness = Timeliness.NOT_TIMED
    deadlines: Deadlines = Deadlines()
    remedy: RemedyState = RemedyState.NONE
    steps: tuple[Step, ...] = ()
    entries: int = 0

    def taken(self, *whats: str) -> Step | None:
        """Return the last step of these kinds that was taken, or None."""
        return next((step for step in reversed(self.steps) if step.what in whats), None)


class Refusal(StrEnum):
    """Why a command changes nothing. The value is what a caller is told."""

    ALREADY_DECIDED = "already-decided"  # the other way, earlier
    NOT_NOW = "not-now"  # the procedure does not lead there from here
    UNKNOWN_REASON = "unknown-reason"
    UNKNOWN_TOPIC = "unknown-topic"
    NOT_BY_HANDLER = "not-by-handler"  # only the person or a representative may say so
    NOT_REMEDIED = "not-remedied"  # delivered is not remedied until somebody confirmed it
    WRONG_OUTCOME = "wrong-outcome"
    WRONG_SEVERITY = "wrong-severity"


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What a command comes to. Nothing changed if `case` is the very case that went in."""

    case: Case
    refusal: Refusal | None = None
