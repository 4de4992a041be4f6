"""Imports go one way, and each contract that says so is seen to break."""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.rules.tree import ROOT

LINTER = Path(sys.executable).with_name("lint-imports")


@dataclass(frozen=True, kw_only=True, slots=True)
class Violation:
    """One forbidden import: the contract it must break, and the line put into a file."""

    contract: str
    path: str
    line: str

    def __str__(self) -> str:
        return f"{self.contract}: {self.path}: {self.line}"


DOMAIN = "services/risk/domain/verdict.py"
VIOLATIONS = [
    Violation(contract=contract, path=path, line=line)
    for contract, path, line in (
        ("service-shape", DOMAIN, "import services.risk.handlers"),
        ("service-shape", "services/intake/store/received.py", "import services.intake.translate"),
        ("service-shape", "services/intake/api/routes.py", "import services.intake.consumers"),
        ("service-shape", "services/intake/handlers/__init__.py", "import services.intake.api"),
        ("service-shape", "services/intake/settings.py", "import services.intake.app"),
        ("services-independent", "services/risk/store/packs.py", "import services.intake.domain"),
        ("domain-pure", DOMAIN, "import asyncpg"),
        ("domain-pure", DOMAIN, "import pydantic.types"),
        ("domain-pure", DOMAIN, "import shared.store.cause"),
        ("domain-pure", DOMAIN, "from sorgfalt_contracts import structs"),
        ("one-driver-door", "services/intake/handlers/__init__.py", "import asyncpg"),
        ("one-driver-door", "services/intake/translate/causes.py", "from asyncpg import Record"),
        ("one-broker-door", "services/intake/store/received.py", "import aiokafka"),
        ("one-broker-door", "services/intake/app.py", "import faststream.kafka"),
        ("kit-layers", "shared/telemetry/health.py", "import services.risk.domain"),
        ("kit-layers", "shared/store/bulk.py", "import shared.messaging.routes"),
        ("kit-layers", "shared/web/problem.py", "import shared.messaging.routes"),
        ("kit-layers", "shared/messaging/routes.py", "import shared.process.settings"),
        ("kit-layers", "shared/contracts/sorgfalt_contracts/lei.py", "import shared.telemetry"),
        ("terms-leaf", "shared/contracts/sorgfalt_contracts/terms.py", "import pydantic"),
        ("no-cycles", "shared/store/cause.py", "import shared.store.outbox"),
        ("tools-outside", "shared/store/bulk.py", "import infra.local.settings"),
        ("tools-outside", "services/risk/store/packs.py", "import tests.conftest"),
    )
]


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python files that the contracts speak of, and the contracts, in a folder of our own."""
    place = tmp_path_factory.mktemp("copied")
    for folder in ("services", "shared"):
        shutil.copytree(
            ROOT / folder, place / folder, ignore=shutil.ignore_patterns("__pycache__", "*.csv")
        )
    shutil.copy(ROOT / "pyproject.toml", place)
    return place


@pytest.fixture
def seeded(copied: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """The copy with one violation in it, taken out afterwards."""
    violation: Violation = request.param
    path = copied / violation.path
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n{violation.line}\n", encoding="utf-8")
    yield copied
    path.write_text(text, encoding="utf-8")


def lint(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    ours = os.pathsep.join((str(place), str(place / "shared" / "contracts")))
    return subprocess.run(
        [LINTER, "--no-logo", "--cache-dir", place / "cache", *arguments],
        cwd=place,
        env={"PATH": os.defpath, "PYTHONPATH": ours, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_contract_is_kept(copied: Path) -> None:
    done = lint(copied)
    assert (done.returncode, " 0 broken." in done.stdout) == (0, True), done.stdout


@pytest.mark.parametrize(
    ("seeded", "contract"),
    [(violation, violation.contract) for violation in VIOLATIONS],
    indirect=["seeded"],
    ids=map(str, VIOLATIONS),
)
def test_a_forbidden_import_breaks_its_contract(seeded: Path, contract: str) -> None:
    done = lint(seeded, "--contract", contract)
    assert (done.returncode, "0 kept, 1 broken." in done.stdout) == (1, True), done.stdout


def test_a_stray_module_breaks_the_shape_of_a_service(copied: Path) -> None:
    stray = copied / "services" / "intake" / "toolbox.py"
    stray.write_text("", encoding="utf-8")
    done = lint(copied, "--contract", "service-shape")
    stray.unlink()
    assert (done.returncode, "0 kept, 1 broken." in done.stdout) == (1, True), done.stdout


def test_a_missing_room_breaks_the_shape_of_a_service(copied: Path) -> None:
    room = copied / "services" / "intake" / "clock.py"
    text = room.read_text(encoding="utf-8")
    room.unlink()
    done = lint(copied, "--contract", "service-shape")
    room.write_text(text, encoding="utf-8")
    assert (done.returncode, "Missing layer" in done.stdout) == (1, True), done.stdout


def test_every_contract_is_seen_to_break() -> None:
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = {each["id"] for each in document["tool"]["importlinter"]["contracts"]}
    assert declared == {violation.contract for violation in VIOLATIONS}
