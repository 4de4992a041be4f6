"""Severity of a right: how grave its breach typically is, whoever the supplier may be."""

from dataclasses import dataclass

from sorgfalt_contracts.terms import Right

from services.risk.domain.verdict import Grade, Reason, Source, because


@dataclass(frozen=True, kw_only=True, slots=True)
class Severity:
    """The method's grades and title for one right, their grounds and source (UNGP 14).

    Scope, the third criterion, depends on the case and has no grade here.
    """

    right: Right
    title: str
    scale: Grade
    irremediability: Grade
    grounds: str
    source: str
    method: Source

    @property
    def grade(self) -> Grade:
        """Return the graver of the two; a mean would hide harm that cannot be undone."""
        return max(self.scale, self.irremediability)

    @property
    def reason(self) -> Reason:
        """Return why the right has this severity."""
        return because(
            "severity-of-right",
            self.method,
            scale=str(self.scale),
            irremediability=str(self.irremediability),
        )
