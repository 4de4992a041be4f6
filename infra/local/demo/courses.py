"""What becomes of a complaint: how many take which course, and the steps of each, door by door.

Shares of outcomes follow published counts as far as there are any (SOURCES.md); which case goes
which way is drawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

Step = tuple[str, dict[str, Any]]
"""A door of a case and what is said there; the handling fills in what only it knows."""

ATTRIBUTION: Final = "attribution"
ASSESSMENT: Final = "assessment"
ADMISSIBILITY: Final = "admissibility"
BY_THE_PERSON: Final = "by-the-person"
"""Not a handler's door: the person says with the receipt whether the remedy arrived."""

REFUSED: Final = "refused"
REFUSALS: Final[Mapping[str, int]] = MappingProxyType(
    {"no-link-to-supply-chain": 46, "no-protected-right": 44, "not-understandable": 10}
)
"""Why complaints without a link are refused, by weight; invented."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """Steps that a number of complaints take; linked ones are about a supplier."""

    count: int
    steps: tuple[Step, ...] = ()
    is_linked: bool = True


def _remedy(state: str) -> Step:
    return "remedy", {"state": state, "by": "handler"}


def _closed(outcome: str, reason: str) -> Step:
    return "outcome", {"outcome": outcome, "reason": reason}


def _answered(*, confirmed: bool) -> Step:
    return BY_THE_PERSON, {"confirmed": confirmed}


_ACKNOWLEDGED: Final[tuple[Step, ...]] = (("acknowledgement", {}),)
_ADMITTED: Final = (*_ACKNOWLEDGED, (ADMISSIBILITY, {"admitted": True, "reason": "in-scope"}))
_ASSESSED: Final[tuple[Step, ...]] = (*_ADMITTED, (ATTRIBUTION, {}), (ASSESSMENT, {}))
_FOUNDED: Final[tuple[Step, ...]] = (
    *_ASSESSED,
    ("substantiation", {"substantiated": True, "reason": "facts-confirmed"}),
)
_NOT_FOUNDED: Final[tuple[Step, ...]] = (
    *_ASSESSED,
    ("substantiation", {"substantiated": False, "reason": "facts-do-not-support"}),
)
_AGREED: Final = (*_FOUNDED, _remedy("proposed"), _remedy("agreed"))
_DELIVERED: Final = (*_AGREED, _remedy("delivered"))
_REFUSED: Final[tuple[Step, ...]] = (*_ACKNOWLEDGED, (ADMISSIBILITY, {"admitted": False}))

COURSES: Final[Mapping[str, Course]] = MappingProxyType(
    {
        "received": Course(count=5),
        "acknowledged": Course(count=4, steps=_ACKNOWLEDGED),
        "admitted": Course(count=3, steps=_ADMITTED),
        "assessed": Course(count=6, steps=_ASSESSED),
        "founded": Course(count=3, steps=_FOUNDED),
        "proposed": Course(count=1, steps=(*_FOUNDED, _remedy("proposed"))),
        "agreed": Course(count=2, steps=_AGREED),
        "delivered": Course(count=2, steps=_DELIVERED),
        "confirmed": Course(
            count=4,
            steps=(
                *_DELIVERED,
                _answered(confirmed=True),
                _closed("remedied", "remedy-confirmed"),
            ),
        ),
        "not-confirmed": Course(count=2, steps=(*_DELIVERED, _answered(confirmed=False))),
        "unreachable": Course(
            count=1,
            steps=(
                *_DELIVERED,
                _remedy("unreachable"),
                _closed("unresolved", "person-unreachable"),
            ),
        ),
        "settled": Course(count=2, steps=(*_AGREED, _closed("settled", "agreed-by-both"))),
        "unfounded": Course(
            count=4, steps=(*_NOT_FOUNDED, _closed("unfounded", "facts-do-not-support"))
        ),
        "withdrawn": Course(count=1, steps=(*_ASSESSED, _closed("withdrawn", "taken-back-freely"))),
        "unresolved": Course(
            count=1, steps=(*_FOUNDED, _closed("unresolved", "remedy-not-delivered"))
        ),
        REFUSED: Course(count=158, steps=_REFUSED, is_linked=False),
        "unlinked-acknowledged": Course(count=15, steps=_ACKNOWLEDGED, is_linked=False),
        "unlinked-received": Course(count=10, is_linked=False),
    }
)
LINKED: Final = sum(each.count for each in COURSES.values() if each.is_linked)
UNLINKED: Final = sum(each.count for each in COURSES.values() if not each.is_linked)
