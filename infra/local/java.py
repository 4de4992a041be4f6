"""How Java is started: small, quick to begin, and with nothing written outside our folder."""

import hashlib
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Final

from infra.local.jars import Jars, digest, find_java
from infra.local.processes import Finished, Processes

_LOG4J: Final = Path(__file__).with_name("log4j.properties")
# Measured: the serial collector and the first compiler alone start fastest and serve as well.
_FLAGS: Final = (
    "-Xms64m",
    "-Xmx512m",
    "-Xss512k",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:-UsePerfData",
    "-Djava.awt.headless=true",
    "-Dlog4j2.statusLoggerLevel=OFF",
    "--sun-misc-unsafe-memory-access=allow",
)
_QUIET: Final = ("-Xlog:aot*=off", "-Xlog:cds*=off")


class Java:
    """Runs classes from the verified jars, as children of one stack."""

    def __init__(self, jars: Jars, processes: Processes) -> None:
        self.processes = processes
        self._jars = jars
        self._java = find_java()
        self._cache = jars.folder.parent / "aot" / f"{self._fingerprint()}.aot"

    @property
    def has_cache(self) -> bool:
        """Say whether the start-up cache is there and is what was written; a broken one goes."""
        seal = self._cache.with_suffix(".sha256")
        if not self._cache.is_file() or not seal.is_file():
            return False
        if digest(self._cache) == seal.read_text():
            return True
        seal.unlink()
        return False

    @property
    def training_flags(self) -> Sequence[str]:
        """Return the flags of a run that writes the cache; `keep_cache` then seals it."""
        return (f"-XX:AOTCacheOutput={self._new_cache}", *_QUIET)

    def keep_cache(self) -> None:
        """Seal what a training run has written, so that a torn copy is never used."""
        if self._new_cache.is_file():
            self._new_cache.replace(self._cache)
            self._cache.with_suffix(".sha256").write_text(digest(self._cache))

    def forget_caches(self) -> None:
        """Clear away the caches of other jars and of broken training runs."""
        shutil.rmtree(self._cache.parent, ignore_errors=True)
        self._cache.parent.mkdir()

    def start(
        self,
        main: str,
        *arguments: str | Path,
        output: int | IO[bytes],
        flags: Sequence[str] | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start a main class; `flags` stand in for the start-up cache."""
        return self.processes.start(
            self._command(main, arguments, self._cached() if flags is None else flags),
            environment={"CLASSPATH": self._jars.class_path},
            output=output,
            cwd=self.processes.root,
        )

    def run(self, main: str, *arguments: str | Path) -> Finished:
        """Run a main class to its end."""
        return self.processes.run(
            self._command(main, arguments, self._cached()),
            environment={"CLASSPATH": self._jars.class_path},
            cwd=self.processes.root,
        )

    @property
    def _new_cache(self) -> Path:
        return self._cache.with_suffix(".new")

    def _cached(self) -> Sequence[str]:
        if not self._cache.with_suffix(".sha256").is_file():
            return ()
        return (f"-XX:AOTCache={self._cache}", *_QUIET)

    def _command(
        self, main: str, arguments: Sequence[str | Path], flags: Sequence[str]
    ) -> list[str | Path]:
        root = self.processes.root
        own = (
            f"-Djava.io.tmpdir={root / 'tmp'}",
            f"-XX:ErrorFile={root / 'log' / 'java-crash.log'}",
            f"-Dlog4j.configuration={_LOG4J.as_uri()}",
        )
        return [self._java, *_FLAGS, *own, *flags, main, *arguments]

    def _fingerprint(self) -> str:
        # Java refuses the cache without a word when a jar's time differs; the folder may differ
        parts = (self._java.parents[1] / "release").read_text()
        for name, sha256 in self._jars.sha256.items():
            parts += f"{name} {sha256} {(self._jars.folder / name).stat().st_mtime_ns}\n"
        return hashlib.sha256(parts.encode()).hexdigest()[:16]
