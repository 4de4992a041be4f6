"""What people decide about plans over HTTP: progress and the end, taken once or refused."""

from dataclasses import replace
from uuid import UUID

import pytest
from sorgfalt_contracts.terms import CompanyId, RemedyState, Right

from shared.store.pool import Store
from tests.component.risk.plan_requests import (
    DELIVERED,
    a_client,
    a_plan_id,
    contradict,
    keep_case,
    post,
)
from tests.component.risk.plan_rows import audited, changed, complained, history
from tests.unit.risk.plan_builders import (
    a_complaint,
    a_finding,
    an_audit,
)


async def test_progress_is_taken_once_and_leaves_as_a_full_state(risk_store: Store) -> None:
    await audited(risk_store, an_audit(a_finding()))
    address = f"/plans/{await a_plan_id(risk_store)}/progress"
    body = {
        "measures": [{"code": "stop-the-harm", "is_done": True}],
        "milestones": [{"code": "harm-stopped", "is_reached": True}],
        "owner": "buyer",
    }
    first, again = [await post(risk_store, address, body) for _ in range(2)]
    assert (first.status_code, first.json()) == (200, again.json())
    assert (first.json()["version"], first.json()["owner"]) == (2, "buyer")
    opened, after = await changed(risk_store)
    assert [each.is_done for each in after.measures] == [True, False, False, False]
    assert (opened.version, after.version, after.owner) == (1, 2, "buyer")
    assert (await history(risk_store))[1][-1] == [
        "owner/buyer",
        "measure/stop-the-harm/done",
        "milestone/harm-stopped/2026-02-22/reached",
    ]


async def test_a_plan_is_closed_delivered_when_nothing_is_lacking(risk_store: Store) -> None:
    await audited(risk_store, an_audit(a_finding()))
    address = f"/plans/{await a_plan_id(risk_store)}"
    await post(risk_store, f"{address}/progress", DELIVERED)
    closed = await post(risk_store, f"{address}/close", {"reasons": ["seen-on-site"]})
    again = await post(risk_store, f"{address}/close", {"reasons": ["seen-on-site"]})
    assert (closed.status_code, closed.json()["state"]) == (200, "closed-delivered")
    assert closed.json()["closed_on"] == "2026-03-05"
    assert again.json() == closed.json()
    assert [each.state for each in await changed(risk_store)][-2:] == ["open", "closed-delivered"]


async def test_a_plan_with_something_lacking_is_closed_on_paper_and_says_what(
    risk_store: Store,
) -> None:
    await audited(risk_store, an_audit(a_finding()))
    address = f"/plans/{await a_plan_id(risk_store)}"
    closed = await post(
        risk_store,
        f"{address}/close",
        {"reasons": ["relation-ended"]},
        **{"idempotency-key": "close-3.1"},
    )
    assert closed.json()["state"] == "closed-on-paper"
    assert (await history(risk_store))[-1] == (
        2,
        "closed",
        0,
        "close-3.1",
        ["relation-ended", "lacking/measures-open", "lacking/no-outcome-met"],
        ["state/closed-on-paper"],
    )
    other = await post(risk_store, f"{address}/close", {"reasons": ["another"]})
    late = await post(risk_store, f"{address}/progress", DELIVERED)
    assert [(each.status_code, each.json()["reason"]) for each in (other, late)] == [
        (409, "already-decided"),
        (409, "already-decided"),
    ]


@pytest.mark.parametrize(
    ("remedy", "state"),
    [
        (RemedyState.CONFIRMED, "closed-delivered"),
        (RemedyState.DELIVERED, "closed-on-paper"),
        (RemedyState.NOT_CONFIRMED, "closed-on-paper"),
        (RemedyState.UNREACHABLE, "closed-on-paper"),
        (None, "closed-on-paper"),
    ],
)
async def test_a_complaint_s_plan_is_delivered_only_if_the_remedy_was_confirmed(
    risk_store: Store, remedy: RemedyState | None, state: str
) -> None:
    complaint = a_complaint(rights=(Right.OCCUPATIONAL_SAFETY,))
    await complained(risk_store, complaint)
    if remedy is not None:
        await keep_case(risk_store, replace(complaint, version=9, remedy=remedy))
    (plan,) = await changed(risk_store)
    codes = {each.code for each in plan.measures}
    done = {"measures": [{"code": code, "is_done": True} for code in sorted(codes)]}
    await post(risk_store, f"/plans/{plan.plan_id}/progress", DELIVERED | done)
    closed = await post(risk_store, f"/plans/{plan.plan_id}/close", {"reasons": ["remedied"]})
    assert closed.json()["state"] == state


async def test_no_plan_of_a_supplier_is_closed_while_a_contradiction_is_open(
    risk_store: Store,
) -> None:
    await audited(risk_store, an_audit(a_finding()))
    address = f"/plans/{await a_plan_id(risk_store)}"
    await contradict(risk_store, "open")
    frozen = await post(risk_store, f"{address}/close", {"reasons": ["x"]})
    assert (frozen.status_code, frozen.json()["reason"]) == (409, "contradiction-open")
    assert (await post(risk_store, f"{address}/progress", DELIVERED)).status_code == 200
    await contradict(risk_store, "decided")
    closed = await post(risk_store, f"{address}/close", {"reasons": ["x"]})
    assert (closed.status_code, closed.json()["state"]) == (200, "closed-delivered")


async def test_a_plan_nobody_holds_here_is_not_found(risk_store: Store) -> None:
    await audited(risk_store, an_audit(a_finding()))
    address = f"/plans/{await a_plan_id(risk_store)}"
    async with a_client(risk_store, CompanyId(UUID(int=9))) as stranger:
        answers = [
            await stranger.get(address),
            await stranger.post(f"{address}/progress", json=DELIVERED),
            await stranger.post(f"{address}/close", json={"reasons": ["x"]}),
        ]
        assert (await stranger.get("/plans")).json() == {"plans": [], "next": None}
    assert {(each.status_code, each.json()["reason"]) for each in answers} == {
        (404, "unknown-plan")
    }


@pytest.mark.parametrize(
    ("path", "body", "reason"),
    [
        ("close", {}, "invalid"),
        ("close", {"reasons": []}, "invalid"),
        ("close", {"reasons": ["Herr Meier"]}, "invalid"),
        ("progress", {}, "invalid"),
        ("progress", {"Herr-Meier": True}, "invalid"),
        ("progress", {"measures": [{"code": "stop-the-harm", "is_done": "yes"}]}, "invalid"),
        ("progress", {"measures": [{"code": "meier", "is_done": True}]}, "unknown-code"),
        ("progress", {"owner": "meier"}, "unknown-code"),
    ],
)
async def test_what_is_malformed_or_on_no_list_is_refused_without_an_echo(
    risk_store: Store, path: str, body: object, reason: str
) -> None:
    await audited(risk_store, an_audit(a_finding()))
    answer = await post(risk_store, f"/plans/{await a_plan_id(risk_store)}/{path}", body)
    assert (answer.status_code, answer.json()["reason"]) == (422, reason)
    assert "eier" not in answer.text
    assert len(await changed(risk_store)) == 1
