"""What a person may expect of a case."""

from dataclasses import replace

from sorgfalt_contracts.terms import CaseOutcome, RemedyState, Timeliness

from services.grievance.domain.entry import Entry, EntryKind, unanswered
from services.grievance.domain.outlook import Outlook, outlook
from tests.unit.grievance.builders import DEADLINES, a_case, the_rules

RULES = the_rules()


def test_first_the_acknowledgement_is_awaited_then_the_feedback_then_nothing() -> None:
    case = a_case()
    told = replace(case, acknowledgement=Timeliness.IN_TIME)
    answered = replace(told, feedback=Timeliness.LATE)
    assert [outlook(each, RULES) for each in (case, told, answered)] == [
        Outlook(awaits="acknowledgement", due_on=DEADLINES.acknowledge_by),
        Outlook(awaits="feedback", due_on=DEADLINES.feedback_by),
        Outlook(),
    ]


def test_what_is_overdue_stays_in_sight() -> None:
    late = replace(a_case(), acknowledgement=Timeliness.OVERDUE)
    assert outlook(late, RULES).is_overdue


def test_an_ended_case_awaits_nothing() -> None:
    ended = replace(a_case(), outcome=CaseOutcome.WITHDRAWN)
    assert outlook(ended, RULES) == Outlook()


def test_the_person_is_asked_once_something_was_delivered() -> None:
    asked = {
        state: outlook(replace(a_case(), remedy=state), RULES).is_asked for state in RemedyState
    }
    assert {state for state, is_asked in asked.items() if is_asked} == {
        RemedyState.DELIVERED, RemedyState.UNREACHABLE, RemedyState.NOT_CONFIRMED,
    }  # fmt: skip


def an_entry(number: int, kind: EntryKind) -> Entry:
    return Entry(number=number, kind=kind, text="x", source="handler")


def test_questions_wait_until_the_person_writes_again() -> None:
    first, second = an_entry(2, EntryKind.QUESTION), an_entry(3, EntryKind.QUESTION)
    later = an_entry(5, EntryKind.QUESTION)
    entries = [first, second, an_entry(4, EntryKind.REPLY)]
    assert unanswered(entries) == [first, second]
    assert unanswered([first, an_entry(4, EntryKind.MESSAGE), later]) == [later]
