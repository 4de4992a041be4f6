"""`sorgfalt-contracts` is a distribution of its own: it installs and runs without the platform."""

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from infra.contracts.published import CONTRACTS, Published

SITE_PACKAGES = Path(sysconfig.get_path("purelib"))
NEEDED = ("pydantic", "pydantic_core", "msgspec")
THEY_NEED = ("annotated_types", "typing_extensions.py", "typing_inspection")
READ_AN_EXAMPLE = """
import sys
sys.path[:0] = sys.argv[1:]
from importlib.resources import files
import sorgfalt_contracts
from sorgfalt_contracts import envelope, events, inbound, structs, topics
examples = files(sorgfalt_contracts) / "examples"
reported = (examples / "supplier-reported.v1" / "full.json").read_bytes()
updated = (examples / "supplier-updated.v1" / "full.json").read_bytes()
print(inbound.read(events.SupplierReported, reported).country)
print(structs.READERS[events.SupplierUpdated.TYPE](updated).version)
print(sorgfalt_contracts.__file__)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    (built,) = WheelBuilder(str(CONTRACTS)).build(directory=str(folder))
    return Path(built)


def test_the_wheel_runs_beside_pydantic_and_msgspec_alone(wheel: Path, tmp_path: Path) -> None:
    package, needed = tmp_path / "package", tmp_path / "needed"
    zipfile.ZipFile(wheel).extractall(package)
    needed.mkdir()
    for name in (*NEEDED, *THEY_NEED):
        (needed / name).symlink_to(SITE_PACKAGES / name)

    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", READ_AN_EXAMPLE, str(package), str(needed)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )

    assert ran.stderr == ""
    country, version, file = ran.stdout.split()
    assert (country, version) == ("DE", "7")
    assert file == str(package / "sorgfalt_contracts" / "__init__.py")


def test_the_wheel_holds_every_published_file(wheel: Path) -> None:
    root = Published().root
    folders = (root / "schemas", root / "examples", root / "released")
    published = {
        str(file.relative_to(CONTRACTS)) for each in folders for file in each.rglob("*.json")
    }

    packed = set(zipfile.ZipFile(wheel).namelist())

    assert published <= packed
    assert "sorgfalt_contracts/py.typed" in packed
