"""The pack of plan rules: complete, converted from its sources, and refused when it is not."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from sorgfalt_contracts.terms import FindingGrade

from services.risk.domain.deadline import Deadlines
from services.risk.domain.deadline_reading import deadlines, templates
from services.risk.domain.deadline_steps import DueSteps
from services.risk.domain.plan_rules import PlanRules, faults
from services.risk.domain.plan_template import PlannedMilestone, Template
from services.risk.store import PACKS, load_plan_rules
from shared.store.packs import PackError, load_pack
from tests.unit.risk.plan_builders import the_published_rules, the_rules


def with_deadlines(rules: PlanRules, **changed: object) -> PlanRules:
    old = rules.deadlines
    given = {
        "findings": old.findings,
        "complaints": old.complaints,
        "grounds": old.grounds,
        "source": old.source,
    }
    return _rules(rules, deadlines=Deadlines(**(given | changed)))  # type: ignore[arg-type]


def with_steps(rules: PlanRules, **changed: object) -> PlanRules:
    return _rules(rules, due_steps=replace(rules.due_steps, **changed))  # type: ignore[arg-type]


def with_template(rules: PlanRules, code: str, **changed: object) -> PlanRules:
    made = tuple(
        replace(each, **changed) if each.code == code else each  # type: ignore[arg-type]
        for each in rules.templates
    )
    return _rules(rules, templates=made)


def _rules(rules: PlanRules, **changed: object) -> PlanRules:
    given = {
        "deadlines": rules.deadlines,
        "due_steps": rules.due_steps,
        "templates": rules.templates,
        "roles": rules.roles,
        "texts": rules.texts,
    }
    return PlanRules(**(given | changed))  # type: ignore[arg-type]


def a_template(rules: PlanRules, code: str) -> Template:
    return next(each for each in rules.templates if each.code == code)


def test_the_published_rules_have_no_fault() -> None:
    assert faults(the_rules()) == []


BROKEN: dict[str, Callable[[PlanRules], PlanRules]] = {
    "findings of grade critical have no default period": lambda rules: with_deadlines(
        rules,
        findings=[
            each
            for each in rules.deadlines.findings
            if each.schemes or each.grade is not FindingGrade.CRITICAL
        ],
    ),
    "severity None has no period": lambda rules: with_deadlines(
        rules, complaints=[each for each in rules.deadlines.complaints if each.severity]
    ),
    "two rules answer 3": lambda rules: with_deadlines(
        rules,
        complaints=[
            *rules.deadlines.complaints,
            *(each for each in rules.deadlines.complaints if each.severity == 3),
        ],
    ),
    "complaint-severity-1 has no period": lambda rules: with_deadlines(
        rules,
        complaints=[
            replace(each, period="P0D") if each.severity == 1 else each
            for each in rules.deadlines.complaints
        ],
    ),
    "the warning span does not lie inside a period": lambda rules: with_steps(
        rules, warning=replace(rules.due_steps.warning, part=Fraction(1))
    ),
    "overdue has no step, or one without a period": lambda rules: with_steps(rules, escalations=()),
    "overdue steps do not rise in day and level": lambda rules: with_steps(
        rules, escalations=tuple(reversed(rules.due_steps.escalations))
    ),
    "HR05 has not one template": lambda rules: with_template(rules, "safety", rights=frozenset()),
    "there is not one fallback": lambda rules: with_template(rules, "general", is_fallback=False),
    "wage has no measure": lambda rules: with_template(rules, "wage", measures=()),
    "a milestone lies outside its plan": lambda rules: with_template(
        rules, "wage", milestones=(PlannedMilestone(code="late", share=Fraction(5, 4)),)
    ),
    "stop-the-harm means two things": lambda rules: with_template(
        rules,
        "wage",
        measures=(replace(a_template(rules, "stop-harm").measures[0], is_remedial=False),),
    ),
    "hans-meier is no role of the list": lambda rules: with_template(
        rules, "wage", owner="hans-meier"
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_rules_with_a_hole_are_named(fault: str) -> None:
    assert faults(BROKEN[fault](the_rules())) == [fault]


def test_periods_are_converted_from_the_words_of_their_sources() -> None:
    rows = {row["code"]: row for row in load_pack(PACKS / "deadlines_v1").rows("deadlines.csv")}
    words = {
        code: (row["period"], row["period_in_source"])
        for code, row in rows.items()
        if row["period_in_source"]
    }
    assert words == {
        "rba-priority-finding": ("P7D", "7 days (calendar days)"),
        "rba-other-finding": ("P14D", "14 days (calendar or working days not stated)"),
        "irma-corrective-action": ("P12M", "up to twelve months"),
        "copper-mark-improvement-plan": ("P12M", "within 12 months"),
        "rba-vap-audit-validity": ("P2Y", "two years"),
        "rba-vap-questionnaire-validity": ("P1Y", "one year"),
        "irma-surveillance-earliest": ("P12M", "12 months"),
        "irma-surveillance-latest": ("P18M", "18 months"),
        "copper-mark-reassessment": ("P3Y", "every three years"),
        "copper-mark-all-criteria": ("P2Y", "within two years"),
        "rrm-review-of-petition": ("P30D", "30 calendar days"),
        "rrm-answer-to-request": ("P10D", "10 days"),
        "rrm-end-of-review": ("P45D", "45 days"),
        "lksg-report-due": ("P4M", "four months"),
        "lksg-report-public": ("P7Y", "seven years"),
    }


def test_each_rule_says_where_it_is_from_and_our_own_say_that_they_are_ours() -> None:
    grounds = the_rules().deadlines.grounds
    own = {code for code, each in grounds.items() if each.status.startswith("Own judgement")}
    assert all(each.source and each.status for each in grounds.values())
    assert own == {
        "finding-critical",
        "finding-major",
        "finding-grade-unknown",
        *(f"complaint-severity-{each}" for each in (1, 2, 3, 4, 5, "unknown")),
    }


def _codes(template: Template) -> list[str]:
    return [
        *(each.code for each in template.measures),
        *(each.code for each in template.milestones),
        *(each.code for each in template.indicators),
    ]


def test_each_step_of_a_template_is_explained_in_words() -> None:
    rules = the_published_rules().rules
    codes = {code for each in rules.templates for code in _codes(each)}
    assert codes == {code for code, text in rules.texts.items() if text}


def test_a_row_that_answers_or_means_nothing_known_is_refused() -> None:
    rows = load_pack(PACKS / "deadlines_v1").rows("deadlines.csv")
    source = the_rules().deadlines.source
    with pytest.raises(ValueError, match="deadlines answer everything"):
        deadlines([rows[0] | {"answers": "everything"}], source)
    listed = [{"code": "wage", "owner": "buyer"}]
    step = {"template": "wage", "kind": "measure", "code": "pay", "nature": "remedial"}
    with pytest.raises(ValueError, match="steps of no template: wages"):
        templates(listed, [step | {"template": "wages"}])
    with pytest.raises(ValueError, match="steps of no kind: mesure"):
        templates(listed, [step | {"kind": "mesure"}])


def a_copy(folder: Path) -> Path:
    shutil.copytree(PACKS / "deadlines_v1", folder / "deadlines_v1")
    return folder / "deadlines_v1" / "pack.toml"


def test_a_pack_that_lacks_a_rule_or_has_a_hole_keeps_the_service_from_starting(
    tmp_path: Path,
) -> None:
    file = a_copy(tmp_path)
    text = file.read_text()
    file.write_text(text.replace("part =", "share ="))
    with pytest.raises(PackError, match="pack deadlines_v1: KeyError: 'part'"):
        load_plan_rules(tmp_path)
    file.write_text(text.replace('role = "management"', 'role = "hans-meier"'))
    with pytest.raises(PackError, match="hans-meier is no role of the list"):
        load_plan_rules(tmp_path)


def test_due_steps_are_of_the_pack() -> None:
    steps = the_rules().due_steps
    assert isinstance(steps, DueSteps)
    assert [(each.after, each.level) for each in steps.escalations] == [
        ("P1D", 1), ("P7D", 2), ("P1M", 3), ("P3M", 4),
    ]  # fmt: skip
