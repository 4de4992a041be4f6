"""What people may write: how long, and in which characters."""

import unicodedata
from typing import Final

MOST_TEXT: Final = 20_000
MOST_CONTACT: Final = 500
MOST_COUNTRY: Final = 100
"""In characters."""

MOST_ENTRIES: Final = 1_000
"""Texts of one case that its receipt may add to; handlers may still write."""

_KEPT: Final = frozenset("\n\t")


def cleaned(text: str, most: int) -> str | None:
    """Return a text as it is kept, or None if it is longer than `most` characters.

    Line ends become equal and control characters go, since nobody sees them and some readers obey
    them. What people wrote is not changed otherwise.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in lines if sign in _KEPT or unicodedata.category(sign) != "Cc")
    stripped = kept.strip()
    return stripped if len(stripped) <= most else None
