"""Explanation: a verdict in words that somebody can check, years later."""

from dataclasses import dataclass

from services.risk.domain.exposure import PlaceKind
from services.risk.domain.method import Method
from services.risk.domain.verdict import Reason, RightAssessment


@dataclass(frozen=True, kw_only=True, slots=True)
class ReasonExplained:
    """A reason as code with inputs and source, and as a sentence."""

    code: str
    inputs: dict[str, str]
    source: str
    edition: str
    sentence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RightExplained:
    """The verdict on one right, its short title and its reasons.

    Without likelihood and priority the right is unknown; that is not a low risk.
    """

    right: str
    title: str
    knowledge: str
    severity: int | None
    severity_grounds: str | None
    likelihood: int | None
    priority: str | None
    reasons: list[ReasonExplained]


def explain(assessment: RightAssessment, method: Method) -> RightExplained:
    """Return a verdict with the method's words for it."""
    return RightExplained(
        right=assessment.right.value,
        title=method.severities[assessment.right].title,
        knowledge=assessment.knowledge.value,
        severity=assessment.severity,
        severity_grounds=None
        if assessment.severity is None
        else method.severities[assessment.right].grounds,
        likelihood=assessment.likelihood,
        priority=None if assessment.priority is None else assessment.priority.value,
        reasons=[_explain(reason, method) for reason in assessment.reasons],
    )


def _explain(reason: Reason, method: Method) -> ReasonExplained:
    inputs = dict(reason.inputs)
    return ReasonExplained(
        code=reason.code,
        inputs=inputs,
        source=reason.source.pack,
        edition=reason.source.edition,
        sentence=sentence(reason.code, inputs, method),
    )


def sentence(code: str, inputs: dict[str, str], method: Method) -> str:
    """Return the method's sentence; a code or input of another method speaks for itself.

    What is said of an assumed origin says so in a second sentence.
    """
    try:
        told = method.sentences[code].format_map(inputs)
    except KeyError:
        told = " ".join([code, *(f"{name}={value}" for name, value in inputs.items())])
    if inputs.get("place") == PlaceKind.ASSUMED_ORIGIN:
        return f"{told} {method.sentences['place-assumed-origin']}"
    return told
