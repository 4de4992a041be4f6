"""What pages print: numbers and days as English text writes them, every value escaped."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from shared.web import layout


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (999, "999"), (12345, "12,345")])
def test_thousands_are_set_off(number: int, text: str) -> None:
    assert layout.thousands(number) == text


def test_a_day_is_written_out() -> None:
    assert layout.day(date(2026, 3, 1)) == "1 March 2026"


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=-5))])
def test_a_moment_is_told_in_utc(zone: timezone) -> None:
    at = datetime(2026, 11, 22, 23, 5, tzinfo=UTC).astimezone(zone)
    assert layout.moment(at) == "22 November 2026, 23:05 UTC"


def test_every_value_is_escaped_whatever_the_template_is_called(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("{{ name }}")
    template = layout.environment(tmp_path).get_template("page.txt")
    assert template.render(name="<script>") == "&lt;script&gt;"


def test_a_forgotten_value_is_an_error_and_no_empty_place(tmp_path: Path) -> None:
    (tmp_path / "own.html").write_text("{{ name }}")
    with pytest.raises(UndefinedError):
        layout.environment(tmp_path).get_template("own.html").render()
