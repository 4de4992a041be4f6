"""A clean audit after an open complaint: they never average out; a person decides, with reasons."""

import pytest

from tests.system.stories.world import Case, Json, Place, RefusedError, World

DECISION = {
    "verdict": "complaint-stands",
    "reasons": ["audit-did-not-see-it"],
    "decided_by": "human-rights-officer",
}


async def founded_complaint(world: World, place: Place) -> Case:
    case = await world.complain("Nos amenazan si hablamos con el sindicato.")
    await world.take_up(case, place, ["HR06"], severity=4)
    await world.handle(case, "substantiation", substantiated=True, reason="facts-confirmed")
    return case


async def close(world: World, plan: Json) -> None:
    await world.post("risk", f"/plans/{plan['plan_id']}/close", {"reasons": ["measures-done"]})


async def test_a_clean_audit_beside_a_complaint_stands_as_a_contradiction(world: World) -> None:
    place = await world.supplier()
    case = await founded_complaint(world, place)
    before = await world.right(place, "HR06")
    counted = await world.figure("contradictions_open")

    audit = await world.audit(place, held_on="2026-06-20")

    after = await world.right(place, "HR06")
    assert (after["knowledge"], after["likelihood"]) == ("known", before["likelihood"])
    (contradiction,) = (await world.verdict(place))["contradictions"]
    assert (contradiction["audit_id"], contradiction["case_id"]) == (audit, case.case_id)
    now = await world.figure("contradictions_open")
    assert sum(now.values()) == sum(counted.values()) + 1


async def test_a_contradiction_freezes_plans_until_someone_decides(world: World) -> None:
    place = await world.supplier()
    case = await founded_complaint(world, place)
    audit = await world.audit(place, held_on="2026-06-20")
    (plan,) = await world.plans(place)
    await world.finish(plan["plan_id"])
    with pytest.raises(RefusedError) as refused:
        await close(world, plan)
    assert (refused.value.status, refused.value.reason) == (409, "contradiction-open")

    address = f"/contradictions/{audit}/{case.case_id}/decision"
    await world.post("risk", address, DECISION)
    await world.post("risk", address, DECISION)  # the same again is the same
    await world.settle()

    assert (await world.verdict(place))["contradictions"] == []
    with pytest.raises(RefusedError) as other:
        await world.post("risk", address, {**DECISION, "verdict": "audit-stands"})
    assert (other.value.status, other.value.reason) == (409, "already-decided")
    await close(world, plan)


async def test_a_clean_audit_alone_lowers_nothing(world: World) -> None:
    place = await world.supplier(country="CD")
    before = (await world.verdict(place))["rights"]

    await world.audit(place, held_on="2026-06-20")

    assert [
        (each["right"], each["knowledge"], each["likelihood"], each["priority"])
        for each in (await world.verdict(place))["rights"]
    ] == [
        (each["right"], each["knowledge"], each["likelihood"], each["priority"]) for each in before
    ]
