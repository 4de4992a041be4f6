"""Settings of risk; prefix RISK_."""

from pydantic_settings import SettingsConfigDict

from shared.process.settings import ServiceSettings


class Settings(ServiceSettings):
    """What risk needs beyond every service's own: nothing yet."""

    model_config = SettingsConfigDict(env_prefix="RISK_")
