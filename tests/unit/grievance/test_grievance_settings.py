"""Grievance does not start without a key it can trust."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from services.grievance.domain.release import ReleasePolicy
from services.grievance.settings import Settings
from shared.process.settings import SettingsError

KEY = "ab" * 32


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Mapping[str, str]:
    """The least a grievance process needs, without a key file."""
    needed = {
        "SORGFALT_STATE": str(tmp_path),
        "GRIEVANCE_KAFKA": "127.0.0.1:9092",
        "GRIEVANCE_DATABASE": "postgresql://grievance:pw@127.0.0.1:5432/grievance",
        "GRIEVANCE_HTTP_PORT": "8003",
    }
    monkeypatch.delenv("GRIEVANCE_KEY_FILE", raising=False)
    for name, value in needed.items():
        monkeypatch.setenv(name, value)
    return needed


def test_it_starts_with_a_key_file_of_its_own_and_holds_news_to_the_full_hour(
    environment: Mapping[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert environment
    path = tmp_path / "g.key"
    path.write_text(KEY)
    path.chmod(0o600)
    monkeypatch.setenv("GRIEVANCE_KEY_FILE", str(path))
    settings = Settings.load("grievance")
    assert (settings.key_file, settings.release, settings.zone, settings.place) == (
        path, ReleasePolicy.NEXT_HOUR, "Europe/Berlin", "DE",
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["missing", "unset", "readable", "short"])
def test_it_refuses_to_start_with_a_sentence_that_names_the_setting_only(
    environment: Mapping[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    assert environment
    path = tmp_path / "g.key"
    if kind != "missing":
        path.write_text(KEY[:20] if kind == "short" else KEY)
        path.chmod(0o644 if kind == "readable" else 0o600)
    if kind != "unset":
        monkeypatch.setenv("GRIEVANCE_KEY_FILE", str(path))
    with pytest.raises(SettingsError, match="grievance does not start: GRIEVANCE_KEY_FILE: ") as e:
        Settings.load("grievance")
    assert KEY[:20] not in str(e.value)


def test_a_zone_that_does_not_exist_is_refused(
    environment: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert environment
    monkeypatch.setenv("GRIEVANCE_ZONE", "Europe/Atlantis")
    with pytest.raises(SettingsError, match="GRIEVANCE_ZONE: must be a time zone"):
        Settings.load("grievance")
