"""What synthetic auditors find: how many criteria fall short, how gravely, and whose rights.

On average 3.6 of 32 criteria are partially met, as the Copper Mark said of its sites for 2022 (by
way of ESG Investor). How grades and rights are shared out is invented.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType
from typing import Any, Final

from sorgfalt_contracts.terms import FindingGrade, Right

CRITERIA: Final = 32
PARTIALLY_MET: Final = 3.6
"""Criteria that are partially met, on average of an audit."""

MARK: Final = "SYN"
"""What every number of a synthetic audit or finding begins with."""

_RIGHTS: Final[tuple[tuple[Right, ...], ...]] = (
    *((Right.OCCUPATIONAL_SAFETY,),) * 7,
    *((Right.ENVIRONMENT_HEALTH,),) * 5,
    *((Right.WAGE,),) * 4,
    *((Right.FREEDOM_OF_ASSOCIATION,),) * 3,
    *((Right.DISCRIMINATION,),) * 2,
    *((Right.LAND,),) * 2,
    (Right.FORCED_LABOUR,),
    (Right.CHILD_MIN_AGE, Right.CHILD_WORST),
    (Right.SECURITY_FORCES,),
    (Right.MERCURY_WASTE,),
    (Right.POPS_WASTE,),
    *((),) * 4,  # management systems: no right of its own
)
"""The rights behind each of the 32 criteria; invented, no scheme numbers its criteria so."""

assert len(_RIGHTS) == CRITERIA


@dataclass(frozen=True, kw_only=True, slots=True)
class Grading:
    """How findings of one kind of audit are graded, and how many there are."""

    partially_met: float
    grades: Mapping[FindingGrade, int]


_FAILED: Final = Grading(
    partially_met=6.9,
    grades=MappingProxyType(
        {FindingGrade.MINOR: 55, FindingGrade.MAJOR: 33, FindingGrade.CRITICAL: 12}
    ),
)
_PASSED: Final = Grading(
    partially_met=3.15,
    grades=MappingProxyType(
        {FindingGrade.MINOR: 94, FindingGrade.MAJOR: 6, FindingGrade.CRITICAL: 0}
    ),
)
FAILED_SHARE: Final = 0.12
"""Share of audits that fail; with it the two kinds come to 3.6 criteria together."""


def draw_findings(draw: Random, *, is_failed: bool) -> list[dict[str, Any]]:
    """Return the findings of one audit; a failed one has at least one that is critical."""
    grading = _FAILED if is_failed else _PASSED
    short = [n for n in range(CRITERIA) if draw.random() < grading.partially_met / CRITERIA]
    if is_failed and not short:
        short = [draw.randrange(CRITERIA)]
    grades = draw.choices(list(grading.grades), weights=list(grading.grades.values()), k=len(short))
    if is_failed and FindingGrade.CRITICAL not in grades:
        grades[draw.randrange(len(grades))] = FindingGrade.CRITICAL
    return [
        {
            "number": f"{MARK}-C{criterion + 1:02d}",
            "grade": grade.value,
            "rights": [right.value for right in _RIGHTS[criterion]],
        }
        for criterion, grade in zip(short, grades, strict=True)
    ]
