"""The demo's steps, in their order: each sends or does something, waits, and checks."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from infra.local.demo import bad_events, checks, feed, showing
from infra.local.demo.complaints import complaints
from infra.local.demo.editions import Reporting
from infra.local.demo.expectations import audit_bodies, audits_by_kind, findings_by_grade
from infra.local.demo.handling import Office, Subject, attribute_plants, handle_complaints
from infra.local.demo.importing import import_cases
from infra.local.demo.masters import HISTORICAL_CASES, LINKED_CHAINS, SOURCES, Masters
from infra.local.demo.progress import Chain
from infra.local.demo.sending import send_by_http, send_by_kafka
from infra.local.demo.story import Story
from infra.local.stack import Stack

IN_ALL: Final = 10_000
"""Events of the feed and cases together; the same again and bad events are not counted."""

COUNTED: Final = (
    *("suppliers of the masters", "audits and changes", "the last event"),
    *("historical cases", "complaints"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """Where the demo plays, and the story that grows there."""

    stack: Stack
    chain: Chain
    masters: Masters
    story: Story


async def send_master(on: Stage) -> None:
    """Send the whole master by Kafka."""
    records = feed.master(on.masters)
    on.story.events["suppliers of the masters"] = len(records)
    with on.story.timed("master"), showing.bars("The master, once, by Kafka") as show:
        # what joins two suppliers comes when both stand, whichever partition they lie in
        for part in (records[:-LINKED_CHAINS], records[-LINKED_CHAINS:]):
            await send_by_kafka(on.stack.bootstrap, part)
            await on.chain.settle(show)
    on.story.facts = await on.chain.facts()
    letters = await on.chain.dead_letters()
    on.story.checks.append(checks.check_nothing_refused(letters, len(records)))


async def send_again(on: Stage) -> None:
    """Send the same again, by both doors: nothing may come of it."""
    series, materials = feed.repeat_series(on.masters), feed.repeat_materials(on.masters)
    on.story.events |= {"again by http": len(series), "again by kafka": len(materials)}
    with on.story.timed("again"), showing.bars("The same again, by HTTP and by Kafka") as show:
        await send_by_http(on.stack.http("intake"), series)
        await send_by_kafka(on.stack.bootstrap, materials)
        await on.chain.settle(show)
    on.story.checks.append(checks.check_nothing_new(on.story.facts, await on.chain.facts()))


async def send_bad(on: Stage) -> None:
    """Send events that must be refused, each for its own reason."""
    bad = bad_events.bad()
    on.story.events["bad"] = len(bad)
    with on.story.timed("bad"), showing.bars("Fifty bad events of ten kinds") as show:
        places = await send_by_kafka(on.stack.bootstrap, [each.record for each in bad])
        await on.chain.settle(show)
    on.story.letters = await on.chain.dead_letters()
    on.story.checks.append(checks.check_bad_events(places, bad, on.story.letters))


async def send_later(on: Stage) -> None:
    """Send audits and changes of suppliers, and meanwhile import the historical cases."""
    records = feed.later(on.masters)
    on.story.events["audits and changes"] = len(records)
    on.story.events["historical cases"] = len(on.masters.cases)
    title = "Audits and changes, by Kafka; historical cases, by import"
    with on.story.timed("later"), showing.bars(title) as show:
        await asyncio.gather(
            send_by_kafka(on.stack.bootstrap, records),
            import_cases(on.stack, SOURCES / HISTORICAL_CASES),
        )
        await on.chain.settle(show)


async def take_cases(on: Stage) -> None:
    """File the complaints and handle all cases as people and handlers do, over HTTP."""
    filed = complaints(on.masters, feed.SEED)
    on.story.events["complaints"] = len(filed)
    doors = on.stack.http("grievance"), on.stack.http("intake")
    with on.story.timed("cases"):
        async with Office(*doors) as office:
            with showing.counted("Complaints filed and handled, by HTTP", len(filed)) as tell:
                on.story.cases += await attribute_plants(office, on.masters.cases)
                on.story.cases += await handle_complaints(office, filed, tell)
        with showing.bars("What follows from them") as show:
            await on.chain.settle(show)


async def publish(on: Stage, out: Path) -> None:
    """Freeze an edition, send one event more, freeze the next one, and compare the two.

    Leaves the second edition in `out`, for machines and for people.
    """
    async with Reporting(on.stack.http("reporting")) as reporting:
        with on.story.timed("edition 1"):
            on.story.editions.append(await reporting.freeze())
        with on.story.timed("one event more"), showing.bars("One event more: a mine") as show:
            last = feed.last(on.masters)
            on.story.events["the last event"] = len(last)
            await send_by_kafka(on.stack.bootstrap, last)
            await on.chain.settle(show)
        with on.story.timed("edition 2"):
            on.story.editions.append(await reporting.freeze())
        with on.story.timed("difference"):
            on.story.difference = await reporting.difference(*on.story.editions)
        with on.story.timed("page"):
            (out / "disclosure.json").write_bytes(on.story.editions[-1].content)
            (out / "disclosure.html").write_bytes(await reporting.page(on.story.editions[-1]))


async def read_record(on: Stage) -> dict[str, Any]:
    """Return the living record."""
    async with Reporting(on.stack.http("reporting")) as reporting:
        return await reporting.record()


def check_master(on: Stage, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Check what the master alone came to, and that repeats and bad events left it so."""
    figures, again = checks.figures_of(before), checks.figures_of(after)
    on.story.checks += [
        checks.check_suppliers(figures, feed.suppliers_in(on.masters)),
        checks.check_merged(before, LINKED_CHAINS),
        checks.check_unchanged(figures, again),
    ]


async def check_end(on: Stage) -> None:
    """Check the last edition against what can be counted without any service."""
    on.story.facts = await on.chain.facts()
    figures = checks.figures_of(await read_record(on))
    on.story.figures = figures
    bodies = audit_bodies(on.masters, feed.SEED)
    cases = len(on.story.cases)
    (last,) = feed.last(on.masters)
    async with Office(on.stack.http("grievance"), on.stack.http("intake")) as office:
        system, client, number = (last.key or b"").decode().split("/")
        subject = Subject(system=system, client=client, number=number)
        supplier = (await office.suppliers([subject]))[subject]
    on.story.checks += [
        checks.check_total(on.story.events, COUNTED, IN_ALL),
        checks.check_letters_of_all(await on.chain.letters_of_all(), len(on.story.letters)),
        checks.check_cells(
            "Audits and awards are those of the feed.",
            figures["audits_by_kind"],
            audits_by_kind(bodies),
        ),
        checks.check_cells(
            "Findings of each grade are those of the feed.",
            figures["findings_by_grade"],
            findings_by_grade(bodies),
        ),
        checks.check_sum(
            f"All {cases} cases stand at a stage.", figures["complaints_by_stage"], cases
        ),
        checks.check_editions(on.story.editions),
        checks.check_difference(on.story.difference, supplier),
    ]
