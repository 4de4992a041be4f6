"""Settings of reporting; prefix REPORTING_."""

from pydantic_settings import SettingsConfigDict

from shared.process.settings import ServiceSettings


class Settings(ServiceSettings):
    """What reporting needs beyond every service's own: nothing yet."""

    model_config = SettingsConfigDict(env_prefix="REPORTING_")
