"""The frame of every page: one self-contained document, no script, no external address.

`environment` gives a service Jinja templates that extend `page.html`. The style stands in the
page itself, so that a saved page looks the same.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

FRAME: Final = Path(__file__).with_name("templates")


def environment(templates: Path) -> Environment:
    """Return an environment for the templates of a service.

    Every value is escaped, whatever the file is called, and a name that a template uses and the
    caller forgot is an error, not an empty place.
    """
    made = Environment(
        loader=FileSystemLoader([templates, FRAME]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["thousands"] = thousands
    made.filters["moment"] = moment
    made.filters["day"] = day
    return made


def thousands(number: int) -> str:
    """Return a number as English text writes it: 12,345."""
    return f"{number:,}"


def moment(instant: datetime) -> str:
    """Return an instant as a reader expects it, in UTC: 22 November 2026, 14:05 UTC."""
    utc = instant.astimezone(UTC)
    return f"{day(utc)}, {utc:%H:%M} UTC"


def day(date_: date) -> str:
    """Return a day as a reader expects it: 22 November 2026."""
    return f"{date_.day} {date_:%B %Y}"
