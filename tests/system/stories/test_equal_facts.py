"""What the bus says of two complaints tells neither their words, nor their hour, nor a tongue."""

from sorgfalt_contracts.topics import GRIEVANCE_FILED, GRIEVANCE_UPDATED

from tests.system.stories.world import Case, World, is_random
from tests.system.topic_log import Logged, read_log

OWN = {"case_id", "padding"}
OWN_HEADERS = {"ce_id", "ce_subject", "ce_correlationid", "ce_sequence"}


async def facts_of(world: World, case: Case) -> list[Logged]:
    log = await read_log(world.stack.bootstrap, [GRIEVANCE_FILED, GRIEVANCE_UPDATED])
    return [
        record
        for topic in (GRIEVANCE_FILED, GRIEVANCE_UPDATED)
        for record in log.news(topic.name)
        if (record.key or b"").decode() == case.case_id
    ]


async def test_two_complaints_that_differ_in_words_hour_and_language_look_alike(
    world: World,
) -> None:
    short = await world.complain("Lohn fehlt.", language="de", country="DE")
    long = await world.complain("No pagan. " * 300, language="es", country="MX", contact="ana")
    for case in (short, long):
        await world.handle(case, "acknowledgement")

    one, other = await facts_of(world, short), await facts_of(world, long)

    assert len(one) == len(other) >= 1
    for left, right in zip(one, other, strict=True):
        assert len(left.value or b"") == len(right.value or b"")
        assert list(left.body) == list(right.body)
        assert {k: v for k, v in left.body.items() if k not in OWN} == {
            k: v for k, v in right.body.items() if k not in OWN
        }
        assert list(left.headers) == list(right.headers)
        assert {k: v for k, v in left.headers.items() if k not in OWN_HEADERS} == {
            k: v for k, v in right.headers.items() if k not in OWN_HEADERS
        }


async def test_no_id_on_the_bus_leads_back_to_a_moment(world: World) -> None:
    case = await world.complain("Lohn fehlt.")

    facts = await facts_of(world, case)

    assert is_random(case.case_id)
    for fact in facts:
        assert is_random(fact.headers["ce_id"])
        assert is_random(fact.headers["ce_correlationid"])
        assert fact.headers["ce_time"].endswith("T00:00:00Z")
        assert fact.headers["ce_recordedtime"].endswith("T00:00:00Z")
        assert not {"ce_causationid", "ce_traceparent", "traceparent"} & fact.headers.keys()
