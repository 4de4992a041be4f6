"""What a handler may ask of a case: the body of each request, and the command it stands for."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final, TypeAlias
from uuid import UUID

import msgspec
from sorgfalt_contracts.terms import (
    CaseId,
    CaseOutcome,
    RemedyState,
    Right,
    SiteId,
    SupplierId,
)

from services.grievance.domain import transitions
from services.grievance.domain.case import HANDLER, Case, Decision, Party
from services.grievance.domain.entry import EntryKind, NewEntry
from services.grievance.domain.procedure import Procedure
from services.grievance.domain.writing import MOST_TEXT, cleaned
from services.grievance.handlers.attribute_case import UnknownPlace, attribute_case
from services.grievance.handlers.decide_case import (
    Change,
    Decided,
    acknowledging,
    decide_case,
    release_now,
    write_to_reporter,
)
from services.grievance.handlers.desk import Desk
from shared.store.cause import Cause
from shared.store.transaction import Transaction

MOST_NAMED: Final = 200
"""Suppliers or sites of one case."""

Reason = Annotated[str, msgspec.Meta(pattern="^[a-z0-9][a-z0-9_-]{0,63}$")]
Ids = Annotated[list[UUID], msgspec.Meta(max_length=MOST_NAMED)]


class Ask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A request without a body of its own: nothing or an empty object."""


class Admissibility(Ask, frozen=True, forbid_unknown_fields=True):
    """Takes the complaint on, or refuses it."""

    admitted: bool
    reason: Reason


class Attribution(Ask, frozen=True, forbid_unknown_fields=True):
    """Says which suppliers and sites the complaint is about."""

    supplier_ids: Ids = []
    site_ids: Ids = []


class Assessment(Ask, frozen=True, forbid_unknown_fields=True):
    """Says which rights are touched and how severely."""

    rights: Annotated[list[Right], msgspec.Meta(min_length=1, max_length=len(Right))]
    severity: Annotated[int, msgspec.Meta(ge=1, le=5)]


class Substantiation(Ask, frozen=True, forbid_unknown_fields=True):
    """Says whether the complaint proved true."""

    substantiated: bool
    reason: Reason


class Remedy(Ask, frozen=True, forbid_unknown_fields=True):
    """Says what became of the remedy, and who says so."""

    state: RemedyState
    by: Party


class Outcome(Ask, frozen=True, forbid_unknown_fields=True):
    """Ends the case."""

    outcome: CaseOutcome
    reason: Reason


class Message(Ask, frozen=True, forbid_unknown_fields=True):
    """Tells or asks the person something."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_TEXT)]
    is_question: bool = False

    @property
    def words(self) -> str:
        """Return the text as it is kept; empty if nothing of it is a word."""
        return cleaned(self.text, MOST_TEXT) or ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A request as it arrived at one case."""

    tx: Transaction
    desk: Desk
    case_id: CaseId
    cause: Cause
    expected: int | None


Answer: TypeAlias = Decided | UnknownPlace | None
Act: TypeAlias = Callable[[Asked, Any], Awaitable[Answer]]


async def _decide(asked: Asked, change: Change) -> Answer:
    return await decide_case(
        asked.tx, asked.desk, asked.case_id, change, asked.cause, asked.expected
    )


async def acknowledge(asked: Asked, _body: Ask) -> Answer:
    """Confirm receipt to the person."""
    return await _decide(asked, acknowledging(asked.desk))


async def admit(asked: Asked, body: Admissibility) -> Answer:
    """Take the complaint on or refuse it, with a reason of the procedure."""
    command = transitions.Admissibility(is_admitted=body.admitted, reason=body.reason)

    def change(case: Case, day: date) -> Decision:
        return transitions.admit(case, command, day, asked.desk.rules)

    return await _decide(asked, change)


async def attribute(asked: Asked, body: Attribution) -> Answer:
    """Say which suppliers and sites the complaint is about; replaces what stood."""
    command = transitions.Attribution(
        supplier_ids=frozenset(map(SupplierId, body.supplier_ids)),
        site_ids=frozenset(map(SiteId, body.site_ids)),
    )
    return await attribute_case(
        asked.tx, asked.desk, asked.case_id, command, asked.cause, asked.expected
    )


async def assess(asked: Asked, body: Assessment) -> Answer:
    """Say which rights are touched and how severely; replaces what stood."""
    command = transitions.Assessment(rights=body.rights, severity=body.severity)
    return await _decide(asked, lambda case, day: transitions.assess(case, command, day))


async def substantiate(asked: Asked, body: Substantiation) -> Answer:
    """Say whether the complaint proved true, with a reason of the procedure."""
    command = transitions.Substantiation(is_substantiated=body.substantiated, reason=body.reason)

    def change(case: Case, day: date) -> Decision:
        return transitions.substantiate(case, command, day, asked.desk.rules)

    return await _decide(asked, change)


async def remedy(asked: Asked, body: Remedy) -> Answer:
    """Note what became of the remedy; that it arrived only the person affected can say."""
    command = transitions.RemedyStep(state=body.state, by=body.by)

    def change(case: Case, day: date) -> Decision:
        return transitions.remedy(case, command, day, asked.desk.rules)

    return await _decide(asked, change)


async def close(asked: Asked, body: Outcome) -> Answer:
    """End the case with an outcome and a reason of the procedure."""
    command = transitions.Closing(outcome=body.outcome, reason=body.reason)

    def change(case: Case, day: date) -> Decision:
        return transitions.close(case, command, day, asked.desk.rules)

    return await _decide(asked, change)


async def write(asked: Asked, body: Message) -> Answer:
    """Tell or ask the person something; it is kept as ciphertext."""
    on = asked.desk.day(asked.cause.now).isoformat()
    kind = EntryKind.QUESTION if body.is_question else EntryKind.REPLY
    text = NewEntry(kind=kind, text=body.words, source=HANDLER, on=on)
    return await write_to_reporter(asked.tx, asked.desk, asked.case_id, text, asked.cause)


async def release(asked: Asked, _body: Ask) -> Answer:
    """Let the news of the case leave at once: somebody is in danger."""
    return await release_now(asked.tx, asked.desk, asked.case_id, asked.cause)


def reasons_for(said: Ask, procedure: Procedure) -> list[str]:
    """Return the reasons that a procedure knows for the decision that was asked for."""
    decision = ""
    if isinstance(said, Admissibility):
        decision = "admitted" if said.admitted else "refused"
    elif isinstance(said, Substantiation):
        decision = "substantiated" if said.substantiated else "unsubstantiated"
    elif isinstance(said, Outcome):
        decision = said.outcome.value
    return sorted(procedure.rules.reasons.get(decision, ()))


ASKS: Final[tuple[tuple[str, type[Ask], Act], ...]] = (
    ("acknowledgement", Ask, acknowledge),
    ("admissibility", Admissibility, admit),
    ("attribution", Attribution, attribute),
    ("assessment", Assessment, assess),
    ("substantiation", Substantiation, substantiate),
    ("remedy", Remedy, remedy),
    ("outcome", Outcome, close),
    ("messages", Message, write),
    ("release", Ask, release),
)
"""Every request about one case: its path, its body, and what it does."""
