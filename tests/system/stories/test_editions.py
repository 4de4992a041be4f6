"""An edition is frozen; one event later the next edition explains the difference by that event."""

from hashlib import sha256

import httpx
from sorgfalt_contracts.topics import DISCLOSURE_PUBLISHED

from tests.system.stories.world import World
from tests.system.topic_log import read_log


async def test_one_event_later_the_next_edition_explains_the_difference(world: World) -> None:
    await world.supplier(country="PT")
    first = await world.post("reporting", "/editions", {"disclosure": "lksg-10-1"})
    as_frozen = (await world.doors["reporting"].get(first["href"])).content

    place = await world.supplier(country="PT")
    second = await world.post("reporting", "/editions", {"disclosure": "lksg-10-1"})
    await world.settle()

    assert second["number"] == first["number"] + 1
    assert (await world.doors["reporting"].get(first["href"])).content == as_frozen
    assert sha256(as_frozen).hexdigest() == first["sha256"]
    address = f"/editions/lksg-10-1/{first['number']}/difference/{second['number']}"
    difference = await world.get("reporting", address)
    figures = {each["code"]: each for each in difference["figures"]}
    (cell,) = [c for c in figures["suppliers_by_country"]["cells"] if c["cell"] == "PT"]
    assert cell["after"] - cell["before"] == 1
    (came,) = (difference["events"][number] for number in cell["came"])
    assert (came["subject_id"], came["topic"]) == (place.supplier_id, "supplier-updated")
    page = await world.doors["reporting"].get(f"{address}.html")
    assert page.status_code == httpx.codes.OK
    assert f"partition {came['partition']} no. {came['sequence']:,}" in page.text


async def test_freezing_what_has_not_changed_makes_no_edition(world: World) -> None:
    first = await world.post("reporting", "/editions", {"disclosure": "lksg-10-1"})
    again = await world.post("reporting", "/editions", {"disclosure": "lksg-10-1"})

    assert again == first
    await world.settle()
    log = await read_log(world.stack.bootstrap, [DISCLOSURE_PUBLISHED])
    told = [record.body["sha256"] for record in log.news(DISCLOSURE_PUBLISHED.name)]
    assert told.count(first["sha256"]) == 1
