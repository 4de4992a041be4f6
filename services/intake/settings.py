"""Settings of intake; prefix INTAKE_."""

from pydantic_settings import SettingsConfigDict

from shared.process.settings import ServiceSettings


class Settings(ServiceSettings):
    """What intake needs beyond every service's own: nothing yet."""

    model_config = SettingsConfigDict(env_prefix="INTAKE_")
