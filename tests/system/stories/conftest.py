"""One running line for all stories; each story brings its own suppliers, sites and cases."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from infra.local.settings import state_folder
from infra.local.stack import Stack
from tests.stack import own_folder
from tests.system.stories.world import World, living_in


@pytest.fixture(scope="session")
def told_stack() -> Iterator[Stack]:
    with (
        own_folder("stories") as folder,
        Stack(folder, shared=state_folder(), restart=False) as stack,
    ):
        yield stack


@pytest_asyncio.fixture
async def world(told_stack: Stack) -> AsyncIterator[World]:
    async with living_in(told_stack) as world:
        yield world
