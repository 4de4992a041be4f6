"""What came of the demo, step by step: counts, durations, figures, editions, checks."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from infra.local.demo.checks import Check, CountedFigures, Letters
from infra.local.demo.editions import Edition
from infra.local.demo.handling import Taken


@dataclass(kw_only=True, slots=True)
class Story:
    """It grows while the demo runs; `figures` are those of the last edition."""

    events: dict[str, int] = field(default_factory=dict)
    facts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    letters: Letters = field(default_factory=dict)
    figures: CountedFigures = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    cases: list[Taken] = field(default_factory=list)
    editions: list[Edition] = field(default_factory=list)
    difference: dict[str, Any] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Keep how long a step took."""
        began = time.perf_counter()
        yield
        self.seconds[step] = round(time.perf_counter() - began, 2)
