"""The texts of the pages: every language says everything."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from services.grievance.pages.words import TEXTS, chosen, load_words

WORDS = load_words()
TEMPLATES = TEXTS.parent
USED = re.compile(r"words\.(\w+)(?:\.(\w+)|\[\"(\w+)\"\])")


def said(value: Any, path: str = "") -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Yield each text's place, how many lines it has and which places it fills in."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from said(each, f"{path}.{key}")
    else:
        lines = value if isinstance(value, list) else [value]
        assert all(line.strip() for line in lines)
        yield path, len(lines), tuple(sorted(re.findall(r"\{(\w+)\}", " ".join(lines))))


def test_there_are_three_languages_english_first() -> None:
    assert list(WORDS) == ["en", "de", "es"]


@pytest.mark.parametrize("code", ["de", "es"])
def test_every_language_has_every_text_with_the_same_places(code: str) -> None:
    assert sorted(said(WORDS[code].tables)) == sorted(said(WORDS["en"].tables))


def test_no_text_was_left_untranslated() -> None:
    for key, text in WORDS["en"].tables["case"].items():
        assert len({text, WORDS["de"].case[key], WORDS["es"].case[key]}) == 3


def test_every_text_a_template_asks_for_exists() -> None:
    asked = {
        (page, first or second)
        for path in TEMPLATES.glob("*.html")
        for page, first, second in USED.findall(path.read_text(encoding="utf-8"))
        if first or second
    }
    assert ("file", "text_hint") in asked
    assert [each for each in asked if each[1] not in WORDS["en"].tables.get(each[0], {})] == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [("en", "1 March 2027"), ("de", "1. März 2027"), ("es", "1 de marzo de 2027")],
)
def test_a_day_is_written_as_people_write_it(code: str, expected: str) -> None:
    assert WORDS[code].day(date(2027, 3, 1)) == WORDS[code].day("2027-03-01") == expected
    assert WORDS[code].day("2027-03") == "2027-03"


@pytest.mark.parametrize(
    ("asked", "accepted", "expected"),
    [
        ("de", "es", "de"),
        (None, "es-MX,es;q=0.9,en;q=0.8", "es"),
        (None, "fr;q=0.9, de;q=0.7, en;q=0.2", "de"),
        ("xx", "", "en"),
        (None, "en;q=0.1,es;q=0.5", "es"),
        (None, ";;;q=,,\x00", "en"),
    ],
)
def test_the_language_asked_for_wins_then_the_browser_s(
    asked: str | None, accepted: str, expected: str
) -> None:
    assert chosen(WORDS, asked, accepted).code == expected
