"""A process without keys and TLS speaks to this machine alone, and says so without values."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from pydantic_settings import SettingsConfigDict

from shared.process.settings import ServiceSettings, SettingsError, state_env_file


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="DEMO_")


GIVEN = {
    "KAFKA": "127.0.0.1:9092",
    "DATABASE": "postgresql://demo:secret@127.0.0.1:5432/demo",
    "HTTP_PORT": "8080",
}


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Environment:
    """The environment of one process, with a state folder of its own."""

    state: Path
    patch: pytest.MonkeyPatch

    def load(self, **changed: str) -> Settings:
        for key, value in (GIVEN | changed).items():
            self.patch.setenv(f"DEMO_{key}", value)
        return Settings.load("demo")


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    monkeypatch.setenv("SORGFALT_STATE", str(tmp_path))
    return Environment(state=tmp_path, patch=monkeypatch)


def refusal(environment: Environment, **changed: str) -> str:
    with pytest.raises(SettingsError) as refused:
        environment.load(**changed)
    return str(refused.value)


def test_settings_come_from_the_environment(environment: Environment) -> None:
    settings = environment.load(POOL_SIZE="12")
    assert (settings.kafka, settings.http_port, settings.pool_size) == ("127.0.0.1:9092", 8080, 12)
    assert settings.http_host == "127.0.0.1"


def test_a_running_stack_leaves_settings_in_a_file_below_the_environment(
    environment: Environment,
) -> None:
    file = environment.state / "run" / "demo.env"
    file.parent.mkdir()
    file.write_text("DEMO_POOL_SIZE=20\nDEMO_HTTP_PORT=9999\nUNKNOWN=1\n")
    assert state_env_file("demo") == file
    settings = environment.load()
    assert (settings.pool_size, settings.http_port) == (20, 8080)


def test_settings_cannot_be_changed(environment: Environment) -> None:
    settings: Any = environment.load()
    with pytest.raises(ValidationError):
        settings.http_port = 1


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "localhost", "::1", "[::1]"])
def test_a_process_listens_on_loopback(environment: Environment, address: str) -> None:
    assert environment.load(HTTP_HOST=address).http_host == address


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "::",
        "10.0.0.1",
        "192.168.1.1",
        "example.com",
        "",
        "localhost.example.com",
        "127.0.0.1.example.com",
        "[::]",
        "::ffff:10.0.0.1",
        "2130706433",
    ],
)
def test_a_process_refuses_to_listen_anywhere_else(environment: Environment, address: str) -> None:
    assert refusal(environment, HTTP_HOST=address) == (
        "demo does not start: DEMO_HTTP_HOST: "
        "must be a loopback address while there are no keys and no tls"
    )


@pytest.mark.parametrize("addresses", ["localhost:9092", "127.0.0.1:1,127.0.0.2:2,localhost:3"])
def test_a_process_speaks_to_brokers_on_loopback(environment: Environment, addresses: str) -> None:
    assert environment.load(KAFKA=addresses).kafka == addresses


@pytest.mark.parametrize(
    "addresses", ["10.0.0.1:9092", "127.0.0.1:9092,broker.example.com:9092", "127.0.0.1:1,", ""]
)
def test_one_broker_elsewhere_is_enough_to_refuse(environment: Environment, addresses: str) -> None:
    assert refusal(environment, KAFKA=addresses).startswith(
        "demo does not start: DEMO_KAFKA: must be a loopback address"
    )


def test_all_that_is_wrong_is_said_at_once_by_name_and_never_by_value(
    environment: Environment,
) -> None:
    sentence = refusal(environment, KAFKA="secret.example.com", HTTP_PORT="70000", POOL_SIZE="x")
    assert [part.partition(":")[0] for part in sentence.split("; ")] == [
        "demo does not start",
        "DEMO_HTTP_PORT",
        "DEMO_POOL_SIZE",
    ]
    assert not any(value in sentence for value in ("secret", "70000"))


def test_a_missing_setting_is_named(environment: Environment) -> None:
    environment.patch.delenv("DEMO_DATABASE", raising=False)
    with pytest.raises(SettingsError, match="DEMO_DATABASE: field required"):
        Settings.load("demo")
