"""What the pages say: one table of texts per language, every table with the same keys."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from services.grievance.domain.case import PartialDate

TEXTS: Final = Path(__file__).parent.parent / "templates" / "texts"
_FIRST: Final = "en"
_ACCEPTED: Final = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z0-9-]+)?(?:;q=([01](?:\.\d+)?))?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """The texts of one language, by page and key; `code` is what HTML calls the language."""

    code: str
    tables: Mapping[str, Any]

    def __getattr__(self, page: str) -> Any:
        """Return the texts of a page."""
        try:
            return self.tables[page]
        except KeyError:
            raise AttributeError(page) from None

    def day(self, on: date | PartialDate) -> str:
        """Return a day as people write it; of a partial one what is known."""
        if isinstance(on, str):
            if len(on) < len("2026-11-23"):
                return on
            on = date.fromisoformat(on)
        page = self.tables["page"]
        said: str = page["day"].format(day=on.day, month=page["months"][on.month - 1], year=on.year)
        return said


def load_words(folder: Path = TEXTS) -> dict[str, Words]:
    """Return the texts of every language by code, English first."""
    codes = sorted((path.stem for path in folder.glob("*.toml")), key=lambda c: (c != _FIRST, c))
    return {
        code: Words(
            code=code, tables=tomllib.loads((folder / f"{code}.toml").read_text(encoding="utf-8"))
        )
        for code in codes
    }


def chosen(languages: Mapping[str, Words], asked: str | None, accepted: str) -> Words:
    """Return the language that was asked for, else the browser's first that we have."""
    if asked is not None and asked in languages:
        return languages[asked]
    wanted = [
        (float(quality or 1), code.lower()) for code, quality in _ACCEPTED.findall(accepted[:200])
    ]
    wanted.sort(key=lambda each: -each[0])
    return next((languages[c] for _, c in wanted if c in languages), languages[_FIRST])
