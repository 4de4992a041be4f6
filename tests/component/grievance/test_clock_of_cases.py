"""The clock of cases: what a person awaits becomes overdue once, unless somebody came in time."""

from datetime import UTC, datetime, timedelta

from sorgfalt_contracts.terms import Timeliness

from services.grievance.domain.case import Case
from tests.component.grievance.counter import Counter

ACKNOWLEDGE_BY_ENDS = datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
"""Midnight in Berlin after seven days."""

FEEDBACK_BY_ENDS = datetime(2027, 3, 2, 23, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
T = Timeliness


async def run_until(counter: Counter, now: datetime) -> int:
    """Let the clock handle all that is due by `now`; return how many rows that were."""
    handled = 0
    while rows := await counter.tick(now):
        handled += rows
    return handled


async def decide(counter: Counter, path: str, body: dict[str, object], now: datetime) -> None:
    counter.now = now
    case_id = (await counter.case()).case_id
    answer = await counter.client.post(f"/cases/{case_id}/{path}", json=body)
    assert answer.status_code == 200, answer.text


def timed(case: Case) -> tuple[Timeliness, Timeliness]:
    return case.acknowledgement, case.feedback


async def test_nothing_is_overdue_before_its_day_has_ended(counter: Counter) -> None:
    await counter.file()
    assert await run_until(counter, ACKNOWLEDGE_BY_ENDS - MOMENT) == 0
    assert timed(await counter.case()) == (T.AWAITED, T.AWAITED)


async def test_what_nobody_did_becomes_overdue_once_and_is_told_once(counter: Counter) -> None:
    await counter.file()
    handled = [await run_until(counter, ACKNOWLEDGE_BY_ENDS) for _ in range(2)]
    handled.append(await run_until(counter, FEEDBACK_BY_ENDS))
    case = await counter.case()
    assert handled == [1, 0, 1]
    assert timed(case) == (T.OVERDUE, T.OVERDUE)
    assert [(step.what, step.source, step.on) for step in case.steps[1:]] == [
        ("acknowledgement-overdue", "clock", "2026-12-01"),
        ("feedback-overdue", "clock", "2027-03-03"),
    ]
    told = [(fact["body"].acknowledgement, fact["body"].feedback) for fact in await counter.facts()]
    assert sorted(told) == [("awaited", "awaited"), ("overdue", "awaited"), ("overdue", "overdue")]


async def test_a_clock_that_was_down_says_what_it_would_have_said(counter: Counter) -> None:
    await counter.file()
    await run_until(counter, FEEDBACK_BY_ENDS + timedelta(days=500))
    late = [step.on for step in (await counter.case()).steps if step.source == "clock"]
    assert late == ["2026-12-01", "2027-03-03"]


async def test_what_was_done_in_time_never_becomes_overdue(counter: Counter) -> None:
    await counter.file()
    await decide(counter, "acknowledgement", {}, ACKNOWLEDGE_BY_ENDS - MOMENT)
    await run_until(counter, ACKNOWLEDGE_BY_ENDS)
    case = await counter.case()
    assert timed(case) == (T.IN_TIME, T.AWAITED)
    assert case.deadlines.feedback_by is not None
    assert case.deadlines.feedback_by.isoformat() == "2027-03-01"  # 28 February is a Sunday


async def test_feedback_counts_from_the_acknowledgement_and_its_earlier_row_says_nothing(
    counter: Counter,
) -> None:
    """Acknowledged late, feedback is due later than it was: the first row comes too early."""
    await counter.file()
    await decide(counter, "acknowledgement", {}, datetime(2026, 12, 28, 9, tzinfo=UTC))
    await run_until(counter, datetime(2027, 3, 28, 22, tzinfo=UTC))
    before = timed(await counter.case())
    await run_until(counter, datetime(2027, 3, 30, 22, tzinfo=UTC))  # 28 and 29 March: Easter
    assert (before, timed(await counter.case())) == (
        (T.LATE, T.AWAITED), (T.LATE, T.OVERDUE),
    )  # fmt: skip


async def test_feedback_after_its_day_is_late_and_not_overdue_any_more(counter: Counter) -> None:
    await counter.file()
    await decide(counter, "acknowledgement", {}, datetime(2026, 11, 24, 9, tzinfo=UTC))
    await run_until(counter, FEEDBACK_BY_ENDS)
    overdue = timed(await counter.case())
    refusal: dict[str, object] = {"admitted": False, "reason": "no-protected-right"}
    await decide(counter, "admissibility", refusal, datetime(2027, 3, 5, 9, tzinfo=UTC))
    assert (overdue, timed(await counter.case())) == (
        (T.IN_TIME, T.OVERDUE), (T.IN_TIME, T.LATE),
    )  # fmt: skip


async def test_a_case_that_ended_keeps_nobody_waiting(counter: Counter) -> None:
    await counter.file()
    ending: dict[str, object] = {"outcome": "withdrawn", "reason": "taken-back-freely"}
    await decide(counter, "outcome", ending, datetime(2026, 11, 24, 9, tzinfo=UTC))
    await run_until(counter, FEEDBACK_BY_ENDS)
    case = await counter.case()
    assert [step.what for step in case.steps] == ["filed", "closed"]
