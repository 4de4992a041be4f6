"""Procedures as packs hold them: read once, at start; a pack that is not whole stops the start."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sorgfalt_contracts.terms import CaseOutcome, CaseStage, RemedyState, Right

from services.grievance.domain.case import Party
from services.grievance.domain.deadlines import Counting, Deadline, Term, TimedStep
from services.grievance.domain.procedure import Procedure, StageRule, Topic
from services.grievance.domain.rules import Rules
from shared.store.packs import Pack, PackError, load_pack


def load_procedure(folder: Path) -> Procedure:
    """Return the procedure of a pack; raise PackError if a part is missing or says nothing known.

    A form whose values a mechanism has still to fill in is no procedure.
    """
    pack = load_pack(folder)
    try:
        return _procedure(pack)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PackError(f"pack {folder.name}: no procedure: {error!r}") from None


def _procedure(pack: Pack) -> Procedure:
    rules, head = pack.rules, pack.rules["procedure"]
    if to_fill := head.get("to_fill"):
        raise ValueError(f"{', '.join(to_fill)} to be filled from the mechanism's own rules")
    laws = {law["code"]: law for law in rules["law"]}
    topics = tuple(_topic(each) for each in rules["topics"])
    stages = {CaseStage(each["code"]): _stage(each) for each in rules["stages"]}
    if lacking := set(CaseStage) - stages.keys():
        raise ValueError(f"stages {', '.join(sorted(lacking))} are not told")
    return Procedure(
        rules=_rules(pack, topics, stages),
        title=pack.header.title,
        is_binding=head["is_binding"],
        publish_policy=head["publish_policy"],
        topics=topics,
        stages=stages,
        deadlines=tuple(_deadline(each, laws) for each in rules["deadlines"]),
        roles={each["code"]: each["words"] for each in rules["roles"]},
        reason_words=rules["admissibility"]["words"],
        outcome_words={CaseOutcome(each["code"]): each["words"] for each in rules["outcomes"]},
    )


def _rules(pack: Pack, topics: tuple[Topic, ...], stages: Mapping[CaseStage, StageRule]) -> Rules:
    rules, head = pack.rules, pack.rules["procedure"]
    reasons = dict(rules["reasons"]) | {each["code"]: each["reasons"] for each in rules["outcomes"]}
    return Rules(
        code=head["code"],
        edition=pack.header.edition,
        topics={topic.code: topic.rights for topic in topics},
        moves={stage: frozenset(rule.next) for stage, rule in stages.items()},
        remedies={
            RemedyState(before): frozenset(map(RemedyState, after))
            for before, after in rules["remedies"].items()
        },
        confirmed_by=frozenset(map(Party, head["confirmed_by"])),
        reasons={decision: frozenset(codes) for decision, codes in reasons.items()},
        outcomes={stage: frozenset(rule.outcomes) for stage, rule in stages.items()},
        feedback_steps=frozenset(head["feedback_steps"]),
    )


def _topic(row: Mapping[str, Any]) -> Topic:
    rights = tuple(map(Right, row["rights"]))
    return Topic(code=row["code"], words=row["words"], rights=rights)


def _stage(row: Mapping[str, Any]) -> StageRule:
    return StageRule(
        words=row["words"],
        next_words=row["next_words"],
        next=tuple(map(CaseStage, row["next"])),
        outcomes=tuple(map(CaseOutcome, row["outcomes"])),
    )


def _deadline(row: Mapping[str, Any], laws: Mapping[str, Mapping[str, Any]]) -> Deadline:
    """Return one deadline; its ground is a law of the pack, quoted with its status."""
    law = laws[row["basis"]]
    later = row.get("after_acknowledgement")
    return Deadline(
        step=TimedStep(row["step"]),
        after_receipt=_term(row["after_receipt"]),
        after_acknowledgement=None if later is None else _term(later),
        is_law=row["is_law"],
        basis=f"{law['source']}. {law['status']}",
    )


def _term(row: Mapping[str, Any]) -> Term:
    return Term(period=row["period"], counting=Counting(row["counting"]), rolls=row["rolls"])
