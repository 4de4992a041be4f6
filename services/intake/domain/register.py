"""Keys for rows of a file that gives none: an operator and its sites within one register.

A list of audits names sites and operators and numbers neither. Within one register the same words
mean the same site; across registers, and against an ERP, names prove nothing (they join strangers
and part twins), so no key ever leads out of its register and a person has to link them.
"""

import hashlib
import unicodedata
from dataclasses import dataclass
from typing import Final

from services.intake.domain.record import RecordKey

_DIGITS: Final = 16
"""Hexadecimal digits of a number made of words: at a million names the chance that two meet is
three in a hundred million."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterKeys:
    """The keys of one row: its own record, and the operator's number that all its sites share.

    `site_number` is that of the record. It is None when the row names an operator without a site;
    `operator` is None when it names a site and nobody who runs it.
    """

    record: RecordKey
    operator: RecordKey | None
    site_number: str | None


def alike(text: str) -> str:
    """Return the text without what spelling adds: Unicode form, case, runs of blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def register_keys(
    system: str, client: str, *, operator: str, site: str, country: str
) -> RegisterKeys:
    """Return the keys of a row; raise ValueError when it names neither operator nor site.

    The operator is part of a site's key: a site that changed hands, or two of one name, are never
    joined. So is the country (alpha-2). An operator's number sorts before its sites', so that
    whichever row comes first, the supplier is founded by the operator's.
    """
    if not alike(operator) and not alike(site):
        raise ValueError("a row names an operator or a site")
    of_operator = RecordKey(system=system, client=client, number=_number("O", operator))
    if not alike(site):
        return RegisterKeys(record=of_operator, operator=of_operator, site_number=None)
    number = _number("S", operator, site, country)
    return RegisterKeys(
        record=RecordKey(system=system, client=client, number=number),
        operator=of_operator if alike(operator) else None,
        site_number=number,
    )


def _number(letter: str, *words: str) -> str:
    said = "\x1f".join(map(alike, words))
    return f"{letter}-{hashlib.sha256(said.encode()).hexdigest()[:_DIGITS]}"
