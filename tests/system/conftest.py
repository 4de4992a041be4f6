"""The line, run once for all tests that only look at it, and the seed of the run."""

import os
from collections.abc import AsyncIterator

import pytest

from infra.local.settings import state_folder
from infra.local.stack import Stack
from tests.proof import FINDINGS
from tests.stack import own_folder
from tests.system.broker_version import version_of_listener
from tests.system.line import Line, run_line


@pytest.fixture(scope="session")
def seed(request: pytest.FixtureRequest) -> int:
    """What chooses in this run: pytest-randomly's seed, which a failing run prints at its end."""
    given = request.config.getoption("randomly_seed", default=None)
    chosen = given if isinstance(given, int) else int.from_bytes(os.urandom(4))
    request.config.stash[FINDINGS]["seed"] = chosen
    return chosen


@pytest.fixture(scope="session")
async def line(request: pytest.FixtureRequest, seed: int) -> AsyncIterator[Line]:
    """A line that has taken the demo's records undisturbed; for looking at, not for sending to."""
    with (
        own_folder("line") as folder,
        Stack(folder, shared=state_folder(), restart=False) as stack,
    ):
        found = await run_line(stack, seed)
        kafka = version_of_listener(stack.bootstrap)
        request.config.stash[FINDINGS] |= {
            "figures": found.outcome.figures,
            "facts": found.facts[-1],
            "dead_letters": len(found.bad),
            "versions": {"kafka": kafka, "postgres": found.postgres},
        }
        yield found
