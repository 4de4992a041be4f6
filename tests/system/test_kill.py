"""Every service killed by SIGKILL, twice: what is left is what an undisturbed run left."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sorgfalt_contracts.topics import (
    ACTION_PLAN_CHANGED,
    ACTION_PLAN_DUE,
    AUDIT_COMPLETED,
    GRIEVANCE_UPDATED,
    RISK_ASSESSED,
    SUPPLIER_UPDATED,
    Topic,
)

from infra.local.demo import feed
from infra.local.demo.envelopes import FeedRecord
from infra.local.demo.progress import Chain
from infra.local.demo.sending import send_by_kafka
from infra.local.parts import is_ready
from infra.local.settings import SERVICES, state_folder
from infra.local.stack import Stack
from tests.proof import FINDINGS
from tests.stack import own_folder
from tests.system.checks import account_faults
from tests.system.hunting import Kill, kill_inside_a_transaction
from tests.system.line import Line, Outcome, outcome_of, split_master, take_cases
from tests.system.topic_log import Log

ROUNDS = 2
HUNT_SECONDS = 60.0
pytestmark = pytest.mark.timeout(600)  # two runs, and ten seconds after each kill
STATES = [SUPPLIER_UPDATED, RISK_ASSESSED, ACTION_PLAN_CHANGED]
ONCE = [AUDIT_COMPLETED, ACTION_PLAN_DUE]
"""Topics whose facts are said once and never again."""
OWN = {"version", "supplier_version", "plan_id", "padding"}
"""What a run has of its own: numbers, and ids that rest on the random id of a case."""


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class Ordeal:
    """A run with kills, and what it left."""

    kills: Sequence[Kill]
    outcome: Outcome
    ready: dict[str, bool]


@pytest.fixture(scope="module")
async def ordeal(request: pytest.FixtureRequest) -> Ordeal:
    with (
        own_folder("kill") as folder,
        Stack(folder, shared=state_folder(), restart=False) as stack,
    ):
        async with Chain(stack) as chain:
            kills = await go_through_it(stack, chain)
            await chain.settle(lambda _: None)
        ready = {name: is_ready(int(stack.http(name).rsplit(":", 1)[1])) for name in SERVICES}
        outcome = await outcome_of(stack)
    request.config.stash[FINDINGS]["kills_inside_a_transaction"] = len(kills)
    return Ordeal(kills=kills, outcome=outcome, ready=ready)


async def go_through_it(stack: Stack, chain: Chain) -> list[Kill]:
    """Send everything while services are killed; what merges suppliers comes after the master."""
    first, last = split_master()
    chunks = in_chunks(first, 2 * ROUNDS)
    kills: list[Kill] = []
    for _ in range(ROUNDS):
        await send_by_kafka(stack.bootstrap, next(chunks))
        readers = ("risk", "reporting", "grievance")
        kills += await asyncio.gather(*(hunt(stack, service) for service in readers))
        await send_by_kafka(stack.bootstrap, next(chunks))
        kills.append(await hunt(stack, "intake"))
    await chain.settle(lambda _: None)
    await send_by_kafka(stack.bootstrap, last)
    await chain.settle(lambda _: None)
    await send_by_kafka(stack.bootstrap, [*feed.later(), *feed.last()])
    kills += await asyncio.gather(hunt(stack, "risk"), hunt(stack, "reporting"))
    await chain.settle(lambda _: None)
    await take_cases(stack, chain)
    return kills


async def hunt(stack: Stack, service: str) -> Kill:
    """Kill a service inside a transaction and start it again."""
    hunted = stack.services[service]
    found = await kill_inside_a_transaction(hunted, stack.admin_dsn, HUNT_SECONDS)
    hunted.restart()
    return found


def in_chunks(records: Sequence[FeedRecord], count: int) -> Iterator[Sequence[FeedRecord]]:
    size = -(-len(records) // count)
    return (records[start : start + size] for start in range(0, len(records), size))


def test_kills_were_seen_inside_open_transactions_else_all_of_this_is_void(ordeal: Ordeal) -> None:
    seen = Counter(kill.service for kill in ordeal.kills)
    assert seen.keys() == set(SERVICES)
    assert min(seen.values()) >= ROUNDS
    assert {kill.fate for kill in ordeal.kills} == {"aborted"}


def test_every_service_is_ready_again(ordeal: Ordeal) -> None:
    assert ordeal.ready == dict.fromkeys(SERVICES, True)


def test_broker_and_databases_give_one_account_after_the_kills(ordeal: Ordeal) -> None:
    assert account_faults(ordeal.outcome) == []


@pytest.mark.parametrize("topic", [*STATES, GRIEVANCE_UPDATED], ids=lambda topic: topic.name)
def test_last_states_are_those_of_the_undisturbed_run(
    ordeal: Ordeal, line: Line, topic: Topic
) -> None:
    assert said_last(ordeal.outcome.log, topic) == said_last(line.outcome.log, topic)


@pytest.mark.parametrize("topic", ONCE, ids=lambda topic: topic.name)
def test_what_is_said_once_is_said_once(ordeal: Ordeal, line: Line, topic: Topic) -> None:
    said = [Counter(plainly(r.body) for r in log.news(topic.name)) for log in logs(ordeal, line)]
    assert said[0] == said[1]


@pytest.mark.parametrize("topic", STATES, ids=lambda topic: topic.name)
def test_versions_rise_by_one_so_that_no_effect_is_lost_or_doubled(
    ordeal: Ordeal, topic: Topic
) -> None:
    for key, versions in ordeal.outcome.log.versions(topic.name).items():
        assert versions == list(range(1, len(versions) + 1)), key


def logs(ordeal: Ordeal, line: Line) -> tuple[Log, Log]:
    return ordeal.outcome.log, line.outcome.log


def said_last(log: Log, topic: Topic) -> Counter[str]:
    """Return what stands in the last body of each aggregate, and how often."""
    last = {record.aggregate[1]: plainly(record.body) for record in log.news(topic.name)}
    return Counter(last.values())


def plainly(body: dict[str, Any]) -> str:
    """Return what a body says without what every run has of its own; order of lists aside."""
    return json.dumps(_without_own(body), sort_keys=True)


def _without_own(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_own(each) for name, each in value.items() if name not in OWN}
    if isinstance(value, list):
        return sorted((_without_own(each) for each in value), key=json.dumps)
    return "a case" if _is_random(value) else value


def _is_random(value: Any) -> bool:
    try:
        return UUID(value).version == 4
    except (ValueError, AttributeError, TypeError):
        return False


def test_all_figures_are_those_of_the_undisturbed_run(ordeal: Ordeal, line: Line) -> None:
    assert ordeal.outcome.figures == line.outcome.figures


def test_nothing_was_refused(ordeal: Ordeal) -> None:
    letters = [topic for (topic, _), rows in rows_of(ordeal) if rows and "dead-letter" in topic]
    assert letters == []


def rows_of(ordeal: Ordeal) -> list[tuple[tuple[str, int], int]]:
    return [item for books in ordeal.outcome.books.values() for item in books.rows.items()]
