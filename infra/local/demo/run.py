"""The demo: the whole chain once, from reported facts to two frozen editions of the disclosure."""

from collections.abc import Sequence
from pathlib import Path

from infra.local.demo import showing, steps, telling
from infra.local.demo.interruption import run_interruptibly
from infra.local.demo.masters import read_masters
from infra.local.demo.progress import Chain
from infra.local.demo.story import Story
from infra.local.errors import StackError
from infra.local.proof import PROOF, add_proof
from infra.local.stack import Stack


def run_demo(stack: Stack, out: Path) -> None:
    """Run the demo on a fresh stack and leave the last edition in `out`.

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
    story = Story()
    async with Chain(stack) as chain:
        on = steps.Stage(stack=stack, chain=chain, masters=read_masters(), story=story)
        story.versions["postgres"] = await chain.database_version()
        await steps.send_master(on)
        before = await steps.read_record(on)
        await steps.send_again(on)
        await steps.send_bad(on)
        after = await steps.read_record(on)
        steps.check_master(on, before, after)
        await steps.send_later(on)
        await steps.take_cases(on)
        await steps.publish(on, out)
        await steps.check_end(on)
    return story


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
            "editions": {str(each.number): each.sha256 for each in story.editions},
            "seconds": story.seconds,
            "checks": {check.claim: check.holds for check in story.checks},
        },
    )


def _show(story: Story, out: Path) -> None:
    showing.show_counts("Events and cases in", _numbers(story.events))
    showing.show_counts("Facts out", _numbers(story.facts))
    showing.show_letters(story.letters)
    showing.show_figures(story.figures)
    showing.show_story(telling.tell(story))
    seconds = {step: f"{each:.1f} s" for step, each in story.seconds.items()}
    showing.show_counts("Durations", seconds)
    written: Sequence[Path] = (out / "disclosure.json", out / "disclosure.html", PROOF)
    showing.show_checks(story.checks, written)


def _numbers(counts: dict[str, int]) -> dict[str, str]:
    return {name: f"{count:,}" for name, count in counts.items()}
