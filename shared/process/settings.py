"""Settings of a service process: environment first, then the file a local stack wrote.

Without keys and TLS it speaks Kafka to, and listens for HTTP on, loopback only; anything else
refuses to start.
"""

import ipaddress
import os
from pathlib import Path
from typing import Annotated, Any, Final, Self
from uuid import UUID

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sorgfalt_contracts.terms import CompanyId

PROJECT: Final = Path(__file__).resolve().parents[2]


class SettingsError(Exception):
    """A setting is missing or unsafe; the sentence names it, never its value."""


def _loopback(address: str) -> str:
    host = address.rsplit(":", 1)[0] if address.count(":") == 1 else address
    if host != "localhost" and not _is_loopback(host.strip("[]")):
        raise ValueError("must be a loopback address while there are no keys and no TLS")
    return address


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _each_loopback(addresses: str) -> str:
    for address in addresses.split(","):
        _loopback(address)
    return addresses


def state_env_file(service: str) -> Path:
    """Return where a running local stack leaves this service's settings (mode 0600)."""
    state = os.environ.get("SORGFALT_STATE", "")  # noqa: TID251 - this is the settings module
    return Path(state or PROJECT / ".state") / "run" / f"{service}.env"


class ServiceSettings(BaseSettings):
    """What every service needs. A subclass sets the prefix and adds its own."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    kafka: Annotated[str, BeforeValidator(_each_loopback)]
    """Broker addresses, comma-separated host:port."""
    database: str
    """Address of the service's own database, as its run-time role."""
    http_host: Annotated[str, BeforeValidator(_loopback)] = "127.0.0.1"
    http_port: Annotated[int, Field(ge=1, le=65535)]
    company_id: CompanyId = CompanyId(UUID("0b2f5f3e-7c1d-5a64-9c59-6a3f1f0e6d01"))
    """The obliged company all events belong to, until senders are mapped to companies."""
    company_name: str = "Demo Motor Works"
    pool_size: Annotated[int, Field(ge=4, le=100)] = 8
    """Connections to the database."""

    @classmethod
    def load(cls, service: str) -> Self:
        """Return the settings; raise SettingsError with one sentence."""
        file: Any = state_env_file(service)
        try:
            return cls(_env_file=file if file.is_file() else None)
        except ValidationError as error:
            faults = error.errors(include_input=False, include_url=False)
            prefix = cls.model_config.get("env_prefix", "")
            said = "; ".join(
                f"{prefix}{'_'.join(map(str, fault['loc'])).upper()}: {_said(fault['msg'])}"
                for fault in faults
            )
            raise SettingsError(f"{service} does not start: {said}") from None


def _said(message: str) -> str:
    return message.removeprefix("Value error, ").lower()


class _Owner(BaseSettings):
    model_config = SettingsConfigDict(extra="ignore", hide_input_in_errors=True)

    owner_database: str = ""


def owner_database(service: str) -> str:
    """Return the address of the database as its owner; asked by `migrate` alone.

    No running service holds it, though it stands in the same file. Raises SettingsError.
    """
    file: Any = state_env_file(service)
    prefix = f"{service.upper()}_"
    address = _Owner(_env_prefix=prefix, _env_file=file if file.is_file() else None).owner_database
    if not address:
        raise SettingsError(f"{prefix}OWNER_DATABASE is not set; only the owner migrates")
    return address
