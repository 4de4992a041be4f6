"""Words of files and what they stand for; what is not listed is not guessed."""

from collections.abc import Mapping
from dataclasses import dataclass

from sorgfalt_contracts.terms import AuditKind

from services.intake.domain.register import alike


@dataclass(frozen=True, kw_only=True, slots=True)
class Scheme:
    """A standard that sites are audited against; `register` is the system of its record keys."""

    code: str
    version: str | None
    register: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EventKind:
    """A type of event of an audit file; `becomes` is None for what stays a statement."""

    code: str
    becomes: AuditKind | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Countries:
    """Ways to write a country, spelled alike, and their ISO 3166-1 alpha-2 codes."""

    codes: Mapping[str, str]

    def code(self, text: str) -> str | None:
        """Return the code of a country, or None for what is no way to write just one."""
        return self.codes.get(alike(text))


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditWords:
    """Words of an audit file, each spelled alike; `client` is that of its record keys."""

    schemes: Mapping[str, Scheme]
    kinds: Mapping[str, EventKind]
    date_meanings: Mapping[str, str]
    no_results: frozenset[str]
    client: str
