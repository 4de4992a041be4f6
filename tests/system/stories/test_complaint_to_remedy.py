"""A complaint becomes an impact, a plan and a remedy, which only the person can confirm."""

import pytest

from tests.system.stories.world import Case, Place, World


async def founded(world: World) -> tuple[Place, Case, str]:
    """A founded complaint, the supplier it is about, and the plan that answers it."""
    place = await world.supplier()
    case = await world.complain("Nos deben el sueldo de tres meses.", topics=[])
    await world.take_up(case, place, ["HR08"], severity=4)
    await world.handle(case, "substantiation", substantiated=True, reason="facts-confirmed")
    (plan,) = await world.plans(place)
    return place, case, plan["plan_id"]


async def test_a_founded_complaint_is_an_impact_with_a_plan(world: World) -> None:
    place, case, _ = await founded(world)

    right = await world.right(place, "HR08")
    (plan,) = await world.plans(place)

    assert (right["knowledge"], right["priority"]) == ("known", "high")
    assert (plan["case_id"], plan["rights"], plan["state"]) == (case.case_id, ["HR08"], "open")
    assert plan["measures"]
    assert plan["owner"]
    assert any(each["is_outcome"] for each in plan["indicators"])
    assert (await world.figure("complaints_by_topic"))["HR08"] >= 1


@pytest.mark.parametrize(
    ("confirmed", "remedy", "state"),
    [(True, "confirmed", "closed-delivered"), (False, "not-confirmed", "closed-on-paper")],
)
async def test_only_a_confirmed_remedy_closes_a_plan_as_delivered(
    world: World, *, confirmed: bool, remedy: str, state: str
) -> None:
    place, case, plan_id = await founded(world)
    for step in ("proposed", "agreed", "delivered"):
        await world.handle(case, "remedy", state=step, by="handler")
    before = await world.figure("remedies_by_state")

    answer = {"receipt": case.receipt, "confirmed": confirmed}
    await world.post("grievance", "/complaints/remedy", answer)
    await world.settle()
    await world.finish(plan_id)
    await world.post("risk", f"/plans/{plan_id}/close", {"reasons": ["measures-done"]})
    await world.settle()

    (plan,) = await world.plans(place)
    assert plan["state"] == state
    after = await world.figure("remedies_by_state")
    assert after.get(remedy, 0) == before.get(remedy, 0) + 1


async def test_a_handler_cannot_confirm_a_remedy_for_the_person(world: World) -> None:
    _, case, _ = await founded(world)
    for step in ("proposed", "agreed", "delivered"):
        await world.handle(case, "remedy", state=step, by="handler")

    with pytest.raises(AssertionError, match="not-by-handler"):
        await world.handle(case, "remedy", state="confirmed", by="handler")
