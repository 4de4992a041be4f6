"""The demo's complaints: what is filed, and what handlers and reporters then do, by the seed.

Shares are those of published counts (SOURCES.md): 183 of 224 matters have no link to the law or the
company; two thirds of the rest fall to a few; one of seventeen is begun by an authority. Places
are those where synthetic audits happen. What a person wrote, and how a case ends, is invented.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from sorgfalt_contracts.terms import Right

from infra.local.demo import complaint_texts as words
from infra.local.demo.audits import is_clean, synthetic_audits
from infra.local.demo.courses import COURSES, LINKED, REFUSALS, UNLINKED
from infra.local.demo.masters import Masters
from infra.local.demo.places import Place, Places, read_places

COMPLAINTS: Final = LINKED + UNLINKED
_LANGUAGE_WEIGHTS: Final = (35, 25, 40)
_COUNTRIES: Final = ("DE", "MX", "ES", "US", "IN", "CL", "PE", "CZ", "AR", "GB")
_BY_AUTHORITY_SHARE: Final = 1 / 17

_THEMES: Final = {
    ("soil-water-air", "land", "security"): 125,
    ("wages", "forced-work", "union", "safety", "discrimination", "children"): 68,
    ("other",): 68,
    ("safety", "toxic", "soil-water-air"): 38,
}
"""Communities, workers, governance, health: 276 allegations of 2010-2020, which overlap."""

_ASSESSED_AS: Final = {
    "children": Right.CHILD_MIN_AGE,
    "forced-work": Right.FORCED_LABOUR,
    "safety": Right.OCCUPATIONAL_SAFETY,
    "union": Right.FREEDOM_OF_ASSOCIATION,
    "discrimination": Right.DISCRIMINATION,
    "wages": Right.WAGE,
    "soil-water-air": Right.ENVIRONMENT_HEALTH,
    "land": Right.LAND,
    "security": Right.SECURITY_FORCES,
    "toxic": Right.MERCURY_WASTE,
    "other": Right.CATCH_ALL,
}
"""The right that handlers find touched, of those that a topic stands for."""

_RESPONDENTS: Final = {"plants": 9, "mining": 4, "direct": 5}
"""Whom complaints with a link are about. Weights fall by rank, so that they come in clusters."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Complaint:
    """One complaint as it is filed, and the course it takes; `reference` stands in its text."""

    reference: str
    text: str
    topics: tuple[str, ...]
    language: str
    country: str
    course: str
    rights: tuple[str, ...]
    severity: int
    place: Place | None = None
    refusal: str | None = None

    @property
    def filing(self) -> dict[str, Any]:
        """Return the body of `POST /complaints`."""
        return {
            "text": self.text,
            "topics": list(self.topics),
            "language": self.language,
            "country": self.country,
        }


def complaints(masters: Masters, seed: int) -> list[Complaint]:
    """Return all complaints in an order that mixes the courses."""
    places = read_places(masters, seed)
    courses = [name for name, course in COURSES.items() for _ in range(course.count)]
    Random(f"{seed} courses").shuffle(courses)
    respondents = _respondents(places, seed)
    return [
        _complaint(f"DEMO-C{number:03d}", course, respondents, seed)
        for number, course in enumerate(courses, 1)
    ]


def _complaint(reference: str, course: str, respondents: Sequence[Place], seed: int) -> Complaint:
    draw = Random(f"{seed} complaint {reference}")
    language = draw.choices(words.LANGUAGES, weights=_LANGUAGE_WEIGHTS)[0]
    place = _drawn_place(draw, course, respondents)
    topics = tuple(dict.fromkeys(_drawn_topics(draw)))
    return Complaint(
        reference=reference,
        text=" ".join(_sentences(draw, reference, language, topics, place)),
        topics=topics,
        language=language,
        country=(place.country if place else None) or draw.choice(_COUNTRIES),
        course=course,
        rights=tuple(sorted({_ASSESSED_AS[topic].value for topic in topics})),
        severity=draw.choices((2, 3, 4, 5), weights=(2, 4, 3, 1))[0],
        place=place,
        refusal=draw.choices(list(REFUSALS), weights=list(REFUSALS.values()))[0],
    )


def _drawn_place(draw: Random, course: str, respondents: Sequence[Place]) -> Place | None:
    if not COURSES[course].is_linked:
        return None
    weights = [1 / rank for rank in range(1, len(respondents) + 1)]
    return draw.choices(respondents, weights=weights)[0]


def _drawn_topics(draw: Random) -> Iterator[str]:
    themes = draw.choices(list(_THEMES), weights=list(_THEMES.values()), k=draw.choice((1, 1, 2)))
    yield from (draw.choice(theme) for theme in themes)


def _sentences(
    draw: Random, reference: str, language: str, topics: Sequence[str], place: Place | None
) -> Iterator[str]:
    if draw.random() < _BY_AUTHORITY_SHARE:
        yield words.BY_AUTHORITY[language]
    if place is None:
        yield draw.choice(words.OUT_OF_SCOPE[language])
    else:
        yield words.ABOUT[language].format(number=place.number)
        yield from (words.BY_TOPIC[topic][language] for topic in topics)
    yield words.INVENTED[language].format(reference=reference)


def _respondents(places: Places, seed: int) -> list[Place]:
    """Return whom complaints are about; mines and direct suppliers have a clean audit."""
    clean = {
        (*report.body["record"].values(), report.body.get("site_number"))
        for report in synthetic_audits(places, seed)
        if is_clean(report.body)
    }
    draw = Random(f"{seed} respondents")
    audited = [
        [each for each in kind if (each.system, each.client, each.number, each.site) in clean]
        for kind in (places.mining, places.direct)
    ]
    chosen = [
        *draw.sample(places.plants, _RESPONDENTS["plants"]),
        *draw.sample(audited[0], _RESPONDENTS["mining"]),
        *draw.sample(audited[1], _RESPONDENTS["direct"]),
    ]
    draw.shuffle(chosen)
    return chosen
