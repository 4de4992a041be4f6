"""A plan falls due three times across a year that passes in a moment: instants, not naps."""

from datetime import date, timedelta

from sorgfalt_contracts.topics import ACTION_PLAN_DUE

from tests.system.stories.world import World, midnight
from tests.system.topic_log import read_log

CRITICAL = {"number": "1.1", "grade": "critical", "rights": ["HR05"]}


async def dues(world: World, plan_id: str) -> list[tuple[str, str, str]]:
    log = await read_log(world.stack.bootstrap, [ACTION_PLAN_DUE])
    return [
        (body["step"], body["due_on"], body["scheduled_at"])
        for record in log.news(ACTION_PLAN_DUE.name)
        if (body := record.body)["plan_id"] == plan_id
    ]


async def test_a_plan_is_due_soon_due_and_overdue_at_the_scheduled_instants(world: World) -> None:
    place = await world.supplier()
    await world.audit(place, held_on="2027-03-01", findings=[CRITICAL], result="fail")
    (plan,) = await world.plans(place)
    assert (plan["opened_on"], plan["period"], plan["due_on"]) == (
        "2027-03-01", "P7D", "2027-03-08",
    )  # fmt: skip
    before = await world.figure("plans_by_state")

    await world.pass_time(until=midnight("2028-03-01"))

    told = await dues(world, plan["plan_id"])
    steps = [step for step, _, _ in told]
    assert steps[:3] == ["due-soon", "due", "overdue"]
    assert {due_on for _, due_on, _ in told} == {"2027-03-08"}
    instants = [instant for _, _, instant in told]
    assert instants == sorted(set(instants))
    opened, due = date(2027, 3, 1), date(2027, 3, 8)
    days = [date.fromisoformat(instant[:10]) for instant in instants]
    assert opened < days[0] < due
    assert days[1:3] == [due, due + timedelta(days=1)]
    after = await world.figure("plans_by_state")
    assert after["overdue"] == before.get("overdue", 0) + 1

    await world.pass_time(until=midnight("2028-03-01"))
    assert await dues(world, plan["plan_id"]) == told
