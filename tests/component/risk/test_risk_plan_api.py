"""Plans over HTTP on a real database: read, reported of, closed, refused."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sorgfalt_contracts.terms import FindingGrade

from shared.store.pool import Store
from tests.component.risk.plan_requests import DELIVERED, a_plan_id, get, post
from tests.component.risk.plan_rows import a_clock, audited, midnight
from tests.unit.risk.builders import SUPPLIER
from tests.unit.risk.plan_builders import (
    a_finding,
    an_audit,
)


async def test_a_plan_is_shown_with_its_rule_its_words_its_days_and_its_history(
    risk_store: Store,
) -> None:
    await audited(risk_store, an_audit(a_finding()))
    await a_clock(risk_store).tick(midnight(date(2026, 2, 25)))
    plan = (await get(risk_store, f"/plans/{await a_plan_id(risk_store)}")).json()
    assert (plan["state"], plan["due_on"], plan["is_activity_only"]) == (
        "open",
        "2026-02-27",
        False,
    )
    assert plan["deadline"] == {
        "code": "finding-critical",
        "source": "deadlines_v1",
        "edition": "1",
    }
    assert plan["ground"]["status"].startswith("Own judgement")
    assert plan["texts"]["safety-committee"].startswith("A committee with elected workers")
    assert plan["schedule"][:2] == [
        {"step": "due-soon", "on": "2026-02-25", "escalation": 0},
        {"step": "due", "on": "2026-02-27", "escalation": 0},
    ]
    assert [(each["step"], each["happened_at"]) for each in plan["history"]] == [
        ("opened", "2026-03-02T12:00:00Z"),
        ("due-soon", "2026-02-25T00:00:00Z"),
    ]


async def test_plans_are_paged_by_their_dates_and_filtered(risk_store: Store) -> None:
    findings = [a_finding(str(number), FindingGrade.MAJOR) for number in range(5)]
    await audited(risk_store, an_audit(*findings), an_audit(a_finding("9")))
    await post(risk_store, f"/plans/{await a_plan_id(risk_store, '9')}/close", {"reasons": ["x"]})
    seen: list[dict[str, Any]] = []
    following: str | None = ""
    while following is not None:
        after = f"&after={following}" if following else ""
        page = (await get(risk_store, f"/plans?limit=2{after}")).json()
        seen, following = [*seen, *page["plans"]], page["next"]
    assert [each["due_on"] for each in seen] == ["2026-02-27", *["2026-03-06"] * 5]
    assert len({each["plan_id"] for each in seen}) == 6
    assert (await get(risk_store, "/plans?limit=7")).json()["next"] is None
    for query, count in {
        "state=open": 5,
        "state=closed-on-paper": 1,
        f"supplier_id={SUPPLIER}": 6,
        f"supplier_id={UUID(int=1)}": 0,
        f"state=open&supplier_id={SUPPLIER}": 5,
    }.items():
        assert len((await get(risk_store, f"/plans?{query}")).json()["plans"]) == count, query


@pytest.mark.parametrize(
    "query", ["state=shut", "after=meier", f"after=2026-02-31.{UUID(int=1)}", "limit=0"]
)
async def test_a_page_that_cannot_be_is_refused_without_an_echo(
    risk_store: Store, query: str
) -> None:
    answer = await get(risk_store, f"/plans?{query}")
    assert (answer.status_code, answer.json()["reason"]) == (422, "invalid")
    assert query.partition("=")[2] not in answer.text


async def test_without_its_database_every_question_is_answered_503(
    new_database: tuple[str, str],
) -> None:
    store = await Store.open(new_database[1])
    await store.close()
    address = f"/plans/{UUID(int=1)}"
    answers = [
        await get(store, "/plans"),
        await get(store, address),
        await post(store, f"{address}/close", {"reasons": ["x"]}),
        await post(store, f"{address}/progress", DELIVERED),
    ]
    assert {(each.status_code, each.json()["reason"]) for each in answers} == {(503, "unavailable")}


async def test_the_rules_are_published_with_their_sources_and_roles(risk_store: Store) -> None:
    rules = (await get(risk_store, "/deadlines")).json()
    assert rules["pack"]["pack"] == "deadlines_v1"
    assert rules["text"].startswith("# Deadlines v1")
    assert rules["grounds"]["irma-corrective-action"]["source"].startswith("https://")
    assert "human-rights-officer" in rules["roles"]
    assert [each["after"] for each in rules["overdue"]] == ["P1D", "P7D", "P1M", "P3M"]
