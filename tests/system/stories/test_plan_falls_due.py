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


async def overdue(world: World) -> set[str]:
    """Return the plans behind the record's number of overdue ones."""
    figure = "/disclosures/lksg-10-1/figures/plans_by_state"
    page = await world.get("reporting", f"{figure}/evidence?cell=overdue&limit=1000")
    return {event["subject_id"] for event in page["events"]}


async def test_a_plan_is_due_soon_due_and_overdue_at_the_scheduled_instants(world: World) -> None:
    place = await world.supplier()
    await world.audit(place, held_on="2026", findings=[CRITICAL], result="fail")
    (plan,) = await world.plans(place)
    opened, due = (date.fromisoformat(plan[name]) for name in ("opened_on", "due_on"))
    assert (plan["period"], due) == ("P7D", opened + timedelta(days=7))
    assert plan["plan_id"] not in await overdue(world)
    later = midnight((opened + timedelta(days=365)).isoformat())

    await world.pass_time(until=later)

    told = await dues(world, plan["plan_id"])
    assert [step for step, _, _ in told][:3] == ["due-soon", "due", "overdue"]
    assert {due_on for _, due_on, _ in told} == {due.isoformat()}
    instants = [instant for _, _, instant in told]
    assert instants == sorted(set(instants))
    days = [date.fromisoformat(instant[:10]) for instant in instants]
    assert opened < days[0] < due
    assert days[1:3] == [due, due + timedelta(days=1)]
    assert plan["plan_id"] in await overdue(world)

    await world.pass_time(until=later)
    assert await dues(world, plan["plan_id"]) == told
