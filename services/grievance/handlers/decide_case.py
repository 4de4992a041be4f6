"""Decide on a case: a handler's command meets the case as it stands, and only one may win."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sorgfalt_contracts.terms import CaseId

from services.grievance.domain.case import Case, Deadlines, Decision, Refusal
from services.grievance.domain.entry import NewEntry
from services.grievance.domain.handling import is_timed, revision
from services.grievance.domain.historical_dates import whole_day
from services.grievance.domain.transitions import acknowledge
from services.grievance.handlers.desk import Desk
from services.grievance.handlers.keep_case import keep_case
from services.grievance.handlers.read_case import read_entries
from services.grievance.handlers.release_facts import release_case
from services.grievance.store import cases
from services.grievance.store.cases import StoredCase
from shared.store.cause import Cause
from shared.store.transaction import Transaction

Change: TypeAlias = Callable[[Case, date], Decision]


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """The case after a command. `is_stale`: somebody changed it since the caller looked."""

    stored: StoredCase
    refusal: Refusal | None = None
    is_stale: bool = False


async def decide_case(
    tx: Transaction,
    desk: Desk,
    case_id: CaseId,
    change: Change,
    cause: Cause,
    expected: int | None = None,
) -> Decided | None:
    """Carry out a command; None for a case nobody has.

    The same decision again changes nothing, whatever revision the caller expected: the answer to
    the first one was lost.
    """
    stored = await cases.lock_case(tx, desk.company_id, case_id)
    if stored is None:
        return None
    decision = change(stored.case, desk.day(cause.now))
    if decision.refusal is not None or decision.case is stored.case:
        return Decided(stored=stored, refusal=decision.refusal)
    if expected not in {None, revision(stored.case)}:
        return Decided(stored=stored, is_stale=True)
    return Decided(stored=await keep_case(tx, desk, stored, decision.case, cause))


def acknowledging(desk: Desk) -> Change:
    """Return the command that acknowledges a case; an imported one stays without deadlines."""

    def change(case: Case, day: date) -> Decision:
        return acknowledge(case, day, _deadlines(desk, case, day), desk.rules)

    return change


def _deadlines(desk: Desk, case: Case, day: date) -> Deadlines:
    received_on = whole_day(case.filed_on)
    if received_on is None or not is_timed(case):
        return Deadlines()
    return desk.deadlines(received_on, day)


async def write_to_reporter(
    tx: Transaction, desk: Desk, case_id: CaseId, text: NewEntry, cause: Cause
) -> Decided | None:
    """Keep what a handler tells or asks the person; the same words twice in a row are one."""
    stored = await cases.lock_case(tx, desk.company_id, case_id)
    if stored is None:
        return None
    if await _is_repeat(tx, desk, stored, text):
        return Decided(stored=stored)
    return Decided(stored=await keep_case(tx, desk, stored, stored.case, cause, [text]))


async def _is_repeat(tx: Transaction, desk: Desk, stored: StoredCase, text: NewEntry) -> bool:
    before = await read_entries(tx, desk, stored)
    return bool(before) and (before[-1].kind, before[-1].text) == (text.kind, text.text)


async def release_now(tx: Transaction, desk: Desk, case_id: CaseId, cause: Cause) -> Decided | None:
    """Let the news of a case leave at once, since somebody is in danger."""
    stored = await cases.lock_case(tx, desk.company_id, case_id)
    if stored is None:
        return None
    await release_case(tx, desk, stored, cause)
    return Decided(stored=stored)
