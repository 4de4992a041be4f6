"""Settings of grievance; prefix GRIEVANCE_."""

from pydantic_settings import SettingsConfigDict

from shared.process.settings import ServiceSettings


class Settings(ServiceSettings):
    """What grievance needs beyond every service's own: nothing yet."""

    model_config = SettingsConfigDict(env_prefix="GRIEVANCE_")
