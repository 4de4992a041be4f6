"""What a procedure allows, as data: moves between stages, reasons, who may confirm a remedy."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sorgfalt_contracts.terms import CaseOutcome, CaseStage, RemedyState, Right

from services.grievance.domain.case import Party


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """The part of a procedure that decisions ask for.

    `topics` says which rights a topic stands for; the code of a right is always a topic. `reasons`
    holds the codes that may ground a decision: by admitted, refused, substantiated,
    unsubstantiated, or the outcome. `outcomes` says how a case may be closed from a stage, and
    `feedback_steps` are the steps that tell the person what came
    of the complaint. Raises ValueError if handlers could confirm a remedy or close as refused.
    """

    code: str
    edition: str
    topics: Mapping[str, tuple[Right, ...]]
    moves: Mapping[CaseStage, frozenset[CaseStage]]
    remedies: Mapping[RemedyState, frozenset[RemedyState]]
    confirmed_by: frozenset[Party]
    reasons: Mapping[str, frozenset[str]]
    outcomes: Mapping[CaseStage, frozenset[CaseOutcome]]
    feedback_steps: frozenset[str]

    def __post_init__(self) -> None:
        """Refuse rules under which paper would become remedy."""
        if Party.HANDLER in self.confirmed_by:
            raise ValueError(f"{self.code}: a handler cannot confirm what a person received")
        if any(CaseOutcome.REFUSED in outcomes for outcomes in self.outcomes.values()):
            raise ValueError(f"{self.code}: refusing is a decision on admissibility")

    def may_move(self, before: CaseStage, after: CaseStage) -> bool:
        """Say whether a case may go from one stage to the other."""
        return after in self.moves.get(before, frozenset())

    def may_remedy(self, before: RemedyState, after: RemedyState) -> bool:
        """Say whether a remedy may go from one state to the other."""
        return after in self.remedies.get(before, frozenset())

    def may_end(self, stage: CaseStage, outcome: CaseOutcome) -> bool:
        """Say whether a case may be closed from a stage with an outcome."""
        return outcome in self.outcomes.get(stage, frozenset())

    def has_reason(self, decision: str, reason: str) -> bool:
        """Say whether a reason may ground a decision."""
        return reason in self.reasons.get(decision, frozenset())


def rights_of(rules: Rules, topics: Collection[str]) -> tuple[Right, ...] | None:
    """Return the rights that topics stand for, sorted; None if one of them is unknown."""
    known = {right.value: (right,) for right in Right} | dict(rules.topics)
    if not known.keys() >= set(topics):
        return None
    return tuple(sorted({right for topic in topics for right in known[topic]}))
