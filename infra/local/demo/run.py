"""The demo: the whole chain once, from reported facts to the disclosure, with checks on the way."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx

from infra.local.demo import bad_events, checks, feed, showing
from infra.local.demo.checks import Check, CountedFigures, Letters
from infra.local.demo.envelopes import as_json
from infra.local.demo.interruption import run_interruptibly
from infra.local.demo.masters import LINKED_CHAINS, Masters, read_masters
from infra.local.demo.progress import Chain
from infra.local.demo.sending import send_by_http, send_by_kafka
from infra.local.errors import StackError
from infra.local.proof import PROOF, add_proof
from infra.local.stack import Stack

DISCLOSURE: Final = "/disclosures/lksg-10-1"
_ANSWER_SECONDS: Final = 60.0


@dataclass(kw_only=True, slots=True)
class Story:
    """What came of the demo, step by step."""

    events: dict[str, int] = field(default_factory=dict)
    facts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    letters: Letters = field(default_factory=dict)
    figures: CountedFigures = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Keep how long a step took."""
        began = time.perf_counter()
        yield
        self.seconds[step] = round(time.perf_counter() - began, 2)


def run_demo(stack: Stack, out: Path) -> None:
    """Run the demo on a fresh stack and leave the disclosure in `out`.

    Raises StackError when a service stalls or a check does not hold.
    """
    out.mkdir(parents=True, exist_ok=True)
    story = run_interruptibly(_run(stack, out))
    _prove(story)
    _show(story, out)
    failing = [check.claim for check in story.checks if not check.holds]
    if failing:
        raise StackError("The demo shows that this does not hold: " + " ".join(failing))


async def _run(stack: Stack, out: Path) -> Story:
    story, masters = Story(), read_masters()
    async with Chain(stack) as chain:
        story.versions["postgres"] = await chain.database_version()
        await _send_master(stack, chain, masters, story)
        first = checks.figures_of(await _disclosure(stack))
        await _send_again(stack, chain, masters, story)
        await _send_bad(stack, chain, story)
        with story.timed("disclosure"):
            document = await _keep_disclosure(stack, out)
        story.figures = checks.figures_of(document)
        story.checks.append(checks.check_suppliers(story.figures, feed.suppliers_in(masters)))
        story.checks.append(checks.check_merged(document, LINKED_CHAINS))
        story.checks.append(checks.check_unchanged(first, story.figures))
    return story


async def _send_master(stack: Stack, chain: Chain, masters: Masters, story: Story) -> None:
    records = feed.master(masters)
    story.events["master"] = len(records)
    with story.timed("master"), showing.bars("The master, once, by Kafka") as show:
        # what joins two suppliers comes when both stand, whichever partition they lie in
        for part in (records[:-LINKED_CHAINS], records[-LINKED_CHAINS:]):
            await send_by_kafka(stack.bootstrap, part)
            await chain.settle(show)
    story.facts = await chain.facts()
    letters = await chain.dead_letters()
    story.checks.append(checks.check_nothing_refused(letters, len(records)))


async def _send_again(stack: Stack, chain: Chain, masters: Masters, story: Story) -> None:
    automotive, materials = feed.repeat_automotive(masters), feed.repeat_materials(masters)
    story.events |= {"again by http": len(automotive), "again by kafka": len(materials)}
    with story.timed("again"), showing.bars("The same again, by HTTP and by Kafka") as show:
        await send_by_http(stack.http("intake"), automotive)
        await send_by_kafka(stack.bootstrap, materials)
        await chain.settle(show)
    story.checks.append(checks.check_nothing_new(story.facts, await chain.facts()))


async def _send_bad(stack: Stack, chain: Chain, story: Story) -> None:
    bad = bad_events.bad()
    story.events["bad"] = len(bad)
    with story.timed("bad"), showing.bars("Fifty bad events of ten kinds") as show:
        places = await send_by_kafka(stack.bootstrap, [each.record for each in bad])
        await chain.settle(show)
    story.letters = await chain.dead_letters()
    story.checks.append(checks.check_bad_events(places, bad, story.letters))


async def _keep_disclosure(stack: Stack, out: Path) -> dict[str, Any]:
    """Fetch the disclosure in both forms, leave them in `out`, and return the machine's."""
    page = await _get(stack, f"{DISCLOSURE}.html", {"copy": "yes"})
    (out / "disclosure.html").write_bytes(page.content)
    document = await _disclosure(stack, evidence="all")
    (out / "disclosure.json").write_bytes(as_json(document))
    return document


async def _disclosure(stack: Stack, **parameters: str) -> dict[str, Any]:
    document: dict[str, Any] = (await _get(stack, DISCLOSURE, parameters)).json()
    return document


async def _get(stack: Stack, path: str, parameters: Mapping[str, str]) -> httpx.Response:
    root = stack.http("reporting")
    async with httpx.AsyncClient(base_url=root, timeout=_ANSWER_SECONDS) as client:
        answer = await client.get(path, params=parameters)
    if not answer.is_success:
        raise StackError(f"Reporting answered {answer.status_code} to {path}.")
    return answer


def _prove(story: Story) -> None:
    add_proof(
        "demo",
        {
            "versions": story.versions,
            "counts": {
                "events": story.events,
                "facts": story.facts,
                "dead_letters": len(story.letters),
            },
            "figures": story.figures,
            "seconds": story.seconds,
            "checks": {check.claim: check.holds for check in story.checks},
        },
    )


def _show(story: Story, out: Path) -> None:
    showing.show_counts("Events in", _numbers(story.events))
    showing.show_counts("Facts out", _numbers(story.facts))
    showing.show_letters(story.letters)
    showing.show_figures(story.figures)
    seconds = {step: f"{each:.1f} s" for step, each in story.seconds.items()}
    showing.show_counts("Durations", seconds)
    written: Sequence[Path] = (out / "disclosure.json", out / "disclosure.html", PROOF)
    showing.show_checks(story.checks, written)


def _numbers(counts: dict[str, int]) -> dict[str, str]:
    return {name: f"{count:,}" for name, count in counts.items()}
