"""Settings of grievance; prefix GRIEVANCE_."""

from pathlib import Path
from typing import Annotated, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator
from pydantic_settings import SettingsConfigDict

from services.grievance.domain.release import ReleasePolicy
from services.grievance.store.vault import read_key_file
from shared.process.settings import ServiceSettings

PACKS: Final = Path(__file__).with_name("packs")


def _only_ours(path: Path) -> Path:
    """Refuse a key file that others may read or that holds too short a key."""
    read_key_file(path)
    return path


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("must be a time zone of the IANA list") from None
    return name


class Settings(ServiceSettings):
    """What grievance needs beyond every service's own."""

    model_config = SettingsConfigDict(env_prefix="GRIEVANCE_")

    key_file: Annotated[Path, AfterValidator(_only_ours)]
    """The key that wraps the keys of cases; outside the database, mode 0600, hexadecimal."""
    release: ReleasePolicy = ReleasePolicy.NEXT_HOUR
    """How long news of a case is held before it leaves; at-once is for demos and tests."""
    zone: Annotated[str, AfterValidator(_zone)] = "Europe/Berlin"
    """Where days begin and end."""
    place: str = "DE"
    """The place whose holidays count."""
    procedure: str = "company_lksg_v1"
    """The pack with the rules of procedure."""
