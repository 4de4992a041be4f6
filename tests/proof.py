"""What a whole test run leaves in build/proof.json: counts, figures, durations, versions.

A run of a part of the tests leaves nothing there: its counts would say less than they seem to.
"""

from collections import Counter, defaultdict
from typing import Any, Final

import pytest

from infra.local.proof import add_proof

FINDINGS: Final = pytest.StashKey[dict[str, Any]]()
"""Where fixtures put what the run found: figures, versions, the seed."""


def pytest_configure(config: pytest.Config) -> None:
    """Begin to count."""
    config.stash[FINDINGS] = {}
    config.pluginmanager.register(_Tally(config), "sorgfalt-tally")


class _Tally:
    """Counts tests by how they ended, and seconds by file."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._counts = Counter[str]()
        self._seconds = defaultdict[str, float](float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._seconds[report.nodeid.partition("::")[0]] += report.duration
        if report.when == "call":
            self._counts[report.outcome] += 1
        elif report.failed:
            self._counts["error"] += 1

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if not self._is_whole():
            return
        findings = self._config.stash[FINDINGS]
        found = dict(findings)
        seconds = {file: round(each, 2) for file, each in self._seconds.items()}
        entry = {
            "versions": found.pop("versions", {}),
            "counts": {"collected": session.testscollected, **self._counts},
            "seconds": {"all": round(sum(self._seconds.values()), 2), "by_file": seconds},
        }
        add_proof("test", entry | found)

    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter, exitstatus: int
    ) -> None:
        seed = self._config.stash[FINDINGS].get("seed")
        if exitstatus and seed is not None:
            terminalreporter.write_line(f"The same choices again: --randomly-seed={seed}")

    def _is_whole(self) -> bool:
        option = self._config.option
        is_chosen = option.keyword or option.markexpr or option.collectonly
        by_itself = self._config.args_source is pytest.Config.ArgsSource.TESTPATHS
        return by_itself and not is_chosen
