"""Procedures as data: the company's own is whole, a form is none, and no step is in the code."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sorgfalt_contracts.terms import CaseOutcome, CaseStage, RemedyState, Right, Timeliness

from services.grievance.domain.case import Deadlines
from services.grievance.domain.deadlines import Counting, Term, TimedStep
from services.grievance.domain.rules import rights_of
from services.grievance.handlers.timing import timing
from services.grievance.settings import PACKS
from services.grievance.store.procedures import load_procedure
from shared.store.packs import PackError
from tests.unit.grievance.builders import a_case

COMPANY_LKSG = PACKS / "company_lksg_v1"
PROCEDURE = load_procedure(COMPANY_LKSG)
LANGUAGES = {"en", "de", "es"}
BERLIN = ZoneInfo("Europe/Berlin")
Changed = Callable[[str, str], Path]


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """The pack with one text of its rules replaced."""

    def change(said: str, instead: str) -> Path:
        folder = Path(shutil.copytree(COMPANY_LKSG, tmp_path / "company_lksg_v1"))
        text = (folder / "pack.toml").read_text(encoding="utf-8")
        assert said in text
        (folder / "pack.toml").write_text(text.replace(said, instead, 1), encoding="utf-8")
        return folder

    return change


def test_the_companys_procedure_goes_through_the_stages_of_the_guidance() -> None:
    stages = {
        stage.value: [each.value for each in rule.next] for stage, rule in PROCEDURE.stages.items()
    }
    assert stages == {
        "received": ["acknowledged", "closed"],
        "acknowledged": ["admitted", "refused", "closed"],
        "admitted": ["investigated", "closed"],
        "refused": [],
        "investigated": ["remedy-agreed", "closed"],
        "remedy-agreed": ["closed"],
        "closed": [],
    }


def test_its_periods_are_orientation_and_say_so() -> None:
    assert [
        (each.step, each.is_law, each.after_receipt.period) for each in PROCEDURE.deadlines
    ] == [
        (TimedStep.ACKNOWLEDGEMENT, False, "P7D"),
        (TimedStep.FEEDBACK, False, "P3M7D"),
    ]
    assert PROCEDURE.deadlines[1].after_acknowledgement == Term(
        period="P3M", counting=Counting.CALENDAR, rolls=True
    )
    assert all("HinSchG section 17" in each.basis for each in PROCEDURE.deadlines)
    assert all("orientation and not law" in each.basis for each in PROCEDURE.deadlines)


def test_every_right_has_a_topic_that_people_can_read() -> None:
    covered = {right for topic in PROCEDURE.topics for right in topic.rights}
    assert covered == set(Right)
    assert all(set(topic.words) == LANGUAGES for topic in PROCEDURE.topics)


def test_what_people_read_is_there_in_every_language() -> None:
    told = [words for rule in PROCEDURE.stages.values() for words in (rule.words, rule.next_words)]
    told += [*PROCEDURE.reason_words.values(), *PROCEDURE.outcome_words.values()]
    assert {frozenset(words) for words in told} == {frozenset(LANGUAGES)}
    assert all(text.strip().endswith(".") for words in told for text in words.values())


def test_every_way_to_end_has_a_reason_and_words() -> None:
    ends = {outcome for rule in PROCEDURE.stages.values() for outcome in rule.outcomes}
    assert ends == set(CaseOutcome) - {CaseOutcome.REFUSED}
    assert all(PROCEDURE.rules.reasons[each.value] for each in ends)
    assert ends == PROCEDURE.outcome_words.keys()
    decisions = {"admitted", "refused", "substantiated", "unsubstantiated"}
    assert all(PROCEDURE.rules.reasons[each] for each in decisions)
    admission = PROCEDURE.rules.reasons["admitted"] | PROCEDURE.rules.reasons["refused"]
    assert admission == PROCEDURE.reason_words.keys()


def test_a_remedy_is_confirmed_by_the_person_even_after_silence() -> None:
    rules = PROCEDURE.rules
    assert {party.value for party in rules.confirmed_by} == {"person", "representative"}
    assert rules.may_remedy(RemedyState.UNREACHABLE, RemedyState.CONFIRMED)
    assert rules.may_remedy(RemedyState.CONFIRMED, RemedyState.NOT_CONFIRMED)
    assert not rules.may_remedy(RemedyState.NONE, RemedyState.DELIVERED)


def test_topics_and_rights_may_be_named_together() -> None:
    assert rights_of(PROCEDURE.rules, ["union", "HR03"]) == (
        Right.FORCED_LABOUR,
        Right.FREEDOM_OF_ASSOCIATION,
    )


def test_a_form_to_be_filled_in_is_no_procedure() -> None:
    with pytest.raises(PackError, match="to be filled from the mechanism's own rules"):
        load_procedure(PACKS / "multi_company_template_v1")


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ('next = ["acknowledged", "closed"]', 'next = ["somewhere"]'),
        ('confirmed_by = ["person", "representative"]', 'confirmed_by = ["person", "handler"]'),
        ('outcomes = ["withdrawn", "referred"]', 'outcomes = ["refused"]'),
        ('code = "remedy-agreed"', 'code = "received"'),
        ('rights = ["HR05"]', 'rights = ["HR99"]'),
        ('basis = "hinschg-17"', 'basis = "nowhere"'),
        ('counting = "calendar-days"', 'counting = "moons"'),
        ("is_binding = true", "binding = true"),
    ],
)
def test_a_procedure_that_is_not_whole_is_refused(
    changed: Changed, said: str, instead: str
) -> None:
    with pytest.raises(PackError, match="company_lksg_v1: no procedure"):
        load_procedure(changed(said, instead))


def test_another_order_of_stages_is_data(changed: Changed) -> None:
    folder = changed('next = ["acknowledged", "closed"]', 'next = ["admitted"]')
    assert load_procedure(folder).rules.moves[CaseStage.RECEIVED] == {CaseStage.ADMITTED}


def test_days_off_of_the_place_move_what_is_due() -> None:
    deadlines, _ = timing(PROCEDURE, place="DE", zone=BERLIN)
    assert deadlines(date(2026, 12, 18), None) == Deadlines(
        acknowledge_by=date(2026, 12, 28),  # 25 December is a Friday
        feedback_by=date(2027, 3, 25),
    )


def test_a_place_that_nobody_knows_stops_the_start() -> None:
    with pytest.raises(PackError, match="the holidays of XX are not known"):
        timing(PROCEDURE, place="XX", zone=BERLIN)


@pytest.mark.parametrize(
    ("changes", "armed"),
    [
        ({}, [("acknowledgement-due", "2026-11-30"), ("feedback-due", "2027-03-01")]),
        ({"acknowledgement": Timeliness.IN_TIME}, [("feedback-due", "2027-03-01")]),
        ({"acknowledgement": Timeliness.LATE, "feedback": Timeliness.OVERDUE}, []),
        ({"deadlines": Deadlines()}, []),
    ],
)
def test_only_what_a_person_still_awaits_is_armed(
    changes: dict[str, Any], armed: list[tuple[str, str]]
) -> None:
    _, arm = timing(PROCEDURE, place="DE", zone=BERLIN)
    case = replace(a_case(), **changes)
    assert [(row.kind, row.due_at.date().isoformat()) for row in arm(case)] == armed
    assert {row.due_at.hour for row in arm(case)} <= {23}
