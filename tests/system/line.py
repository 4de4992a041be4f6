"""The whole line run once: records in, and everything that came of them, from every place asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

import httpx
from sorgfalt_contracts.topics import INTAKE_INBOX, TOPICS

from infra.local.demo import bad_events, feed
from infra.local.demo.complaints import complaints
from infra.local.demo.envelopes import FeedRecord
from infra.local.demo.handling import Office, attribute_plants, handle_complaints
from infra.local.demo.importing import import_cases
from infra.local.demo.masters import HISTORICAL_CASES, LINKED_CHAINS, SOURCES, read_masters
from infra.local.demo.progress import Chain
from infra.local.demo.sending import send_by_kafka
from infra.local.stack import Stack
from tests.system.books import Books, read_books
from tests.system.recompute import Cases, Figures, Record
from tests.system.topic_log import Log, Logged, read_log

DISCLOSURE: Final = "/disclosures/lksg-10-1"
REPEATED: Final = 1_500
"""Records of the master that are sent a second time; enough for several batches."""


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class Outcome:
    """What a run left: on the broker, in each database, and in the record it publishes."""

    log: Log
    books: Mapping[str, Books]
    document: Mapping[str, Any]

    @property
    def figures(self) -> Figures:
        """Every figure that is published, as cells by their code, without the empty ones."""
        return figures_of(self.document)

    @property
    def inbox(self) -> list[Logged]:
        """What the senders sent, as it lies on the broker."""
        return [
            record
            for (topic, _), records in sorted(self.log.records.items())
            for record in records
            if topic == INTAKE_INBOX.name
        ]

    @property
    def feed(self) -> list[Record]:
        """The same as the recomputation reads it."""
        return [
            (record.key, record.value, [(k, v.encode()) for k, v in record.headers.items()])
            for record in self.inbox
        ]


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class Line:
    """A run that nothing disturbed: the master, a part of it again, fifty bad events, all the rest.

    `facts` counts what each topic had been given after each of the first three, and in the end.
    `cases` is what was said in each case, as the second computation reads it.
    """

    stack: Stack
    outcome: Outcome
    facts: tuple[Mapping[str, int], ...]
    cases: Cases
    bad: Mapping[tuple[int, int], str]
    postgres: str


async def run_line(stack: Stack, seed: int) -> Line:
    """Feed a fresh stack and return what came of it."""
    again = Random(f"{seed} again").sample(feed.repeat(), REPEATED)
    bad = bad_events.bad()
    facts: list[Mapping[str, int]] = []
    async with Chain(stack) as chain:
        await send_master(stack, chain)
        facts.append(await chain.facts())
        await send(stack, chain, sorted(again, key=lambda record: record.key or b""))
        facts.append(await chain.facts())
        places = await send(stack, chain, [each.record for each in bad])
        facts.append(await chain.facts())
        cases = await send_rest(stack, chain)
        facts.append(await chain.facts())
        postgres = await chain.database_version()
    return Line(
        stack=stack,
        outcome=await outcome_of(stack),
        facts=tuple(facts),
        cases=cases,
        bad={at: each.reason.value for at, each in zip(places, bad, strict=True)},
        postgres=postgres,
    )


async def send_master(stack: Stack, chain: Chain) -> None:
    """Send the master; what shows two suppliers to be one comes when both have left as facts.

    So every run publishes the same suppliers that are merged away, whatever its batches were.
    """
    first, last = split_master()
    await send(stack, chain, first)
    await send(stack, chain, last)


async def send_rest(stack: Stack, chain: Chain) -> Cases:
    """Send audits, changes and the last event, import old cases, file and handle complaints.

    Returns what was said in each case.
    """
    await send(stack, chain, [*feed.later(), *feed.last()])
    return await take_cases(stack, chain)


async def take_cases(stack: Stack, chain: Chain) -> Cases:
    """Import the old cases, file and handle the complaints; return what was said in each."""
    masters = read_masters()
    await import_cases(stack, SOURCES / HISTORICAL_CASES)
    async with Office(stack.http("grievance"), stack.http("intake")) as office:
        taken = await attribute_plants(office, masters.cases)
        filed = complaints(masters, feed.SEED)
        taken += await handle_complaints(office, filed, lambda: None)
    await chain.settle(lambda _: None)
    return [each.as_document() for each in taken]


def split_master() -> tuple[list[FeedRecord], list[FeedRecord]]:
    """Return the master without the records that merge suppliers, and those."""
    records = feed.master()
    return records[:-LINKED_CHAINS], records[-LINKED_CHAINS:]


async def send(stack: Stack, chain: Chain, records: Sequence[FeedRecord]) -> list[tuple[int, int]]:
    """Send records by Kafka and wait until the whole line has taken them; return their places."""
    places = await send_by_kafka(stack.bootstrap, records)
    await chain.settle(lambda _: None)
    return places


async def outcome_of(stack: Stack) -> Outcome:
    """Ask the broker, Postgres and reporting what there is."""
    return Outcome(
        log=await read_log(stack.bootstrap, TOPICS),
        books=await read_books(stack),
        document=await fetch(stack, "reporting", DISCLOSURE),
    )


def figures_of(document: Mapping[str, Any]) -> Figures:
    """Return the figures of a record as cells by their code, without the empty ones."""
    return {
        figure["code"]: {cell["cell"]: cell["value"] for cell in figure["cells"] if cell["value"]}
        for figure in document["figures"]
    }


async def fetch(stack: Stack, service: str, path: str) -> dict[str, Any]:
    """Return what a service answers over HTTP."""
    async with httpx.AsyncClient(base_url=stack.http(service), timeout=30) as client:
        answer = await client.get(path)
    assert answer.status_code == httpx.codes.OK, f"{path}: {answer.status_code}"
    document: dict[str, Any] = answer.json()
    return document


def day_of(document: Mapping[str, Any]) -> str:
    """Return the day up to which the clocks had gone when a record was made."""
    return str(document["generated_at"])[: len("yyyy-mm-dd")]


def moved(before: Figures, after: Figures) -> dict[tuple[str, str], int]:
    """Return by how much each cell differs; what does not differ is left out."""
    return {
        place: change
        for place in sorted({*_places(before), *_places(after)})
        if (change := _value(after, place) - _value(before, place))
    }


def _places(figures: Figures) -> Iterator[tuple[str, str]]:
    for name, cells in figures.items():
        yield from ((name, cell) for cell in cells)


def _value(figures: Figures, place: tuple[str, str]) -> int:
    return figures.get(place[0], {}).get(place[1], 0)
