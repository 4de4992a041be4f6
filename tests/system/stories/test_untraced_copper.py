"""Untraced copper gets assumed origins from day one; a confirmed one replaces them, visibly."""

from tests.system.stories.world import World


async def test_untraced_copper_is_assumed_to_come_from_where_copper_is_mined(
    world: World,
) -> None:
    place = await world.supplier(country="DE", materials=["copper"])

    (origin,) = (await world.verdict(place))["origins"]

    assert (origin["material"], origin["basis"], origin["stage"]) == ("copper", "assumed", "mine")
    shares = {each["country"]: each["percent"] for each in origin["shares"]}
    assert {"CL", "PE", "CD"} <= shares.keys()
    assert max(shares, key=shares.__getitem__) == "CL"  # the mines, not the refinery's China
    assert sum(shares.values()) < 100
    assert round(sum(shares.values()) + origin["unknown_percent"], 1) == 100
    assumed = [r for r in (await world.verdict(place))["rights"] if r["knowledge"] == "assumed"]
    assert any("CD" in str(each["reasons"]) for each in assumed)


async def test_a_confirmed_mine_replaces_the_assumption_and_the_history_says_why(
    world: World,
) -> None:
    place = await world.supplier(country="DE", materials=["copper"])
    assumed = (await world.verdict(place))["origins"]

    await world.report_supplier(
        place.number,
        country="CL",
        stage="mine",
        site_materials=["copper"],
        materials=["copper"],
    )

    verdict = await world.verdict(place)
    (origin,) = verdict["origins"]
    assert origin["basis"] == "confirmed"
    assert [each["country"] for each in origin["shares"]] == ["CL"]
    history = verdict["origin_history"]
    assert [each["basis"] for each in history][-2:] == ["assumed", "confirmed"]
    assert history[-1]["reason"]
    assert assumed[0]["basis"] == "assumed"
