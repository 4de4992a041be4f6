"""When news of a case leaves, how often, and what it does not tell."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sorgfalt_contracts.terms import CaseStage

from services.grievance.domain.release import ReleasePolicy
from services.grievance.handlers.keep_case import open_case
from services.grievance.handlers.release_facts import release_case
from services.grievance.store import cases
from shared.store.pool import Store
from tests.component.grievance.counter import Counter, a_desk, become
from tests.unit.grievance.builders import COMPANY, a_case
from tests.unit.grievance.test_case_facts import CAUSE

THREE = datetime(2026, 11, 23, 15, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
async def holding(counter: Counter) -> Counter:
    """The same doors, at a desk that holds news to the next full hour."""
    counter.desk = a_desk(ReleasePolicy.NEXT_HOUR)
    counter.client._transport.app = counter.application()  # type: ignore[attr-defined]
    return counter


def told(facts: list[dict[str, Any]]) -> list[tuple[str, int, str]]:
    return [(fact["topic"], fact["body"].version, fact["body"].stage) for fact in facts]


async def test_news_is_held_until_the_full_hour_and_leaves_once(holding: Counter) -> None:
    await holding.file()
    await become(holding, stage=CaseStage.ACKNOWLEDGED)
    await become(holding, stage=CaseStage.ADMITTED, severity=4)
    assert await holding.facts() == []
    assert await holding.tick(THREE - timedelta(seconds=1)) == 0
    assert await holding.facts() == []

    assert await holding.tick(THREE) == 1
    assert told(await holding.facts()) == [("grievance-filed", 1, "admitted")]
    await holding.tick(THREE + timedelta(days=1))
    assert len(await holding.facts()) == 1


async def test_later_news_updates_what_was_filed(holding: Counter) -> None:
    await holding.file()
    await holding.tick(THREE)
    await become(holding, stage=CaseStage.ACKNOWLEDGED)
    await holding.tick(THREE + timedelta(hours=1))
    assert told(await holding.facts()) == [
        ("grievance-filed", 1, "received"),
        ("grievance-updated", 2, "acknowledged"),
    ]


async def test_what_only_handlers_know_makes_no_news(holding: Counter) -> None:
    receipt = await holding.file()
    await holding.tick(THREE)
    body = {"receipt": receipt, "text": "Desde mayo."}
    await holding.client.post("/complaints/messages", json=body)
    async with holding.store.reading([COMPANY]) as connection:
        assert await connection.fetch("select * from held_cases") == []
    await holding.tick(THREE + timedelta(days=3))
    assert len(await holding.facts()) == 1


async def test_a_change_taken_back_before_its_hour_is_no_news(holding: Counter) -> None:
    await holding.file()
    await holding.tick(THREE)
    await become(holding, severity=4)
    await become(holding, severity=None)
    await holding.tick(THREE + timedelta(hours=1))
    assert len(await holding.facts()) == 1


async def test_news_that_comes_while_its_hour_is_handled_is_not_left_behind(
    holding: Counter,
) -> None:
    await holding.file()
    new = a_case()
    async with holding.store.transaction([COMPANY]) as tx:
        assert await open_case(tx, holding.desk, new, (), CAUSE) is not None
        assert await holding.tick(THREE) == 1
    assert len(await holding.facts()) == 1
    assert await holding.tick(THREE) == 1
    assert str(new.case_id) in {fact["key"].decode() for fact in await holding.facts()}


async def test_in_danger_news_leaves_at_once_and_only_once(holding: Counter) -> None:
    await holding.file()
    async with holding.store.transaction([COMPANY]) as tx:
        (case_id,) = await holding.case_ids()
        stored = await cases.lock_case(tx, COMPANY, case_id)
        assert stored is not None
        await release_case(tx, holding.desk, stored, CAUSE)
    assert told(await holding.facts()) == [("grievance-filed", 1, "received")]
    await holding.tick(THREE)
    assert len(await holding.facts()) == 1


async def test_due_rows_and_holdings_name_no_order_of_writing(
    holding: Counter, grievance_store: Store
) -> None:
    for _ in range(3):
        await holding.file()
        holding.now += timedelta(minutes=3)
    ids = {str(case_id) for case_id in await holding.case_ids()}
    waiting = await grievance_store.pool.fetch(
        "select aggregate, due_at, document from due_rows where kind = 'release'"
    )
    assert {row["due_at"] for row in waiting} == {THREE}
    assert not {row["aggregate"] for row in waiting} & ids
    assert {row["document"] for row in waiting} == {b"{}"}
    columns = await grievance_store.pool.fetch(
        "select column_name from information_schema.columns where table_name = 'held_cases'"
    )
    assert {row["column_name"] for row in columns} == {"company_id", "case_id", "release_at"}


async def test_once_news_has_left_nothing_tells_the_hour_in_which_somebody_wrote(
    holding: Counter,
) -> None:
    await holding.file()
    await holding.tick(THREE)
    assert len(await holding.facts()) == 1
    async with holding.store.reading([COMPANY]) as connection:
        kept = await connection.fetch(
            "select kind from due_rows where kind = 'release'"
            " union all select 'held' from held_cases"
        )
    assert kept == []


async def test_two_complaints_that_differ_in_text_hour_and_language_look_alike(
    counter: Counter,
) -> None:
    await counter.file("Lohn fehlt.", language="de", country="DE")
    counter.now += timedelta(hours=7)
    await counter.file("No pagan. " * 900, language="es", country="MX", contact="ana")
    one, other = await counter.facts()
    own = ("key", "event_id", "data", "body")
    assert len(one["data"]) == len(other["data"]) == 2_048
    assert {k: v for k, v in one.items() if k not in own} == {
        k: v for k, v in other.items() if k not in own
    }
    assert one["recorded_at"] == one["occurred_at"] == MIDNIGHT
    left, right = (
        {name: getattr(each["body"], name) for name in each["body"].__struct_fields__}
        for each in (one, other)
    )
    assert left.pop("case_id") != right.pop("case_id")
    assert left == right
