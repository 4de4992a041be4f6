"""Who decides: every decision of the procedure, once, by its rules."""

import httpx

from services.grievance.domain.release import ReleasePolicy
from tests.component.grievance.counter import Counter, Json, a_desk
from tests.component.grievance.handler import (
    HAMMER,
    NOBODY,
    OLD,
    SITE,
    STEPS,
    Handler,
    a_new_case,
    know,
)


async def test_a_founded_complaint_goes_all_the_way_and_each_step_is_news(handler: Handler) -> None:
    await handler.reach("closed")
    told = [(fact.version, fact.stage, fact.remedy) for fact in await handler.facts()]
    assert told == [
        (1, "received", "none"),
        (2, "acknowledged", "none"),
        (3, "admitted", "none"),
        (4, "admitted", "none"),
        (5, "investigated", "none"),
        (6, "investigated", "proposed"),
        (7, "remedy-agreed", "agreed"),
        (8, "remedy-agreed", "delivered"),
        (9, "remedy-agreed", "confirmed"),
        (10, "closed", "confirmed"),
    ]
    last = (await handler.facts())[-1]
    assert (last.outcome, last.closed_on, last.substantiated) == ("remedied", "2026-11-23", True)
    assert (last.acknowledgement, last.feedback) == ("in-time", "in-time")


async def test_the_same_decision_again_is_the_same_state_and_no_news(handler: Handler) -> None:
    for path, body, stage in STEPS:
        first = await handler.post(path, body)
        again = await handler.post(path, body, **{"if-match": '"1"'})
        assert (first.status_code, again.status_code, stage) == (200, 200, again.json()["stage"])
        assert first.json() == again.json()
    assert len(await handler.facts()) == len(STEPS) + 1


REFUSED: list[tuple[str, str, Json, int, str, str]] = [
    (
        "",
        "admissibility",
        {"admitted": True, "reason": "in-scope"},
        409,
        "not-now",
        "From received: acknowledged, closed.",
    ),
    (
        "",
        "substantiation",
        {"substantiated": True, "reason": "facts-confirmed"},
        409,
        "not-now",
        "From received: acknowledged, closed.",
    ),
    (
        "",
        "outcome",
        {"outcome": "settled", "reason": "agreed-by-both"},
        409,
        "wrong-outcome",
        "Outcomes allowed: withdrawn.",
    ),
    (
        "",
        "remedy",
        {"state": "delivered", "by": "handler"},
        409,
        "not-now",
        "From none: agreed, proposed.",
    ),
    (
        "acknowledged",
        "admissibility",
        {"admitted": True, "reason": "we-say-so"},
        422,
        "unknown-reason",
        "Reasons: in-scope.",
    ),
    (
        "admitted",
        "admissibility",
        {"admitted": False, "reason": "no-protected-right"},
        409,
        "already-decided",
        "",
    ),
    (
        "investigated",
        "substantiation",
        {"substantiated": False, "reason": "facts-show-otherwise"},
        409,
        "already-decided",
        "",
    ),
    (
        "investigated",
        "outcome",
        {"outcome": "remedied", "reason": "remedy-confirmed"},
        409,
        "not-remedied",
        "",
    ),
    ("remedy-agreed", "remedy", {"state": "confirmed", "by": "handler"}, 422, "not-by-handler", ""),
    (
        "closed",
        "outcome",
        {"outcome": "settled", "reason": "agreed-by-both"},
        409,
        "already-decided",
        "",
    ),
]


async def test_what_the_procedure_does_not_allow_is_refused_and_says_what_is(
    counter: Counter,
) -> None:
    for reached, path, body, status, reason, told in REFUSED:
        handler = await a_new_case(counter)
        if reached:
            await handler.reach(reached)
        before = await handler.get(f"/cases/{handler.case_id}")
        answer = await handler.post(path, body)
        assert (answer.status_code, answer.json()["reason"]) == (status, reason)
        assert answer.json()["detail"].endswith(told)
        assert await handler.get(f"/cases/{handler.case_id}") == before


async def test_a_refusal_ends_the_case_with_its_reason(handler: Handler) -> None:
    await handler.reach("acknowledged")
    answer = await handler.post(
        "admissibility", {"admitted": False, "reason": "no-link-to-supply-chain"}
    )
    said = answer.json()
    assert (said["stage"], said["outcome"], said["closed_on"], said["feedback"]["state"]) == (
        "refused", "refused", "2026-11-23", "in-time",
    )  # fmt: skip
    assert said["steps"][-1]["code"] == "no-link-to-supply-chain"
    assert said["next"]["stages"] == []


async def test_a_case_is_attributed_to_suppliers_as_they_stand(handler: Handler) -> None:
    await know(handler.counter)
    body = {"supplier_ids": [str(OLD), str(HAMMER)], "site_ids": [str(SITE)]}
    answer = await handler.post("attribution", body)
    assert answer.json()["supplier_ids"] == [str(HAMMER)]
    assert answer.json()["site_ids"] == [str(SITE)]
    (_, attributed) = await handler.facts()
    assert (attributed.supplier_ids, attributed.site_ids) == ([HAMMER], [SITE])


async def test_nobody_is_accused_whom_we_do_not_know(handler: Handler) -> None:
    await know(handler.counter)
    for body, reason in (
        ({"supplier_ids": [str(HAMMER), NOBODY]}, "unknown-supplier"),
        ({"supplier_ids": [str(HAMMER)], "site_ids": [NOBODY]}, "unknown-site"),
    ):
        answer = await handler.post("attribution", body)
        assert (answer.status_code, answer.json()["reason"]) == (422, reason)
    assert (await handler.counter.case()).supplier_ids == ()


async def test_an_attribution_can_be_taken_back(handler: Handler) -> None:
    await know(handler.counter)
    await handler.post("attribution", {"supplier_ids": [str(HAMMER)]})
    answer = await handler.post("attribution", {})
    assert answer.json()["supplier_ids"] == []


async def test_who_decides_on_an_old_state_is_told(handler: Handler) -> None:
    await handler.reach("acknowledged")
    body = {"admitted": True, "reason": "in-scope"}
    seen = (await handler.get(f"/cases/{handler.case_id}"))["revision"]
    await handler.post("messages", {"text": "Wann war das?", "is_question": True})
    stale = await handler.post("admissibility", body, **{"if-match": f'"{seen}"'})
    fresh = await handler.post("admissibility", body, **{"if-match": stale.headers["etag"]})
    assert (stale.status_code, stale.json()["reason"]) == (412, "changed-meanwhile")
    assert (fresh.status_code, fresh.json()["stage"]) == (200, "admitted")


async def test_a_message_reaches_the_person_and_no_topic(counter: Counter) -> None:
    receipt = await counter.file()
    handler = Handler(counter, str((await counter.case()).case_id))
    for _ in range(2):
        answer = await handler.post("messages", {"text": "Seit wann?", "is_question": True})
        assert answer.status_code == 200
    assert [each["text"] for each in (await counter.status(receipt))["questions"]] == ["Seit wann?"]
    assert len(await handler.facts()) == 1
    assert not any(b"Seit wann" in fact["data"] for fact in await counter.facts())


async def test_danger_lets_the_news_leave_at_once(counter: Counter) -> None:
    counter.desk = a_desk(ReleasePolicy.NEXT_HOUR)
    transport = httpx.ASGITransport(counter.application())
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        counter.client = client
        await counter.file()
        handler = Handler(counter, str((await counter.case()).case_id))
        await handler.post("acknowledgement")
        held = await handler.facts()
        await handler.post("release")
        await handler.post("release")
    left = await handler.facts()
    assert held == []
    assert [(fact.version, fact.stage) for fact in left] == [(1, "acknowledged")]
