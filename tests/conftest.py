"""Fixtures for every test: a real broker, a real database, and something fresh of each."""

import uuid
from collections.abc import Callable, Iterator

import pytest
from hypothesis.configuration import set_hypothesis_home_dir

from infra.local.settings import state_folder
from infra.local.stack import Stack
from tests.stack import running

pytest_plugins = ("tests.proof",)
set_hypothesis_home_dir(state_folder() / "cache" / "hypothesis")


@pytest.fixture(scope="session")
def broker() -> Iterator[Stack]:
    """A running Kafka without topics; `.bootstrap` is its address."""
    with running("broker") as stack:
        yield stack


@pytest.fixture(scope="session")
def database() -> Iterator[Stack]:
    """A running Postgres without databases; `.admin_dsn` is its superuser's address."""
    with running("database") as stack:
        yield stack


@pytest.fixture
def topic_name() -> str:
    """A name that no other test uses; the topic itself is for the test to make."""
    return f"test-{uuid.uuid4().hex}"


@pytest.fixture
def make_database(database: Stack) -> Iterator[Callable[[], tuple[str, str]]]:
    """Makes fresh databases, each with an owner and a runtime role like a service's.

    Every call returns (the owner's address, the runtime role's); all go after the test.
    """
    made: list[str] = []

    def make() -> tuple[str, str]:
        made.append(f"test_{uuid.uuid4().hex}")
        database.database.create(made[-1])
        return database.owner_dsn(made[-1]), database.dsn(made[-1])

    yield make
    for name in made:
        database.database.drop(name)


@pytest.fixture
def new_database(make_database: Callable[[], tuple[str, str]]) -> tuple[str, str]:
    """One fresh database: (the owner's address, the runtime role's)."""
    return make_database()
