"""Settings of risk; prefix RISK_."""

from pathlib import Path

from pydantic_settings import SettingsConfigDict

from services.risk.store import PACKS
from shared.process.settings import ServiceSettings


class Settings(ServiceSettings):
    """What risk needs beyond every service's own."""

    model_config = SettingsConfigDict(env_prefix="RISK_")

    packs: Path = PACKS
    """The folder of the method and the data it rests on; what ships is here, unless set."""
