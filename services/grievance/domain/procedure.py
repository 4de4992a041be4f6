"""A procedure: its stages, topics, roles, periods and reasons, with the words people read.

It is data of a pack; what decisions ask of it stands in its `rules`. Words are by language code.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sorgfalt_contracts.terms import CaseOutcome, CaseStage, Right

from services.grievance.domain.deadlines import Deadline
from services.grievance.domain.rules import Rules

Words = Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """What a person may pick, in plain words, and the rights it stands for."""

    code: str
    words: Words
    rights: tuple[Right, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StageRule:
    """What a stage says to the person, what follows, and how a case may end from there."""

    words: Words
    next_words: Words
    next: tuple[CaseStage, ...]
    outcomes: tuple[CaseOutcome, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Procedure:
    """A published procedure. `is_binding`: the company carries out what was decided in it.

    `reason_words` say to the person why a case was admitted or refused, `outcome_words` how it
    ended. `roles` name who does what, never a person.
    """

    rules: Rules
    title: str
    is_binding: bool
    publish_policy: str
    topics: tuple[Topic, ...]
    stages: Mapping[CaseStage, StageRule]
    deadlines: tuple[Deadline, ...]
    roles: Mapping[str, str]
    reason_words: Mapping[str, Words]
    outcome_words: Mapping[CaseOutcome, Words]
